package hrimport

import (
	"maps"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// MergeEdit lets a department become part of another: from the day on its people
// and what lies below it belong there, and it is no more.
type MergeEdit struct {
	Code, Into string
}

func (e *MergeEdit) about() (person, department string) { return "", e.Into }

func (e *MergeEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := changeable(r, e.Code, from)
	if err != nil {
		return people.Change{}, err
	}
	if err := standing(r, "into", e.Into, from); err != nil {
		return people.Change{}, err
	}
	if slices.Contains(above(r, e.Into), e.Code) {
		return people.Change{}, invalid("into", "error.edit.merge_below", nil)
	}
	var c people.Change
	for code, below := range r.Departments {
		if below.Parent != e.Code || below.Ends <= from {
			continue
		}
		if below.Next != 0 {
			return c, invalid("from", "error.edit.later", map[string]any{"day": below.Next})
		}
		before, after := below.DepartmentState, below.DepartmentState
		after.Parent = e.Into
		c.Departments = append(c.Departments, people.DepartmentChange{Code: code, Before: &before, After: after, From: max(from, below.Since)})
	}
	before := entry.DepartmentState
	c.Departments = append(c.Departments, people.DepartmentChange{Code: e.Code, Before: &before, Ended: true, From: from})
	c.Persons, err = moveAll(r, slices.Collect(maps.Keys(r.Persons)), e.Code, e.Into, from)
	return c, err
}

// SplitEdit makes a new department beside one on record, and moves some of its
// people there.
type SplitEdit struct {
	Code    string // the one that is split
	New     string // code of the new one
	Name    string
	Head    string   // PersonKey, empty: none
	Persons []string // PersonKeys
}

func (e *SplitEdit) about() (person, department string) { return "", e.Code }

func (e *SplitEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	if err := standing(r, "from", e.Code, from); err != nil {
		return people.Change{}, err
	}
	if len(e.Persons) == 0 {
		return people.Change{}, invalid("persons", "error.edit.nobody_chosen", nil)
	}
	old := r.Departments[e.Code]
	state := people.DepartmentState{Name: e.Name, Parent: old.Parent, Head: e.Head}
	if err := checkCode(r, e.New); err != nil {
		return people.Change{}, err
	}
	if err := checkDepartment(r, e.New, state, from); err != nil {
		return people.Change{}, err
	}
	c := people.Change{Departments: []people.DepartmentChange{{Code: e.New, After: state, Official: old.Official, From: from}}}
	var err error
	c.Persons, err = moveAll(r, e.Persons, e.Code, e.New, from)
	if err == nil && len(c.Persons) == 0 {
		err = invalid("persons", "error.edit.nobody_chosen", nil)
	}
	return c, err
}

// DissolveEdit ends an empty department on the day.
type DissolveEdit struct {
	Code string
}

func (e *DissolveEdit) about() (person, department string) { return "", e.Code }

func (e *DissolveEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := changeable(r, e.Code, from)
	if err != nil {
		return people.Change{}, err
	}
	persons, below := Remaining(r, e.Code, from)
	if persons > 0 || below > 0 {
		return people.Change{}, invalid("from", "error.edit.not_empty", map[string]any{"persons": persons, "departments": below, "day": from})
	}
	before := entry.DepartmentState
	return people.Change{Departments: []people.DepartmentChange{{Code: e.Code, Before: &before, Ended: true, From: from}}}, nil
}

// Remaining counts who still is employed in the department on the day or later,
// and the departments directly below it.
func Remaining(r *people.Roster, code string, from calendar.Date) (persons, below int) {
	for _, entry := range r.Persons {
		for _, e := range entry.Employments {
			if inside(e, code, from) || e.Next != nil && inside(e.Next, code, from) {
				persons++
				break
			}
		}
	}
	for _, d := range r.Departments {
		if d.Parent == code && d.Ends > from {
			below++
		}
	}
	return persons, below
}

// inside reports whether the facts place an employment that has not ended into
// the department.
func inside(e *people.EmploymentEntry, code string, from calendar.Date) bool {
	return e.Department == code && e.ExitOn >= from
}

// moveAll moves the employments of the persons from one department to another,
// from the day on; those that begin later, from then.
func moveAll(r *people.Roster, keys []string, from, to string, on calendar.Date) ([]people.PersonChange, error) {
	var list []people.PersonChange
	for _, key := range keys {
		entry, err := personIn(r, key)
		if err != nil {
			return nil, err
		}
		one := people.PersonChange{Key: key}
		for no, e := range entry.Employments {
			facts := e
			switch {
			case inside(e, from, on) && e.Next != nil:
				return nil, invalid("from", "error.edit.later_person", map[string]any{"name": nameOf(entry.PersonState), "day": e.Next.ValidFrom})
			case inside(e, from, on):
			case e.Next != nil && inside(e.Next, from, on):
				facts = e.Next
			default:
				continue
			}
			before, after := facts.EmploymentState, facts.EmploymentState
			after.Department = to
			one.Employments = append(one.Employments, people.EmploymentChange{No: no, Before: &before, After: &after, From: max(on, facts.ValidFrom)})
		}
		if len(one.Employments) > 0 {
			list = append(list, onePerson(entry, one, on).Persons...)
		}
	}
	return list, nil
}
