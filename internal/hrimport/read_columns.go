package hrimport

import (
	"strings"
	"unicode"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet"
)

// Column is a column of a file as a person maps it: its title and its shape,
// never what stands in it.
type Column struct {
	No      int    // from 1
	Header  string // empty where there is none
	Field   Field  `json:",omitempty"` // what it was read as; empty: not read
	Refused string `json:",omitempty"` // kind of data for which it was dropped, see import.kind
	Shape   Shape  // nothing of a refused one
}

// Shape counts the filled cells of a column by what they look like.
type Shape struct{ Dates, Numbers, Texts int }

// Name is date, number or text as most cells are, or empty.
func (s Shape) Name() string {
	switch max(s.Dates, s.Numbers, s.Texts) {
	case 0:
		return "empty"
	case s.Dates:
		return "date"
	case s.Numbers:
		return "number"
	default:
		return "text"
	}
}

// Filled is the number of cells that are not empty.
func (s Shape) Filled() int { return s.Dates + s.Numbers + s.Texts }

// Letter is the column's letter in a spreadsheet.
func (c Column) Letter() string { return sheet.ColumnLetter(c.No) }

// columns are those of the header line.
func (t *table) columns() []Column {
	list := make([]Column, 0, len(t.headers))
	for i, header := range t.headers {
		c := Column{No: i + 1, Header: header, Refused: string(t.forbidden[i])}
		if c.Refused == "" {
			c.Field, c.Shape = t.fields[i], t.shapes[i]
		}
		if c.Header != "" || c.Shape.Filled() > 0 {
			list = append(list, c)
		}
	}
	return list
}

// measure counts a line's cells.
func (t *table) measure(row sheet.Row) {
	for i, c := range row.Cells {
		if i >= len(t.shapes) || c.Blank() {
			continue
		}
		switch day, isDate := dateOf(c); {
		case isDate && day != 0 && day != calendar.Forever: // «unbefristet» is a word
			t.shapes[i].Dates++
		case c.Kind == sheet.Number || numeric(textOf(c)):
			t.shapes[i].Numbers++
		default:
			t.shapes[i].Texts++
		}
	}
}

func numeric(text string) bool {
	return text != "" && strings.Trim(text, "0123456789.,'’%-") == ""
}

// guess takes the line that looks most like titles where none is known, so that
// somebody can say what they mean. No row is read.
func (t *table) guess(source sheet.RowSource, mapping Mapping, want schema) error {
	var best []string
	bestSheet := 0
	for i, info := range source.Sheets() {
		if info.Hidden {
			continue
		}
		n := 0
		for row, err := range source.Rows(i) {
			if err != nil {
				return err
			}
			if titles := titlesOf(row.Cells); len(titles) > len(best) {
				best, bestSheet, t.line = titles, i, row.Line
			}
			if n++; n == headerWithin {
				break
			}
		}
	}
	t.headers, t.fields, t.shapes = best, make([]Field, len(best)), make([]Shape, len(best))
	for i, header := range best {
		if kind := forbiddenHeader(header); kind != "" {
			t.forbidden[i] = kind
		} else if header != "" {
			t.fields[i], _ = meaning(header, mapping, want)
		}
	}
	for row, err := range source.Rows(bestSheet) {
		if err != nil {
			return err
		}
		if len(best) > 0 && row.Line > t.line {
			t.measure(row)
		}
	}
	return nil
}

// titlesOf are the cells of a line of different short texts without a digit; nil
// for any other line.
func titlesOf(cells []sheet.Cell) []string {
	seen, titles := map[string]bool{}, make([]string, len(cells))
	for i, c := range cells {
		title := cleanText(c.Text)
		switch {
		case title == "":
			continue
		case c.Kind != sheet.Text, len(title) > 60, seen[Normalise(title)], strings.IndexFunc(title, unicode.IsDigit) >= 0, strings.Contains(title, "@"):
			return nil
		}
		seen[Normalise(title)], titles[i] = true, title
	}
	if len(seen) < 3 {
		return nil
	}
	return titles
}
