package ledger

import "slices"

// ReasonUndone is the reason of a correction that takes a batch back. What it
// voids leaves no mark on the duty: nobody's evidence was corrected.
const ReasonUndone = "undone"

// Undone is what taking a batch back does to one duty.
type Undone struct {
	Before, After Duty
	// Kept is set where the batch's events stay, since somebody has learned,
	// decided or been assigned anew on them; After is Before then.
	Kept bool
}

// undoable are the events of the batch on one duty that still stand, in the order
// of events, which are all of that duty's by ID. ok is false if something was
// built on them that would hang in the air: a completion, a decision about a
// person, or a later assignment. What rules have moved since does not count: it
// is computed anew.
func undoable(events []Event, batch int64) (void []Event, ok bool) {
	voids := standing(events)
	for _, e := range events {
		switch {
		case voids[e.ID] != nil || e.Kind == KindCorrected && !e.Replaces:
		case e.BatchID == batch:
			void = append(void, e)
		case len(void) > 0 && rests(e):
			return nil, false
		}
	}
	return void, true
}

// rests reports that an event of a later hand rests on what came before it.
func rests(e Event) bool {
	if completes(e.Kind, e.How) {
		return true
	}
	return slices.Contains([]Kind{KindAssigned, KindTaken, KindExempted, KindExtended, KindRevoked, KindCorrected}, e.Kind)
}
