package hrimport

import (
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// DepartmentEdit creates a department from the day on, or gives one on record
// another name, parent or head.
type DepartmentEdit struct {
	Code     string
	State    people.DepartmentState
	New      bool
	Official bool // of a new one: elected members
}

// maxCode is the length of a department's code in bytes.
const maxCode = 60

func (e *DepartmentEdit) about() (person, department string) { return "", e.Code }

func (e *DepartmentEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	if err := checkDepartment(r, e.Code, e.State, from); err != nil {
		return people.Change{}, err
	}
	one := people.DepartmentChange{Code: e.Code, After: e.State, From: from}
	if e.New {
		if err := checkCode(r, e.Code); err != nil {
			return people.Change{}, err
		}
		one.Official = e.Official
		return people.Change{Departments: []people.DepartmentChange{one}}, nil
	}
	entry, err := changeable(r, e.Code, from)
	if err != nil {
		return people.Change{}, err
	}
	if entry.DepartmentState == e.State {
		return people.Change{}, nil
	}
	before := entry.DepartmentState
	one.Before = &before
	return people.Change{Departments: []people.DepartmentChange{one}}, nil
}

// checkCode says what is wrong with the code of a new department. A code is never
// given twice, also where the department has ended.
func checkCode(r *people.Roster, code string) error {
	switch {
	case code == "":
		return invalid("code", "error.form.required", nil)
	case len(code) > maxCode || strings.ContainsAny(code, ",;\n\t"):
		return invalid("code", "error.edit.code", map[string]any{"bytes": maxCode})
	case r.Departments[code] != nil:
		return invalid("code", "error.edit.code_taken", map[string]any{"name": r.Departments[code].Name})
	}
	return nil
}

// checkDepartment says what is wrong with what a department would be from the day
// on.
func checkDepartment(r *people.Roster, code string, s people.DepartmentState, from calendar.Date) error {
	switch {
	case s.Name == "":
		return invalid("name", "error.form.required", nil)
	case len(s.Name) > maxName:
		return invalid("name", "error.form.too_long", nil)
	case s.Head != "" && r.Persons[s.Head] == nil:
		return invalid("head", "error.edit.unknown_person", nil)
	case s.Head != "" && !r.Persons[s.Head].Employed(from):
		return invalid("head", "error.edit.head_not_employed", map[string]any{"name": nameIn(r, s.Head), "day": from})
	}
	if s.Parent == "" {
		return nil
	}
	if err := standing(r, "parent", s.Parent, from); err != nil {
		return err
	}
	if slices.Contains(above(r, s.Parent), code) {
		return invalid("parent", "error.edit.department_circle", nil)
	}
	return nil
}

// above is the department with all above it, from below up; a circle ends where
// it would repeat.
func above(r *people.Roster, code string) []string {
	var list []string
	for code != "" && r.Departments[code] != nil && !slices.Contains(list, code) {
		list = append(list, code)
		code = r.Departments[code].Parent
	}
	return list
}

// standing refuses a department that is not there on the day, at the field.
func standing(r *people.Roster, field, code string, on calendar.Date) error {
	entry := r.Departments[code]
	switch {
	case code == "":
		return invalid(field, "error.form.required", nil)
	case entry == nil:
		return invalid(field, "error.edit.unknown_department", nil)
	case on < entry.Since:
		return invalid(field, "error.edit.department_later", map[string]any{"name": entry.Name, "day": entry.Since})
	case on >= entry.Ends:
		return invalid(field, "error.edit.department_ended", map[string]any{"name": entry.Name, "day": entry.Ends.AddDays(-1)})
	}
	return nil
}

// changeable is the department, if it is there on the day and nothing is
// announced for later, which a change would take away.
func changeable(r *people.Roster, code string, from calendar.Date) (*people.DepartmentEntry, error) {
	if err := standing(r, "from", code, from); err != nil {
		return nil, err
	}
	entry := r.Departments[code]
	if entry.Next != 0 || entry.Ends != calendar.Forever {
		day := entry.Next
		if day == 0 {
			day = entry.Ends
		}
		return nil, invalid("from", "error.edit.later", map[string]any{"day": day})
	}
	return entry, nil
}

// FromTheBeginning reports whether a department has been there as long as
// anything is on record: since when, nobody knows.
func FromTheBeginning(since calendar.Date) bool { return since <= first }
