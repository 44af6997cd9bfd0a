package learning

import (
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// Mode says what a pass today would be.
type Mode string

// The modes.
const (
	ForDuty   Mode = "duty"      // it fulfils or renews a duty
	Voluntary Mode = "voluntary" // nobody asks for it; it counts when a duty follows
	Practice  Mode = "practice"  // the completion is valid for long; nothing is recorded
)

// Place is where learning on a day belongs.
type Place struct {
	Cycle int16
	Mode  Mode
	// Starts reports that the first act of learning is worth a started event.
	Starts bool
	// Before is a completion that is still valid on the day, for renewals.
	Before ledger.Cycle
}

// PlaceOf finds the cycle and the mode for learning on a day; the zero Dates are
// those of somebody who never had the duty.
func PlaceOf(d ledger.Dates, day calendar.Date) Place {
	before := stillValid(d, day)
	switch {
	case d.ActiveOn(day) && d.Open() && d.AssignedOn <= day:
		return Place{Cycle: d.No, Mode: ForDuty, Starts: d.StartedOn == 0, Before: before}
	case before.No != 0 && (before.WindowFrom == 0 || before.WindowFrom > day):
		return Place{Cycle: before.No, Mode: Practice, Before: before}
	case d.ActiveOn(day): // renewal before the next cycle is assigned, or a lapse
		no := d.No
		if d.AssignedOn == 0 || d.AssignedOn > day {
			no = d.Prev.No
		}
		return Place{Cycle: no, Mode: ForDuty, Before: before}
	case d.AssignedOn > day && d.CompletedOn == 0: // assigned for a later day
		return Place{Cycle: d.No, Mode: Voluntary, Before: before}
	default:
		return Place{Cycle: max(d.No, d.Prev.No) + 1, Mode: Voluntary, Before: before}
	}
}

// stillValid is the completion that is valid on the day and lasts longest.
func stillValid(d ledger.Dates, day calendar.Date) ledger.Cycle {
	var best ledger.Cycle
	for _, c := range []ledger.Cycle{d.Cycle, d.Prev} {
		if c.ValidOn(day) && (best.No == 0 || c.ValidUntil > best.ValidUntil) {
			best = c
		}
	}
	return best
}
