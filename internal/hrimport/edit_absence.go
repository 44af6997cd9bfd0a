package hrimport

import (
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// AbsenceEdit records that a person is away (Before nil), corrects that, or takes
// it back (After nil). Nobody records why.
type AbsenceEdit struct {
	Person        string // PersonKey
	Before, After *calendar.Interval
}

func (e *AbsenceEdit) about() (person, department string) { return e.Person, "" }

func (e *AbsenceEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := personIn(r, e.Person)
	if err != nil {
		return people.Change{}, err
	}
	if e.Before != nil && !slices.Contains(entry.Absences, *e.Before) {
		return people.Change{}, apperr.New(apperr.NotFound, "error.edit.no_absence", nil)
	}
	if e.Before == nil && e.After == nil || e.Before != nil && e.After != nil && *e.Before == *e.After {
		return people.Change{}, nil
	}
	if e.After != nil {
		if !e.After.Valid() {
			return people.Change{}, invalid("until", "error.edit.until_first", nil)
		}
		for _, had := range entry.Absences {
			if (e.Before == nil || had != *e.Before) && had.From <= e.After.Until && e.After.From <= had.Until {
				return people.Change{}, invalid("from", "error.edit.absence_overlaps", map[string]any{"day": had.From})
			}
		}
	}
	return onePerson(entry, people.PersonChange{Key: e.Person, Absences: []people.AbsenceChange{{Before: e.Before, After: e.After}}}, from), nil
}
