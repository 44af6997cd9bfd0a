package hr

import (
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
)

// departmentRow is one thing that happens to a department.
type departmentRow struct {
	Code, Name     string // as it is before, of a new one after
	What, Old, New string
	From           string // «ab 1.1.2027», where that is not the day of the plan
	on             calendar.Date
}

// newDepartments says what happens to departments.
func newDepartments(l *i18n.Printer, change people.Change, d directory) []departmentRow {
	var rows []departmentRow
	for _, one := range change.Departments {
		from := ""
		if one.From > change.EffectiveOn {
			from = l.T("hr.change.from", "day", one.From)
		}
		name := one.After.Name
		if one.Before != nil {
			name = one.Before.Name
		}
		for _, row := range departmentRows(l, one, d) {
			row.Name, row.Code, row.From, row.on = name, one.Code, from, one.From
			rows = append(rows, row)
		}
	}
	return rows
}

func departmentRows(l *i18n.Printer, one people.DepartmentChange, d directory) (rows []departmentRow) {
	parent := func(code string) string {
		if code == "" {
			return "–"
		}
		return d.department(code)
	}
	before := people.DepartmentState{}
	switch {
	case one.Ended:
		return []departmentRow{{What: l.T("hr.department.ended")}}
	case one.Created():
		row := departmentRow{What: l.T("hr.department.created")}
		if one.After.Parent != "" {
			row.New = l.T("hr.department.within", "parent", parent(one.After.Parent))
		}
		rows = append(rows, row)
	default:
		before = *one.Before
	}
	if one.Again {
		rows = append(rows, departmentRow{What: l.T("hr.department.again")})
	}
	if one.Renamed() {
		rows = append(rows, departmentRow{What: l.T("hr.department.renamed"), Old: before.Name, New: one.After.Name})
	}
	if one.Moved() {
		rows = append(rows, departmentRow{What: l.T("hr.department.moved"), Old: parent(before.Parent), New: parent(one.After.Parent)})
	}
	if before.Head != one.After.Head {
		rows = append(rows, departmentRow{What: l.T("hr.department.head"), Old: fieldText(l, "manager", before.Head, d), New: fieldText(l, "manager", one.After.Head, d)})
	}
	return rows
}
