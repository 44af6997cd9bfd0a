package ledger

import (
	"zaemme/internal/calendar"
)

// apply changes the state by one event. It is total: what makes no sense here
// (after a correction of something earlier, say) changes as little as it can.
func (s *state) apply(a act) {
	if a.ghost || a.corrected {
		s.corrected = true
	}
	if a.ghost {
		return
	}
	e := a.event
	switch a.kind {
	case KindAssigned:
		s.assign(a)
	case KindStarted:
		if c := s.cycle(e.Cycle); c != nil && c.StartedOn == 0 {
			c.StartedOn = a.on
		}
	case KindCompleted, KindRecorded, KindTaken:
		s.complete(a)
	case KindAcknowledged:
		if e.How != "" {
			s.complete(a)
		}
	case KindRevoked:
		s.revoke(a)
	case KindWithdrawn:
		s.withdrawnOn = a.on
	case KindDueSet, KindExtended, KindExempted, KindPaused, KindResumed:
		s.move(a)
	case KindCorrected: // resolve has turned it into what it replaces
	}
}

func (s *state) assign(a act) {
	e := a.event
	if s.withdrawnOn != 0 || !s.active() {
		// Assigned anew. An absence is stated again by whoever assigns; an
		// exemption stands until its own last day.
		s.since, s.withdrawnOn, s.pauseFrom, s.pauseUntil = e.Cycle, 0, 0, 0
		s.mandatory = true
	}
	renewal := false
	for i := range s.cycles {
		renewal = renewal || s.cycles[i].No < e.Cycle && s.cycles[i].view().ValidOn(a.on)
	}
	c := s.open(e.Cycle)
	c.AssignedOn, c.AssignedEvent, c.renewal = a.on, e.ID, renewal
	c.DueOn, c.OriginalDueOn, c.GraceUntil, c.ExtendedUntil = e.DueOn, e.DueOn, graceOf(e), 0
	if len(c.done) > 0 {
		c.LapseDueOn = e.DueOn
	}
	s.terms(c, e)
	s.pause(e)
}

func (s *state) complete(a act) {
	e := a.event
	c := s.open(e.Cycle)
	until := e.ValidUntil
	if until == 0 {
		until = calendar.Forever
	}
	c.done = append(c.done, completion{on: a.on, until: until, window: e.WindowFrom,
		version: e.VersionID, event: e.ID, how: e.How, evidence: e.EvidenceNo})
	c.LapseDueOn = 0
}

// revoke takes the completion that counts away; the dates it states are those of
// the cycle that governs afterwards (DESIGN.md §6.7).
func (s *state) revoke(a act) {
	if c := s.cycle(a.event.Cycle); c != nil && len(c.done) > 0 {
		c.done = c.done[:len(c.done)-1]
		c.StartedOn, c.LapseDueOn = 0, 0
	}
	if c := s.current(); c != nil {
		moveDue(c, a.event)
	}
}

// move sets the dates that a due_set, extended, exempted, paused or resumed
// event states.
func (s *state) move(a act) {
	e := a.event
	c := s.cycle(e.Cycle)
	if c == nil {
		return
	}
	moveDue(c, e)
	s.terms(c, e)
	switch a.kind {
	case KindDueSet:
		if n := len(c.done); n > 0 {
			d := &c.done[n-1]
			d.until = stated(e.ValidUntil, d.until)
			d.window = stated(e.WindowFrom, d.window)
		}
	case KindExtended:
		c.ExtendedUntil = stated(e.DueOn, c.ExtendedUntil)
	case KindExempted:
		s.exemptFrom, s.exemptUntil = a.on, stated(e.ExemptUntil, calendar.Forever)
	case KindPaused:
		s.pauseFrom, s.pauseUntil = stated(e.PauseFrom, a.on), stated(e.PauseUntil, calendar.Forever)
	case KindResumed:
		s.pauseUntil = stated(e.PauseUntil, a.on.AddDays(-1))
	}
}

// moveDue sets the due date of an open cycle; of a completed one it says when
// the lapse will be due.
func moveDue(c *cycleState, e *Event) {
	switch {
	case e.DueOn == 0:
	case len(c.done) > 0:
		c.LapseDueOn = e.DueOn
	default:
		c.DueOn, c.GraceUntil = e.DueOn, graceOf(e)
		c.OriginalDueOn = stated(c.OriginalDueOn, e.DueOn)
	}
}

func (s *state) terms(c *cycleState, e *Event) {
	if e.Mandatory != nil {
		s.mandatory = *e.Mandatory
	}
	if e.RuleID != 0 {
		c.RuleID, c.RuleVersion = e.RuleID, e.RuleVersion
	}
}

func (s *state) pause(e *Event) {
	if e.PauseFrom != 0 {
		s.pauseFrom, s.pauseUntil = e.PauseFrom, stated(e.PauseUntil, calendar.Forever)
	}
}

func graceOf(e *Event) calendar.Date {
	if e.DueOn == 0 {
		return 0
	}
	return max(e.DueOn, e.GraceUntil)
}

func stated(d, otherwise calendar.Date) calendar.Date {
	if d == 0 {
		return otherwise
	}
	return d
}
