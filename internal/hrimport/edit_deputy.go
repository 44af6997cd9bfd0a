package hrimport

import (
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// DeputyEdit lets somebody deputise for a person from a day until a last day,
// both included, or takes that back.
type DeputyEdit struct {
	Person, Deputy string // PersonKeys
	From, Until    calendar.Date
	Remove         bool `json:",omitempty"`
}

func (e *DeputyEdit) about() (person, department string) { return e.Person, "" }

func (e *DeputyEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := personIn(r, e.Person)
	if err != nil {
		return people.Change{}, err
	}
	one := people.SubstituteChange{Deputy: e.Deputy, From: e.From, Until: e.Until, Remove: e.Remove}
	if err := checkSubstitute(r, entry, e, one); err != nil {
		return people.Change{}, err
	}
	return onePerson(entry, people.PersonChange{Key: e.Person, Substitutes: []people.SubstituteChange{one}}, from), nil
}

func checkSubstitute(r *people.Roster, entry *people.PersonEntry, e *DeputyEdit, one people.SubstituteChange) error {
	switch deputy := r.Persons[e.Deputy]; {
	case e.Remove:
		one.Remove = false
		if !slices.Contains(entry.Substitutes, one) {
			return apperr.New(apperr.NotFound, "error.edit.no_substitute", nil)
		}
		return nil
	case deputy == nil:
		return invalid("deputy", "error.edit.unknown_person", nil)
	case e.Deputy == e.Person:
		return invalid("deputy", "error.edit.own_deputy", nil)
	case e.From.IsZero():
		return invalid("from", "error.form.required", nil)
	case e.Until.IsZero():
		return invalid("until", "error.form.required", nil)
	case e.Until < e.From:
		return invalid("until", "error.edit.until_first", nil)
	case !deputy.Employed(e.From):
		return invalid("deputy", "error.edit.head_not_employed", map[string]any{"name": nameOf(deputy.PersonState), "day": e.From})
	case slices.ContainsFunc(entry.Substitutes, func(s people.SubstituteChange) bool {
		return s.Deputy == e.Deputy && s.From <= e.Until && e.From <= s.Until
	}):
		return invalid("from", "error.edit.substitute_overlaps", nil)
	}
	return nil
}
