package ledger

import (
	"zaemme/internal/apperr"
)

// fault names what is wrong with an event where it stands; the text key is
// error.ledger.<fault>.
type fault string

const (
	faultAssigned  fault = "already_assigned"
	faultOpen      fault = "cycle_open"
	faultCycle     fault = "wrong_cycle"
	faultNoDuty    fault = "no_duty"
	faultHasDuty   fault = "has_duty"
	faultCompleted fault = "already_completed"
	faultNothing   fault = "nothing_to_revoke"
	faultNotPaused fault = "not_paused"
)

func (f fault) err(e *Event) error {
	kind := apperr.Conflict
	if f == faultCycle {
		kind = apperr.Invalid
	}
	return apperr.New(kind, "error.ledger."+string(f), map[string]any{
		"Person": e.PersonID, "Course": e.CourseID, "Cycle": e.Cycle, "Kind": string(e.Kind)})
}

// check says what speaks against an event in this state, "" if nothing does.
func (s *state) check(a act) fault {
	e, current := a.event, s.current()
	var newest int16
	if n := len(s.cycles); n > 0 {
		newest = s.cycles[n-1].No
	}
	switch a.kind {
	case KindAssigned:
		return s.checkAssigned(e, newest)
	case KindTaken:
		return s.checkTaken(a, newest)
	case KindRevoked:
		if c := s.cycle(e.Cycle); c == nil || len(c.done) == 0 {
			return faultNothing
		}
		return ""
	}
	switch c := s.cycle(e.Cycle); {
	case !s.active():
		return faultNoDuty
	case c == nil:
		return faultCycle
	case a.kind == KindDueSet: // it may cut the validity of an older cycle
		return ""
	case completes(a.kind, e.How):
		if c.No != current.No && len(c.done) > 0 {
			return faultCompleted // a late record may only fill what is empty
		}
		if v := c.view(); v.ValidOn(a.on) && (v.WindowFrom == 0 || v.WindowFrom > a.on) {
			return faultCompleted
		}
		return ""
	case c.No != current.No:
		return faultCycle
	case a.kind == KindResumed && s.pauseFrom == 0:
		return faultNotPaused
	}
	return ""
}

func (s *state) checkAssigned(e *Event, newest int16) fault {
	current := s.current()
	switch {
	case e.Cycle < newest || e.Cycle > newest+1:
		return faultCycle
	case !s.active():
		return ""
	case e.Cycle == current.No:
		return faultAssigned
	case len(current.done) == 0:
		return faultOpen
	}
	return ""
}

func (s *state) checkTaken(a act, newest int16) fault {
	c := s.cycle(a.event.Cycle)
	switch {
	case s.active():
		return faultHasDuty
	case a.event.Cycle < newest || a.event.Cycle > newest+1:
		return faultCycle
	case c != nil && c.view().ValidOn(a.on):
		return faultCompleted
	}
	return ""
}
