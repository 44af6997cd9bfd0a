package ledger

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
)

// Fold says which dates hold from which day on, given the events known. It
// compares dates only, never fails, and does not depend on the order of events:
// they count by effective day and, on one day, in the order they were recorded
// (ID); a replacement takes the place of what it replaces. Adjacent slices
// differ.
func Fold(events []Event) []ValidSlice { return fold(events, nil) }

// fold hands what contradicts the state it meets to problem, and goes on.
func fold(events []Event, problem func(e *Event, p fault)) []ValidSlice {
	acts := resolve(events)
	slices.SortStableFunc(acts, func(a, b act) int {
		return cmp.Or(cmp.Compare(a.on, b.on), cmp.Compare(a.rank, b.rank))
	})
	var s state
	out := make([]ValidSlice, 0, len(acts))
	for i, a := range acts {
		if problem != nil && !a.ghost {
			if p := s.check(a); p != "" {
				problem(a.event, p)
			}
		}
		s.apply(a)
		next := calendar.Forever
		if i+1 < len(acts) {
			next = acts[i+1].on
		}
		if next > a.on {
			out = s.emit(out, a.on, next)
		}
	}
	for i := range out {
		out[i].NextFrom = calendar.Forever
		if i+1 < len(out) {
			out[i].NextFrom = out[i+1].ValidFrom
		}
	}
	return out
}

// emit adds the slice from day on, and another wherever, before next, an earlier
// completion that ended gives way to one that lasts longer.
func (s *state) emit(out []ValidSlice, day, next calendar.Date) []ValidSlice {
	for len(s.cycles) > 0 {
		d := s.dates(day)
		if n := len(out); n == 0 || out[n-1].Dates != d {
			out = append(out, ValidSlice{ValidFrom: day, Dates: d})
		}
		// One that had ended before this day gives way to nothing.
		after := d.Prev.ValidUntil.AddDays(1)
		if !d.Prev.ValidOn(day) || after >= next || !s.dates(after).Prev.ValidOn(after) {
			break
		}
		day = after
	}
	return out
}

// act is an event as it counts: a correction with a replacement acts as what it
// replaces; a voided event leaves a ghost, which only marks the duty.
type act struct {
	event     *Event
	kind      Kind
	on        calendar.Date
	rank      int64
	ghost     bool
	corrected bool
}

// resolve finds what counts. A correction that is itself voided has no effect,
// unless it was replaced: then what it voids stays void. What a batch taken back
// had written is as if it had never been.
func resolve(events []Event) []act {
	acts := make([]act, 0, len(events))
	var corrections int
	for i := range events {
		if events[i].Kind == KindCorrected {
			corrections++
			continue
		}
		acts = append(acts, act{event: &events[i], kind: events[i].Kind, on: events[i].EffectiveOn, rank: events[i].ID})
	}
	if corrections == 0 {
		return acts
	}
	byID := make(map[int64]*Event, len(events))
	for i := range events {
		byID[events[i].ID] = &events[i]
	}
	voids := standing(events)
	acts = slices.DeleteFunc(acts, func(a act) bool {
		c := voids[a.event.ID]
		return c != nil && !c.Replaces && c.Reason == ReasonUndone
	})
	for i := range acts {
		acts[i].ghost = voids[acts[i].event.ID] != nil
	}
	for i := range events {
		c := &events[i]
		if c.Kind != KindCorrected || !c.Replaces || voids[c.ID] != nil {
			continue
		}
		root := c
		for root != nil && root.Kind == KindCorrected && root.Voids < root.ID {
			root = byID[root.Voids]
		}
		if root == nil || root.Kind == KindCorrected || voids[c.Voids] != c {
			continue // it names nothing known, or another stands in already
		}
		acts = append(acts, act{event: c, kind: root.Kind, on: c.EffectiveOn, rank: root.ID, corrected: true})
	}
	return acts
}

// standing maps the ID of each voided event to the correction that voids it.
func standing(events []Event) map[int64]*Event {
	var corrections []*Event
	for i := range events {
		if events[i].Kind == KindCorrected {
			corrections = append(corrections, &events[i])
		}
	}
	if len(corrections) == 0 {
		return nil
	}
	// later ones first: whether one stands depends on later ones only
	slices.SortFunc(corrections, func(a, b *Event) int { return cmp.Compare(b.ID, a.ID) })
	voids := make(map[int64]*Event, len(corrections))
	for _, c := range corrections {
		if later := voids[c.ID]; later == nil || later.Replaces {
			voids[c.Voids] = c
		}
	}
	return voids
}
