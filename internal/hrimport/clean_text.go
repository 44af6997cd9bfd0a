package hrimport

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zaemme/internal/sheet"
)

// maxText is the longest text of a field in characters.
var maxText = map[Field]int{
	fieldPersonnel: 32, fieldEmployment: 32, fieldUnitCode: 32, fieldLastName: 100, fieldFirstName: 100, fieldEmail: 254, fieldLogin: 100,
}

// maxOther holds for names of units, sites, functions and people.
const maxOther = 200

func composed(text string) string {
	if norm.NFC.IsNormalString(text) {
		return text
	}
	return norm.NFC.String(text)
}

func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1 // zero width, direction marks, soft hyphen
	}
	return r
}

func isSpace(r rune) bool { return unicode.IsSpace(r) }

// textOf is the clean text of a cell; signs for «nothing» are nothing.
func textOf(c sheet.Cell) string {
	text := cleanText(c.Text)
	switch strings.ToLower(text) {
	case "-", "--", "–", "—", "n/a", "n.a.", "k.a.", "k. a.", "null", "#":
		return ""
	}
	return text
}

// text reads a column as text and checks its length.
func (t *table) text(row *tableRow, field Field) string {
	return t.textAt(row, t.column(field), field)
}

func (t *table) textAt(row *tableRow, column int, field Field) string {
	if column < 0 {
		return ""
	}
	text := textOf(row.cells[column])
	limit, ok := maxText[field]
	if !ok {
		limit = maxOther
	}
	if len(text) > limit && utf8.RuneCountInString(text) > limit {
		t.problem(row, column, severe, keyTooLong, args("limit", limit))
		return ""
	}
	if strings.HasPrefix(text, "=") || text != "" && text[0] == '@' && field != fieldLogin {
		t.problem(row, column, severe, keyFormulaText, nil)
		return ""
	}
	return text
}

// required is text that must not be empty.
func (t *table) required(row *tableRow, field Field) string {
	column := t.column(field)
	text := t.textAt(row, column, field)
	if text == "" && column >= 0 && !row.failedAt(column) {
		t.problem(row, column, severe, keyMissing, args("field", string(field)))
	}
	return text
}

// failedAt reports whether the cell holds something that was refused already,
// so that it is not called empty as well.
func (r *tableRow) failedAt(column int) bool { return r.failed && !r.cells[column].Blank() }

// email checks loosely: one address, a domain with a dot. Anything else is left
// out with a warning. Addresses are compared in lower case, so they are kept so.
func (t *table) email(row *tableRow) string {
	text := strings.TrimPrefix(strings.ToLower(t.text(row, fieldEmail)), "mailto:")
	if text == "" || text == "keine" || text == "kein" {
		return ""
	}
	at := strings.LastIndexByte(text, '@')
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || !strings.Contains(strings.Trim(text[at+1:], "."), ".") {
		t.problem(row, t.column(fieldEmail), mild, keyEmail, nil)
		return ""
	}
	return text
}

// yesNo reads a mark; nil without one.
func (t *table) yesNo(row *tableRow, field Field) *bool {
	column := t.column(field)
	if column < 0 {
		return nil
	}
	yes := false
	switch strings.ToLower(textOf(row.cells[column])) {
	case "":
		return nil
	case "ja", "j", "x", "1", "yes", "y", "true", "wahr", "oui", "si", "sì":
		yes = true
	case "nein", "n", "0", "no", "false", "falsch", "non":
	default:
		t.problem(row, column, mild, keyYesNo, nil)
		return nil
	}
	return &yes
}
