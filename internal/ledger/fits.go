package ledger

import "math"

// Fits reports whether Append would take the event, given all events of its duty
// and whatever it still lacks: an actor, a number, how. It is pure.
func Fits(events []Event, e Event) bool {
	e.ID, e.How, e.EvidenceNo = 0, HowExternal, "?"
	if e.Kind == KindCompleted {
		e.How = HowOnline
	}
	if prepare(&e) != nil {
		return false
	}
	e.ID = math.MaxInt64
	one := entry{key: keyOf(&e), exists: len(events) > 0, known: events, added: []*Event{&e}}
	return one.validate() == nil
}
