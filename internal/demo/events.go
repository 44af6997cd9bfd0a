package demo

import (
	"context"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// away is an absence of the demo's year: who (unit, position), when (days before
// today), how long (days, 0: open).
type away struct {
	code       string
	i          int
	back, days int
}

// absent are the absences of the year: short ones, long ones, overlapping ones,
// one without end, one of a manager.
var absent = []away{
	{"5110", 0, 40, 75}, {"2120", 4, 70, 110}, {"3220", 6, 45, 60}, {"4140", 11, 300, 120}, {"1210", 3, 250, 21}, {"3110", 2, 200, 14},
	{"4110", 5, 160, 30}, {"2220", 9, 130, 40}, {"2220", 9, 110, 50}, {"5130", 3, 33, 0}, {"4210", 8, 220, 35}, {"2230", 12, 60, 25},
	{"1120", 6, 28, 42}, {"5210", 4, 15, 20}, {"3220", 19, 20, 12}, {"2130", 4, 90, 9},
}

// of finds the i-th person whose first stint is in the unit.
func (w *world) of(code string, i int) *life {
	for _, l := range w.lives {
		if l.stints[len(l.stints)-1].unit.code != code {
			continue
		}
		if i == 0 {
			return l
		}
		i--
	}
	return nil
}

// absences records those that have begun since the last step.
func (b *builder) absences(ctx context.Context, day calendar.Date) error {
	since := b.before(day)
	c := people.Change{EffectiveOn: day}
	for _, a := range absent {
		from := b.today.AddDays(-a.back)
		l := b.of(a.code, a.i)
		if from <= since || from > day || l == nil || b.people[l.no] == 0 {
			continue
		}
		absence := calendar.Interval{From: from, Until: calendar.Forever}
		if a.days > 0 {
			absence.Until = from.AddDays(a.days - 1)
		}
		c.Persons = append(c.Persons, people.PersonChange{Key: l.no, Kind: people.Changed, Before: &people.PersonState{},
			Absences: []people.AbsenceChange{{After: &absence}}})
	}
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := people.Apply(ctx, tx, c, 0, 0)
		return err
	})
}

// before is the step before the day.
func (b *builder) before(day calendar.Date) calendar.Date {
	days := b.days()
	i := slices.Index(days, day)
	if i <= 0 {
		return b.start - 1
	}
	return days[i-1]
}

// exempted are people with an exemption since the first weeks, or with a later
// date for a renewal, with the reason.
var exempted = []struct {
	code   string
	i      int
	kind   ledger.Kind
	reason string
}{
	{"4210", 3, ledger.KindExempted, "other_training"}, {"4210", 12, ledger.KindExempted, "not_affected"},
	{"2250", 4, ledger.KindExempted, "long_absence"}, {"9020", 2, ledger.KindExempted, "official"},
	{"5130", 8, ledger.KindExtended, "workload"}, {"4120", 6, ledger.KindExtended, "project"}, {"3120", 3, ledger.KindExtended, "workload"},
}

// decided is the day on which the Personaldienst grants them.
func (b *builder) decided(kind ledger.Kind) calendar.Date {
	if kind == ledger.KindExempted {
		return b.start.AddDays(14)
	}
	return b.today.AddDays(-12)
}

// waits reports whether somebody leaves a duty open for a reason that the reports
// show: exempt, extended, or away today.
func (b *builder) waits(d ledger.Duty) bool {
	is := func(code string, i int) bool {
		l := b.of(code, i)
		return l != nil && b.people[l.no] == d.PersonID
	}
	for _, x := range exempted {
		if is(x.code, x.i) && (x.kind == ledger.KindExempted || d.No > 1) {
			return true
		}
	}
	for _, a := range absent {
		if is(a.code, a.i) && d.No > 1 && (a.days == 0 || a.days >= a.back) {
			return true
		}
	}
	return false
}

// exempt lets the head of the Personaldienst decide.
func (b *builder) exempt(ctx context.Context, day calendar.Date) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		var events []ledger.Event
		for _, x := range exempted {
			on, l := b.decided(x.kind), b.of(x.code, x.i)
			if on <= b.before(day) || on > day || l == nil || b.people[l.no] == 0 {
				continue
			}
			duties, err := b.Ledger.Duties(ctx, tx, []int64{b.people[l.no]})
			if err != nil {
				return err
			}
			for _, d := range duties {
				if d.Open() && d.WithdrawnOn == 0 && d.DueOn != 0 {
					events = append(events, b.decision(d, x.kind, x.reason, day))
				}
			}
		}
		_, err := b.Ledger.Append(ctx, tx, events...)
		return err
	})
}

func (b *builder) decision(d ledger.Duty, kind ledger.Kind, reason string, day calendar.Date) ledger.Event {
	e := ledger.Event{
		PersonID: d.PersonID, CourseID: d.CourseID, Cycle: d.No, Kind: kind, EffectiveOn: day, Reason: reason,
		ActorID: b.other(d.PersonID, "1310", "1110"),
	}
	if kind == ledger.KindExempted {
		e.ExemptUntil = b.today.AddDays(200)
	} else {
		e.DueOn = max(d.DueOn, day).AddDays(60)
	}
	return e
}
