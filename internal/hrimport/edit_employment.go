package hrimport

import (
	"slices"
	"strconv"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// EmploymentEdit gives an employment other facts from the day on, or records a
// new one, from its entry on; a re-hire is a new one.
type EmploymentEdit struct {
	Person string // PersonKey
	No     string // empty: a new employment
	State  people.EmploymentState
}

func (e *EmploymentEdit) about() (person, department string) { return e.Person, "" }

func (e *EmploymentEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := personIn(r, e.Person)
	if err != nil {
		return people.Change{}, err
	}
	one := people.PersonChange{Key: e.Person}
	after := e.State
	if e.No == "" {
		if err := checkEmployment(r, e.Person, after, after.EntryOn); err != nil {
			return people.Change{}, err
		}
		one.Employments = []people.EmploymentChange{{No: nextNumber(entry), After: &after, From: after.EntryOn}}
	} else {
		had := entry.Employments[e.No]
		if had == nil {
			return people.Change{}, apperr.New(apperr.NotFound, "error.edit.no_employment", nil)
		}
		after.EntryOn = had.EntryOn
		if after == had.EmploymentState {
			return people.Change{}, nil
		}
		if from, err = since(had, from); err != nil {
			return people.Change{}, err
		}
		if err := checkEmployment(r, e.Person, after, from); err != nil {
			return people.Change{}, err
		}
		before := had.EmploymentState
		one.Employments = []people.EmploymentChange{{No: e.No, Before: &before, After: &after, From: max(min(from, after.ExitOn), after.EntryOn)}}
	}
	c := onePerson(entry, one, from)
	c.Sites = newSites(r, after.Site)
	return c, nil
}

// ExitEdit ends all employments of a person.
type ExitEdit struct {
	Person  string // PersonKey
	LastDay calendar.Date
}

func (e *ExitEdit) about() (person, department string) { return e.Person, "" }

func (e *ExitEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	entry, err := personIn(r, e.Person)
	if err != nil {
		return people.Change{}, err
	}
	one := people.PersonChange{Key: e.Person}
	for no, had := range entry.Employments {
		if had.ExitOn <= e.LastDay {
			continue
		}
		before := had.EmploymentState
		change := people.EmploymentChange{No: no, Before: &before, From: had.EntryOn}
		if had.EntryOn <= e.LastDay { // else it never begins
			after := before
			after.ExitOn = e.LastDay
			change.After, change.From = &after, e.LastDay
		}
		one.Employments = append(one.Employments, change)
	}
	if len(one.Employments) == 0 {
		return people.Change{}, nil
	}
	c := onePerson(entry, one, e.LastDay.AddDays(1))
	return c, nil
}

// since is the day from which an employment can have other facts: not where
// facts for a later day are recorded, which the change would take away, and not
// before it begins.
func since(had *people.EmploymentEntry, from calendar.Date) (calendar.Date, error) {
	switch {
	case had.Next != nil:
		return 0, invalid("from", "error.edit.later", map[string]any{"day": had.Next.ValidFrom})
	case had.ExitOn < from:
		return 0, invalid("from", "error.edit.ended", map[string]any{"day": had.ExitOn})
	}
	return max(from, had.EntryOn), nil
}

// checkEmployment says what is wrong with an employment as it would be from the
// day on.
func checkEmployment(r *people.Roster, person string, s people.EmploymentState, from calendar.Date) error {
	switch {
	case s.EntryOn.IsZero():
		return invalid("entry_on", "error.form.required", nil)
	case s.ExitOn < s.EntryOn:
		return invalid("exit_on", "error.edit.exit_before_entry", nil)
	case !slices.Contains(people.Categories, s.Category):
		return invalid("category", "error.form.choice", nil)
	case s.Pensum < 0 || s.Pensum > 100:
		return invalid("pensum", "error.edit.pensum", nil)
	case len(s.Function) > maxName:
		return invalid("function", "error.form.too_long", nil)
	case len(s.Site) > maxName:
		return invalid("site", "error.form.too_long", nil)
	}
	if err := checkTrainer(r, person, s); err != nil {
		return err
	}
	if err := standing(r, "department", s.Department, from); err != nil {
		return err
	}
	return checkManager(r, person, s.Manager)
}

// checkTrainer refuses a trainer of somebody who is no apprentice, somebody
// unknown, and the person.
func checkTrainer(r *people.Roster, person string, s people.EmploymentState) error {
	switch {
	case s.Trainer == "":
		return nil
	case s.Category != people.Apprentice:
		return invalid("trainer", "error.edit.no_apprentice", nil)
	case r.Persons[s.Trainer] == nil:
		return invalid("trainer", "error.edit.unknown_person", nil)
	case s.Trainer == person:
		return invalid("trainer", "error.edit.own_trainer", nil)
	}
	return nil
}

// checkManager refuses somebody unknown, the person, and whoever the person leads.
func checkManager(r *people.Roster, person, manager string) error {
	if manager == "" {
		return nil
	}
	if r.Persons[manager] == nil {
		return invalid("manager", "error.edit.unknown_person", nil)
	}
	above, seen := []string{manager}, map[string]bool{}
	for len(above) > 0 {
		key := above[0]
		above = above[1:]
		if key == person {
			return invalid("manager", "error.edit.manager_circle", map[string]any{"name": nameIn(r, person)})
		}
		entry := r.Persons[key]
		if seen[key] || entry == nil {
			continue
		}
		seen[key] = true
		for _, e := range entry.Employments {
			if e.Manager != "" && e.ExitOn >= r.Day {
				above = append(above, e.Manager)
			}
		}
	}
	return nil
}

// nextNumber of an employment: the first that is free.
func nextNumber(entry *people.PersonEntry) string {
	for n := 1; ; n++ {
		if no := strconv.Itoa(n); entry.Employments[no] == nil {
			return no
		}
	}
}

// newSites is the site, if it is not on record.
func newSites(r *people.Roster, site string) []string {
	if _, known := r.Sites[site]; site == "" || known {
		return nil
	}
	return []string{site}
}
