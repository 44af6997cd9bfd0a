package curriculum

import (
	"context"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// Undone is what taking a batch back has done to duties.
type Undone struct {
	Effects  Effects
	Declared int        // outages and required versions of the batch that no longer hold
	Kept     []DutyName // of the batch, and not taken back: somebody has learned or decided on them
	Rules    []Restored // rules, then curricula, by code
}

// DutyName names a duty for people.
type DutyName struct {
	PersonID int64
	Person   string // people.PersonKey
	Course   string // code
}

// LockBatch locks curricula and rules, and the duties on which the batch has
// written. Whoever stamps before Undo calls it first.
func (s *Service) LockBatch(ctx context.Context, tx *db.Tx, batch int64) error {
	if err := lockBook(ctx, tx); err != nil {
		return err
	}
	persons, err := s.ledger.BatchPersons(ctx, tx, batch)
	if err != nil || len(persons) == 0 {
		return err
	}
	return s.ledger.LockPersons(ctx, tx, persons)
}

// Undo ends the outage and the requirement that the batch has declared, voids its events by
// corrections of the batch undo, as the ledger allows, restores the rules and
// curricula that it changed, and says what that does on the day. org names the
// persons.
func (s *Service) Undo(ctx context.Context, tx *db.Tx, org *people.Org, day calendar.Date, batch, undo, actor int64) (Undone, error) {
	list, err := s.ledger.Undo(ctx, tx, batch, undo, actor)
	if err != nil {
		return Undone{}, err
	}
	ended, err := endOutages(ctx, tx, batch)
	if err != nil {
		return Undone{}, err
	}
	freed, err := endRequirements(ctx, tx, batch)
	if err != nil {
		return Undone{}, err
	}
	codes := map[int64]string{}
	for _, c := range s.facts() {
		codes[c.ID] = c.Code
	}
	u := Undone{Declared: ended + freed}
	if u.Rules, err = undoRules(ctx, tx, batch, actor); err != nil {
		return u, err
	}
	if err := recordRestored(ctx, tx, actor, u.Rules); err != nil {
		return u, err
	}
	for _, one := range list {
		name := DutyName{PersonID: one.Before.PersonID, Course: codes[one.Before.CourseID]}
		if m := org.Member(name.PersonID); m != nil {
			name.Person = m.PersonKey()
		}
		if one.Kept {
			u.Kept = append(u.Kept, name)
			continue
		}
		e := Effect{PersonID: name.PersonID, Person: name.Person, CourseID: one.Before.CourseID, Course: name.Course, Reason: ReasonUndone,
			FromDue: dueOn(one.Before, day), ToDue: dueOn(one.After, day), Kind: Keep}
		switch had, has := inForce(one.Before), inForce(one.After); {
		case !had && !has:
			continue
		case !had:
			e.Kind = Gain
		case !has:
			e.Kind = Lose
		case e.FromDue != e.ToDue:
			e.Kind = Move
		}
		u.Effects = append(u.Effects, e)
	}
	u.Effects.Sort()
	return u, nil
}

// recordRestored writes down what was restored.
func recordRestored(ctx context.Context, tx *db.Tx, actor int64, list []Restored) error {
	var entries []audit.Entry
	for _, r := range list {
		if !r.Kept {
			entries = append(entries, audit.Entry{ActorID: actor, Action: r.Kind + ".restored", ObjectKind: r.Kind, ObjectID: r.Code})
		}
	}
	return audit.RecordMany(ctx, tx, entries)
}

func inForce(d ledger.Duty) bool { return d.AssignedOn != 0 && d.WithdrawnOn == 0 }

// dueOn is the due date in force on the day, none for a duty that is not in force.
func dueOn(d ledger.Duty, day calendar.Date) calendar.Date {
	if !inForce(d) {
		return 0
	}
	h := Held{Duty: d}
	return h.dueAt(day)
}
