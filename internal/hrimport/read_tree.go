package hrimport

import (
	"slices"

	"zaemme/internal/calendar"
)

// TreeRow is one line of a list of departments.
type TreeRow struct {
	Line     int // of the file, 1-based
	Code     string
	Name     string
	Parent   string        `json:",omitempty"` // code or name as the file has it, empty: top
	HeadNo   string        `json:",omitempty"` // personnel number
	DeputyNo string        `json:",omitempty"` // of the head
	From     calendar.Date `json:",omitempty"` // none: the day of the plan
}

// TreeFile is what was read of a list of departments.
type TreeFile struct {
	Units []TreeRow
	Found
}

// ReadTree reads a list of departments (OE-Nr.; Name; übergeordnet; Leitung;
// Stellvertretung; gültig ab) as Read reads a staff list. Rows with problems are
// among its Units as far as they have a code.
func ReadTree(name string, content []byte, mapping Mapping) (*TreeFile, error) {
	t, err := readTable(name, content, mapping, tree)
	if err != nil {
		return nil, err
	}
	var list []TreeRow
	for i := range t.rows {
		line := &t.rows[i]
		row := TreeRow{Line: line.line, Code: t.required(line, fieldUnitCode), Name: t.required(line, fieldName), Parent: t.text(line, fieldParent),
			HeadNo: t.headNumber(line, fieldHead), DeputyNo: t.headNumber(line, fieldHeadDeputy), From: t.date(line, fieldValidFrom)}
		if row.From == calendar.Forever {
			t.problem(line, t.column(fieldValidFrom), severe, keyDate, nil)
			row.From = 0
		}
		if row.Code != "" {
			list = append(list, row)
		}
	}
	f := t.file(nil, unitColumns{code: t.column(fieldUnitCode)})
	if at := t.column(fieldUnitCode); at >= 0 {
		f.Present[fieldUnitCode], f.Headers[fieldUnitCode] = at+1, t.header(at)
	}
	return &TreeFile{Units: slices.Clip(list), Found: f.Found}, nil
}

// headNumber is a personnel number: alone, or the one number in a text such as
// «Muster Andrea (00087)». A name without a number is left out with a warning.
func (t *table) headNumber(line *tableRow, field Field) string {
	text := t.text(line, field)
	if text == "" || numberLike.MatchString(text) {
		return text
	}
	if parts := numberInText.FindAllString(text, -1); len(parts) == 1 {
		return parts[0]
	}
	t.problem(line, t.column(field), mild, keyHeadName, nil)
	return ""
}
