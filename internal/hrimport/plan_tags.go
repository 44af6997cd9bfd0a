package hrimport

import (
	"slices"

	"zaemme/internal/people"
)

// tags reads a cell of tags with commas or semicolons between them.
func (t *table) tags(line *tableRow) []string {
	list, err := cleanTags(SplitTags(t.text(line, fieldTags)))
	if err != nil {
		t.problem(line, t.column(fieldTags), severe, keyTooLong, args("limit", maxTag))
		return nil
	}
	return list
}

// tagsColumn are the tags of all lines of a person.
func (p *planner) tagsColumn(rows []int) []string {
	var list []string
	for _, i := range rows {
		list = append(list, p.file.Rows[i].Tags...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// trainer is the vocational trainer that the row names: somebody of the file or on
// record, of an apprentice. Anybody else is left out with a warning.
func (p *planner) trainer(row Row, category people.Category) string {
	switch {
	case row.TrainerNo == "":
		return ""
	case category != people.Apprentice:
		p.problem(row.Line, fieldTrainer, mild, keyNoApprentice, nil)
		return ""
	case row.TrainerNo == row.PersonnelNo || len(p.rows[row.TrainerNo]) == 0 && p.roster.Persons[row.TrainerNo] == nil:
		p.problem(row.Line, fieldTrainer, mild, keyTrainerUnknown, nil)
		return ""
	}
	return row.TrainerNo
}
