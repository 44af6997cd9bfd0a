package ledger

import "zaemme/internal/calendar"

// Governing is the one cycle of a duty that counts on a day (REPORT.md §1).
type Governing struct {
	// Cycle as it is on record: numbers, rule, evidence, completion.
	Cycle Cycle
	// Due and GraceUntil in effect: of a lapse the day the completion ended or
	// the later day it was moved to; zero during a pause without end, and where
	// there is none.
	Due        calendar.Date
	GraceUntil calendar.Date
	Fulfilled  bool // the completion of Cycle is valid on the day
	Lapse      bool // it has ended, and no next cycle is assigned
	Renewal    bool // an earlier completion was valid when Cycle was assigned
	Status     Status
}

// Governing picks the governing cycle on day. ok is false if there is no row:
// withdrawn, not yet assigned, or only taken.
//
// The cycle whose completion is valid governs, of several the highest; else the
// newest one assigned.
func (d Dates) Governing(day calendar.Date) (g Governing, ok bool) {
	assigned := d.AssignedOn != 0 && d.AssignedOn <= day
	before := d.Prev.AssignedOn != 0 && d.Prev.AssignedOn <= day
	if !assigned && !before || d.WithdrawnOn != 0 && d.WithdrawnOn <= day {
		return Governing{}, false
	}
	current, previous := d.ValidOn(day), d.Prev.ValidOn(day)
	switch {
	case current && (!previous || d.No > d.Prev.No):
		return fulfilled(d.Cycle, day, d.Renewal), true
	case previous:
		return fulfilled(d.Prev, day, false), true
	case !assigned:
		g = lapse(d.Prev)
	case d.CompletedOn != 0 && d.CompletedOn <= day:
		g = lapse(d.Cycle)
	default:
		g = Governing{Cycle: d.Cycle, Due: d.DueOn, GraceUntil: max(d.DueOn, d.GraceUntil), Renewal: d.Renewal}
	}
	d.unfulfilled(&g, day)
	return g, true
}

func fulfilled(c Cycle, day calendar.Date, renewal bool) Governing {
	g := Governing{Cycle: c, Due: c.DueOn, GraceUntil: max(c.DueOn, c.GraceUntil),
		Fulfilled: true, Renewal: renewal, Status: StatusFulfilled}
	if c.WindowFrom != 0 && c.WindowFrom <= day {
		g.Status = StatusExpiring
	}
	return g
}

// A lapse is due the day the completion ended, or later if it was moved,
// without grace.
func lapse(c Cycle) Governing {
	due := max(c.ValidUntil, c.LapseDueOn)
	return Governing{Cycle: c, Due: due, GraceUntil: due, Lapse: true}
}

// ExemptOn reports an exemption in force on the day, also beside a completion that
// is still valid, which is what the status says then.
func (d Dates) ExemptOn(day calendar.Date) bool {
	return d.ExemptFrom != 0 && d.ExemptFrom <= day && day <= d.ExemptUntil
}

// unfulfilled sets the status of a cycle without valid completion, and removes
// the due date during a pause without end.
func (d Dates) unfulfilled(g *Governing, day calendar.Date) {
	// What was overdue before the pause stays overdue.
	paused := d.PauseFrom != 0 && d.PauseFrom <= day && day <= d.PauseUntil &&
		(g.Due == 0 || d.PauseFrom <= g.GraceUntil)
	limit, due := g.GraceUntil, g.Due
	if paused && d.PauseUntil == calendar.Forever {
		g.Due, g.GraceUntil = 0, 0
	}
	switch {
	case d.ExemptOn(day):
		g.Status = StatusExempt
	case paused:
		g.Status = StatusPaused
	case due == 0:
		g.Status = StatusUndated
	case limit < day && (g.Lapse || g.Renewal):
		g.Status = StatusExpired
	case limit < day:
		g.Status = StatusOverdue
	case due < day:
		g.Status = StatusInGrace
	case !g.Lapse && g.Cycle.StartedOn != 0 && g.Cycle.StartedOn <= day:
		g.Status = StatusInProgress
	default:
		g.Status = StatusOpen
	}
}
