package hrimport

import (
	"path"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/sheet"
)

// headerWithin is how many lines with content may stand before the header.
const headerWithin = 50

// noHeader says what is there instead of the header: text that only claims to be
// a workbook, a list of absences, or something else.
func (t *table) noHeader(source sheet.RowSource, name string) error {
	if strings.EqualFold(path.Ext(name), ".xlsx") && source.Sheets()[0].Name == "" {
		return apperr.New(apperr.Invalid, "error.sheet.not_xlsx", nil)
	}
	key := keyNoHeader
	for _, other := range otherLists {
		_, header, err := findHeader(source, nil, other.schema)
		if err != nil {
			return err
		}
		if header != nil && other.complete(header.Cells) && key == keyNoHeader {
			key = other.key
		}
	}
	t.problems.add(Problem{Severity: severe, Key: key})
	return nil
}

// otherLists are what a file may be instead, with the key that says so.
var otherLists = []struct {
	schema
	key string
}{{staff, keyStaffList}, {absences, keyAbsenceList}, {tree, keyTreeList}, {renumbering, keyNumberList}}

// betterAs is the key of another list that more of the titles belong to; a staff
// list, too, has numbers and names of departments.
func betterAs(cells []sheet.Cell, mapping Mapping, want schema) string {
	own := headerScore(cells, mapping, want)
	for _, other := range otherLists {
		if headerScore(cells, nil, other.schema) > own {
			return other.key
		}
	}
	return ""
}

// findHeader takes the line with the most different fields among the first of
// every sheet; hidden sheets only where no other has a header.
func findHeader(source sheet.RowSource, mapping Mapping, want schema) (int, *sheet.Row, error) {
	bestSheet, bestScore := 0, min(1, len(want.required)-1) // one known word makes no header, but of a list that needs no more
	var best *sheet.Row
	for _, hidden := range []bool{false, true} {
		for i, info := range source.Sheets() {
			if info.Hidden != hidden {
				continue
			}
			n := 0
			for row, err := range source.Rows(i) {
				if err != nil {
					return 0, nil, err
				}
				if score := headerScore(row.Cells, mapping, want); score > bestScore {
					bestSheet, bestScore, best = i, score, &row
				}
				if n++; n == headerWithin {
					break
				}
			}
		}
		if best != nil {
			break
		}
	}
	return bestSheet, best, nil
}

// complete reports whether the line has all that such a list must have: two words
// of it alone do not make another list of a file with titles of its own.
func (s schema) complete(cells []sheet.Cell) bool {
	fields := headerFields(cells, nil, s)
	for _, field := range s.required {
		if !fields[field] && (field != fieldUnit || !fields[fieldUnitCode] && !fields[fieldUnitName]) {
			return false
		}
	}
	return true
}

func headerScore(cells []sheet.Cell, mapping Mapping, want schema) int {
	return len(headerFields(cells, mapping, want))
}

// headerFields are those that the line has a title for.
func headerFields(cells []sheet.Cell, mapping Mapping, want schema) map[Field]bool {
	fields := map[Field]bool{}
	for _, c := range cells {
		if c.Kind != sheet.Text || len(c.Text) > 200 {
			continue
		}
		if field, _ := meaning(cleanText(c.Text), mapping, want); field != "" && field != Ignore {
			fields[field] = true
		}
	}
	return fields
}

// meaning of a header: by hand, else by the synonyms.
func meaning(header string, mapping Mapping, want schema) (Field, int) {
	normalised := Normalise(header)
	for by, field := range mapping {
		if Normalise(by) == normalised && normalised != "" {
			return field, -1
		}
	}
	return want.recognise(header)
}
