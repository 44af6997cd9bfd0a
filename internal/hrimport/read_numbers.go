package hrimport

import (
	"strings"

	"zaemme/internal/sheet"
)

// numbers are the personnel numbers of a file.
type numbers struct {
	own   []string // by line; empty where there is none
	all   map[string]bool
	width int // digits that all numbers kept as text have; 0 if they differ
}

// readNumbers reads a column of personnel numbers. A spreadsheet's number 5
// among texts such as 00012 has lost its zeros: they are given back where all
// texts have the same length, with a warning, and else it stays as it is.
func (t *table) readNumbers(field Field) numbers {
	column := t.column(field)
	n := numbers{own: make([]string, len(t.rows)), all: map[string]bool{}, width: t.numberWidth(column)}
	if column < 0 {
		return n
	}
	for i := range t.rows {
		row := &t.rows[i]
		text := t.required(row, field)
		if text == "" {
			continue
		}
		if !numberLike.MatchString(text) {
			t.problem(row, column, severe, keyNumber, nil)
			continue
		}
		if row.cells[column].Kind == sheet.Number {
			text = t.padded(row, column, text, n.width)
		}
		n.own[i] = text
		n.all[text] = true
	}
	return n
}

func (t *table) padded(row *tableRow, column int, text string, width int) string {
	switch {
	case strings.Trim(text, "0123456789") != "":
		t.problem(row, column, severe, keyNumber, nil) // 12.5 or -3
		return text
	case width > len(text):
		t.problem(row, column, mild, keyPadded, nil)
		return zeros(text, width)
	case width == 0 && t.hasLeadingZeros(column):
		t.problem(row, column, mild, keyUnpadded, nil)
	}
	return text
}

// known is the number as the file's own column writes it.
func (n numbers) known(text string) string {
	if !n.all[text] && len(text) < n.width && strings.Trim(text, "0123456789") == "" {
		if long := zeros(text, n.width); n.all[long] {
			return long
		}
	}
	return text
}

func zeros(digits string, width int) string {
	return strings.Repeat("0", width-len(digits)) + digits
}

// numberWidth is the common length of the personnel numbers that are text and
// digits only, provided that one begins with a zero; else 0.
func (t *table) numberWidth(column int) int {
	width := 0
	if column < 0 || !t.hasLeadingZeros(column) {
		return 0
	}
	for _, row := range t.rows {
		text := textOf(row.cells[column])
		if row.cells[column].Kind != sheet.Text || text == "" {
			continue
		}
		if strings.Trim(text, "0123456789") != "" || width > 0 && len(text) != width {
			return 0
		}
		width = len(text)
	}
	return width
}

func (t *table) hasLeadingZeros(column int) bool {
	for _, row := range t.rows {
		if row.cells[column].Kind == sheet.Text && strings.HasPrefix(textOf(row.cells[column]), "0") {
			return true
		}
	}
	return false
}
