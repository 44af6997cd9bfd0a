package hrimport

import (
	"slices"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/sheet"
)

// Participant is one line of a list of people at a training.
type Participant struct {
	Line  int // in the file, from 1
	Cells []string
}

// mostParticipants is how many people a list may have.
const mostParticipants = 500

// participants is a list of people at a training: whatever says who they are.
var participants = schema{
	required: []Field{fieldPersonnel},
	synonyms: staff.synonyms,
}

// telling are the columns that say who somebody is.
var telling = []Field{fieldPersonnel, fieldLastName, fieldFirstName, fieldEmail, fieldUnit, fieldUnitName, fieldUnitCode}

// ReadParticipants reads a list of people from a workbook or a CSV file, or pasted
// from one (name is then empty). Below a line of titles only the columns that say who
// somebody is are read, else all. Errors: those of sheet.Open, Invalid for a list
// without a line, TooLarge for more than 500.
func ReadParticipants(name string, content []byte) ([]Participant, error) {
	var list []Participant
	if name == "" {
		for i, line := range strings.Split(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n") {
			cells := strings.FieldsFunc(line, func(r rune) bool { return r == '\t' || r == ';' || r == ',' })
			list = append(list, Participant{Line: i + 1, Cells: cells})
		}
	} else {
		source, err := sheet.Open(name, content, sheet.DefaultLimits())
		if err != nil {
			return nil, err
		}
		index, _, err := findHeader(source, nil, participants)
		if err != nil {
			return nil, err
		}
		for row, err := range source.Rows(index) {
			if err != nil {
				return nil, err
			}
			one := Participant{Line: row.Line}
			for _, cell := range row.Cells {
				one.Cells = append(one.Cells, cell.Text)
			}
			list = append(list, one)
		}
	}
	return cleaned(list)
}

// cleaned leaves titles, what stands above them, other columns and empty lines out.
func cleaned(list []Participant) ([]Participant, error) {
	for at := range list[:min(len(list), headerWithin)] {
		if columns := titles(list[at].Cells); columns != nil {
			list = list[at+1:]
			for i := range list {
				list[i].Cells = slices.Collect(func(yield func(string) bool) {
					for _, column := range columns {
						if column < len(list[i].Cells) && !yield(list[i].Cells[column]) {
							return
						}
					}
				})
			}
			break
		}
	}
	list = slices.DeleteFunc(list, func(one Participant) bool {
		return !slices.ContainsFunc(one.Cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
	})
	switch {
	case len(list) == 0:
		return nil, apperr.New(apperr.Invalid, "error.session.import_none", nil)
	case len(list) > mostParticipants:
		return nil, apperr.New(apperr.TooLarge, "error.session.import_many", map[string]any{"most": mostParticipants})
	}
	return list, nil
}

// titles are the columns that tell, nil where the line has other cells than titles.
func titles(cells []string) (columns []int) {
	filled, known := 0, 0
	for i, cell := range cells {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		filled++
		field, _ := participants.recognise(cell)
		if field == "" {
			continue
		}
		known++
		if slices.Contains(telling, field) {
			columns = append(columns, i)
		}
	}
	if 2*known < filled {
		return nil
	}
	return columns
}
