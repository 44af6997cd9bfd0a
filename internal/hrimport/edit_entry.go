package hrimport

import (
	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// EntryEdit corrects the day on which an employment begins, for the whole of it;
// one that has been announced can begin on another day.
type EntryEdit struct {
	Person string // PersonKey
	No     string
	Entry  calendar.Date
}

func (e *EntryEdit) about() (person, department string) { return e.Person, "" }

func (e *EntryEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := personIn(r, e.Person)
	if err != nil {
		return people.Change{}, err
	}
	had := entry.Employments[e.No]
	if had == nil {
		return people.Change{}, apperr.New(apperr.NotFound, "error.edit.no_employment", nil)
	}
	if had.Announced() {
		had = had.Next
	}
	if err := checkEntry(had, e.Entry); err != nil || e.Entry == had.EntryOn {
		return people.Change{}, err
	}
	before, after := had.EmploymentState, had.EmploymentState
	after.EntryOn = e.Entry
	since := had.ValidFrom
	if d := r.Departments[had.Department]; d != nil { // it cannot work where nothing is yet
		since = min(max(e.Entry, d.Since), had.ValidFrom)
	}
	if had.SameStay() { // the earlier facts of it stay
		since = had.ValidFrom
	}
	one := people.PersonChange{Key: e.Person, Employments: []people.EmploymentChange{{No: e.No, Before: &before, After: &after, From: since}}}
	return onePerson(entry, one, from), nil
}

// checkEntry refuses a day after the last one, one within the time for which the
// same employment was held before, and what would take other facts away.
func checkEntry(had *people.EmploymentEntry, day calendar.Date) error {
	switch {
	case day > had.ExitOn:
		return invalid("entry_on", "error.edit.entry_after_exit", map[string]any{"day": had.ExitOn})
	case had.Later != 0:
		return invalid("entry_on", "error.edit.entry_later", map[string]any{"day": had.Later})
	case had.Earlier != 0 && !had.SameStay() && day <= had.Earlier:
		return invalid("entry_on", "error.edit.entry_overlaps", map[string]any{"day": had.Earlier})
	case had.SameStay() && day > had.ValidFrom:
		return invalid("entry_on", "error.edit.entry_changed", map[string]any{"day": had.ValidFrom})
	}
	return nil
}
