package reminder

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// Key names one occurrence of a step of a duty, for ever.
type Key struct {
	CourseID   int64  `json:"course"`
	Cycle      int16  `json:"cycle"`
	Step       string `json:"step"`
	Occurrence int    `json:"occurrence"`
}

// Item is an occurrence that has fallen due.
type Item struct {
	Key
	On     calendar.Date // the day it fell due, a holiday perhaps
	Status ledger.Status // on the day asked about
	Due    calendar.Date // until when: due date, end of grace, or end of validity
	Policy int           // version of the steps that ask for it
	// Retro is set if its day lies before the policy that asks for it: a changed
	// policy sends nothing for the past.
	Retro bool
}

// anchor is the date that the step counts from, zero if the duty has none now.
func (a Anchor) of(g ledger.Governing) calendar.Date {
	switch a {
	case Assigned:
		if !g.Fulfilled && !g.Lapse {
			return g.Cycle.AssignedOn
		}
	case DueDate:
		return g.Due
	case GraceEnd:
		return g.GraceUntil
	case WindowOpen:
		if g.Fulfilled {
			return g.Cycle.WindowFrom
		}
	case Expiry:
		if g.Fulfilled && g.Cycle.ValidUntil != calendar.Forever {
			return g.Cycle.ValidUntil
		}
	}
	return 0
}

// first is the day of the first occurrence, zero if there is none: also for one
// that lies before the duty began.
func (s Step) first(g ledger.Governing, site calendar.Set) calendar.Date {
	from := s.Anchor.of(g)
	if from.IsZero() {
		return 0
	}
	on := from.AddDays(s.Offset)
	if s.WorkingDays {
		on = site.AddWorkingDays(from, s.Offset)
	}
	if !g.Fulfilled && on < g.Cycle.AssignedOn {
		return 0
	}
	return on
}

// until is the latest occurrence on or before day; ok is false if none is.
func (s Step) until(g ledger.Governing, site calendar.Set, day calendar.Date) (occurrence int, on calendar.Date, ok bool) {
	on = s.first(g, site)
	if on.IsZero() || on > day {
		return 0, 0, false
	}
	if s.RepeatEvery > 0 {
		occurrence = min(on.DaysUntil(day)/s.RepeatEvery, s.MaxRepeats)
		on = on.AddDays(occurrence * s.RepeatEvery)
	}
	return occurrence, on, true
}

// Latest is the newest step of the duty that has fallen due by day for the
// audience, and the older ones that it replaces. ok is false if none has, if the
// duty is not mandatory, or if its status asks for nothing.
func (p Policy) Latest(d ledger.Duty, to Audience, site calendar.Set, day calendar.Date) (latest Item, older []Item, ok bool) {
	if !d.Mandatory || d.ExemptOn(day) { // who is exempt is not asked to renew either
		return Item{}, nil, false
	}
	g, has := d.Governing(day)
	if !has {
		return Item{}, nil, false
	}
	steps := p.of(d)
	for _, s := range steps.List {
		if s.Audience != to || !slices.Contains(s.OnlyIf, g.Status) {
			continue
		}
		occurrence, on, fell := s.until(g, site, day)
		if !fell {
			continue
		}
		item := Item{
			Key:    Key{CourseID: d.CourseID, Cycle: g.Cycle.No, Step: s.Code, Occurrence: occurrence},
			On:     on,
			Status: g.Status,
			Due:    deadline(g),
			Policy: steps.Version,
			Retro:  on < s.Since,
		}
		switch {
		case !ok:
			latest, ok = item, true
		case on >= latest.On:
			older, latest = append(older, latest), item
		default:
			older = append(older, item)
		}
	}
	return latest, older, ok
}

// deadline is the day that a person is told: the end of validity of what is
// fulfilled, the end of grace once the due date is over, else the due date.
func deadline(g ledger.Governing) calendar.Date {
	switch g.Status {
	case ledger.StatusExpiring, ledger.StatusFulfilled:
		return g.Cycle.ValidUntil
	case ledger.StatusInGrace:
		return g.GraceUntil
	default:
		return g.Due
	}
}
