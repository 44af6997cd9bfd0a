package ledger

import (
	"zaemme/internal/calendar"
)

// state is what Fold carries from event to event.
type state struct {
	cycles      []cycleState // in order of number
	since       int16        // the cycle with which the duty was last assigned anew
	mandatory   bool
	corrected   bool
	withdrawnOn calendar.Date
	exemptFrom  calendar.Date
	exemptUntil calendar.Date
	pauseFrom   calendar.Date
	pauseUntil  calendar.Date
}

type cycleState struct {
	Cycle   // without its completion
	renewal bool
	done    []completion // the last one counts; a revocation takes it away
}

type completion struct {
	on, until, window calendar.Date
	version, event    int64
	how               How
	evidence          string
}

// view is the cycle with the completion that counts.
func (c *cycleState) view() Cycle {
	v := c.Cycle
	if n := len(c.done); n > 0 {
		d := c.done[n-1]
		v.CompletedOn, v.ValidUntil, v.WindowFrom = d.on, d.until, d.window
		v.VersionID, v.How, v.EvidenceNo, v.CompletedEvent = d.version, d.how, d.evidence, d.event
	}
	return v
}

// cycle finds the cycle of a number, or nil.
func (s *state) cycle(no int16) *cycleState {
	for i := range s.cycles {
		if s.cycles[i].No == no {
			return &s.cycles[i]
		}
	}
	return nil
}

// open finds the cycle of a number, or adds it in its place.
func (s *state) open(no int16) *cycleState {
	i := len(s.cycles)
	for i > 0 && s.cycles[i-1].No >= no {
		i--
	}
	if i == len(s.cycles) || s.cycles[i].No != no {
		s.cycles = append(s.cycles, cycleState{})
		copy(s.cycles[i+1:], s.cycles[i:])
		s.cycles[i] = cycleState{Cycle: Cycle{No: no}}
	}
	return &s.cycles[i]
}

// current is the newest cycle assigned, else the newest one; nil without any.
func (s *state) current() *cycleState {
	for i := len(s.cycles) - 1; i >= 0; i-- {
		if s.cycles[i].AssignedOn != 0 {
			return &s.cycles[i]
		}
	}
	if n := len(s.cycles); n > 0 {
		return &s.cycles[n-1]
	}
	return nil
}

// active reports that the duty is assigned and not withdrawn.
func (s *state) active() bool {
	c := s.current()
	return c != nil && c.AssignedOn != 0 && s.withdrawnOn == 0
}

// dates is the state as it shows from day on.
func (s *state) dates(day calendar.Date) Dates {
	current := s.current()
	d := Dates{
		Cycle: current.view(), Mandatory: s.mandatory, Renewal: current.renewal, Corrected: s.corrected,
		WithdrawnOn: s.withdrawnOn, ExemptFrom: s.exemptFrom, ExemptUntil: s.exemptUntil,
		PauseFrom: s.pauseFrom, PauseUntil: s.pauseUntil,
	}
	for i := range s.cycles {
		c := &s.cycles[i]
		if c.No >= s.since && c.DueOn != 0 && (d.FirstDueOn == 0 || c.DueOn < d.FirstDueOn) {
			d.FirstDueOn = c.DueOn
		}
		if c == current || len(c.done) == 0 {
			continue
		}
		// the highest valid one; if none is, the highest
		if v := c.view(); v.ValidOn(day) || !d.Prev.ValidOn(day) {
			d.Prev = v
		}
	}
	return d
}
