package hrimport

import (
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// JoinEdit says that Record is a second record of the person Into, from a day on:
// its employments go on there, who is led, trained or headed by the record is so
// by the person, and its evidence counts. Parted takes that back from a day on.
type JoinEdit struct {
	Record, Into string // PersonKeys
	Parted       bool   `json:",omitempty"`
}

func (e *JoinEdit) about() (person, department string) { return e.Into, "" }

func (e *JoinEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	record, into := r.Persons[e.Record], r.Persons[e.Into]
	switch joined := r.Joined[e.Record]; {
	case into == nil:
		return people.Change{}, apperr.New(apperr.NotFound, "error.person.not_found", nil)
	case record == nil:
		return people.Change{}, apperr.New(apperr.Invalid, "error.edit.unknown_person", nil).At("record")
	case e.Record == e.Into:
		return people.Change{}, apperr.New(apperr.Invalid, "error.join.same", nil).At("record")
	case e.Parted && joined != e.Into:
		return people.Change{}, apperr.New(apperr.Invalid, "error.join.not_joined", nil).At("record")
	case e.Parted:
		return e.part(r, record, into, from), nil
	case joined != "" || r.Joined[e.Into] != "" || isTarget(r, e.Record):
		return people.Change{}, apperr.New(apperr.Invalid, "error.join.joined_already", nil).At("record")
	}
	for _, one := range record.Employments {
		if one.Next != nil {
			return people.Change{}, apperr.New(apperr.Invalid, "error.join.announced",
				map[string]any{"day": one.Next.ValidFrom}).At("record")
		}
	}
	return e.join(r, record, into, from), nil
}

// isTarget reports that records were joined into this one.
func isTarget(r *people.Roster, key string) bool {
	for _, into := range r.Joined {
		if into == key {
			return true
		}
	}
	return false
}

// joinedNo is the number that an employment of a record has with the person.
func joinedNo(record, no string) string { return record + "/" + no }

func (e *JoinEdit) join(r *people.Roster, record, into *people.PersonEntry, from calendar.Date) people.Change {
	gone := people.PersonChange{Key: e.Record, Before: &record.PersonState}
	main := people.PersonChange{Key: e.Into, Before: &into.PersonState}
	for no, had := range record.Employments {
		if had.ExitOn < from {
			continue
		}
		moved := had.EmploymentState
		if moved.Manager == e.Into {
			moved.Manager = ""
		}
		if moved.Trainer == e.Into {
			moved.Trainer = ""
		}
		gone.Employments = append(gone.Employments, ends(no, had.EmploymentState, from))
		main.Employments = append(main.Employments, people.EmploymentChange{No: joinedNo(e.Record, no), After: &moved, From: from})
	}
	for _, absence := range record.Absences {
		if !slices.Contains(into.Absences, absence) {
			main.Absences = append(main.Absences, people.AbsenceChange{After: &absence})
		}
	}
	c := people.Change{Joins: []people.JoinChange{{Key: e.Record, Into: e.Into, From: from}}}
	e.others(r, &c, &main, from)
	for _, one := range []people.PersonChange{gone, main} {
		add(r, &c, one, from)
	}
	return c
}

// part gives the record its employments back.
func (e *JoinEdit) part(r *people.Roster, record, into *people.PersonEntry, from calendar.Date) people.Change {
	back := people.PersonChange{Key: e.Record, Before: &record.PersonState}
	main := people.PersonChange{Key: e.Into, Before: &into.PersonState}
	for no, had := range record.Employments {
		moved := into.Employments[joinedNo(e.Record, no)]
		if moved == nil || moved.ExitOn < from {
			continue
		}
		before, after := had.EmploymentState, moved.EmploymentState
		main.Employments = append(main.Employments, ends(joinedNo(e.Record, no), moved.EmploymentState, from))
		back.Employments = append(back.Employments, people.EmploymentChange{No: no, Before: &before, After: &after, From: from})
	}
	c := people.Change{Joins: []people.JoinChange{{Key: e.Record, Into: e.Into, From: from, Parted: true}}}
	for _, one := range []people.PersonChange{back, main} {
		add(r, &c, one, from)
	}
	return c
}

// ends lets an employment have its last day before the day; one that has not
// begun by then never does.
func ends(no string, had people.EmploymentState, from calendar.Date) people.EmploymentChange {
	if had.EntryOn >= from {
		return people.EmploymentChange{No: no, Before: &had, From: had.EntryOn}
	}
	after := had
	after.ExitOn = from.AddDays(-1)
	return people.EmploymentChange{No: no, Before: &had, After: &after, From: after.ExitOn}
}

// others lets whoever was led, trained, deputised for or headed by the record be
// so by the person; main is the person's own change.
func (e *JoinEdit) others(r *people.Roster, c *people.Change, main *people.PersonChange, from calendar.Date) {
	for key, entry := range r.Persons {
		if key == e.Record {
			continue
		}
		one := &people.PersonChange{Key: key, Before: &entry.PersonState}
		if key == e.Into {
			one = main
		}
		instead := func(held string) string {
			switch {
			case held != e.Record:
				return held
			case key == e.Into:
				return "" // nobody leads themself
			default:
				return e.Into
			}
		}
		for no, had := range entry.Employments {
			before, after := had.EmploymentState, had.EmploymentState
			after.Manager, after.Trainer = instead(after.Manager), instead(after.Trainer)
			if after != before && had.ExitOn >= from {
				one.Employments = append(one.Employments, people.EmploymentChange{No: no, Before: &before, After: &after, From: from})
			}
		}
		if deputy := instead(entry.Deputy); deputy != entry.Deputy {
			one.Deputy = &people.DeputyChange{Before: entry.Deputy, After: deputy, From: from}
		}
		if one != main && (len(one.Employments) > 0 || one.Deputy != nil) {
			add(r, c, *one, from)
		}
	}
	for code, d := range r.Departments {
		if d.Head == e.Record && d.Ends > from {
			before, after := d.DepartmentState, d.DepartmentState
			after.Head = e.Into
			c.Departments = append(c.Departments, people.DepartmentChange{Code: code, Before: &before, After: after, From: from})
		}
	}
}

// add adds the change of somebody on record, with its kind.
func add(r *people.Roster, c *people.Change, one people.PersonChange, from calendar.Date) {
	one.Kind = one.KindFor(r.Persons[one.Key], from)
	c.Persons = append(c.Persons, one)
}
