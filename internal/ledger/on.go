package ledger

import "zaemme/internal/calendar"

// DatesOn are the dates that the events of one duty yield on the day; ok is false
// before the first of them.
func DatesOn(events []Event, day calendar.Date) (d Dates, ok bool) {
	for _, s := range Fold(events) {
		if s.ValidFrom <= day && day < s.NextFrom {
			return s.Dates, true
		}
	}
	return Dates{}, false
}

// Standing reports for each event of a duty, by ID, whether a correction has
// voided it: false stands, true counts no longer. What a batch taken back had
// written, and what took it back, are not among them: as if they had never been.
func Standing(events []Event) map[int64]bool {
	voids := standing(events)
	out := make(map[int64]bool, len(events))
	for i := range events {
		e := &events[i]
		c := voids[e.ID]
		if c != nil && !c.Replaces && c.Reason == ReasonUndone || e.Kind == KindCorrected && !e.Replaces && e.Reason == ReasonUndone {
			continue
		}
		out[e.ID] = c != nil
	}
	return out
}

// Corrects is the kind under which a correction names the event: every completion
// is one of KindCompleted.
func (k Kind) Corrects() Kind {
	if completes(k, "") {
		return KindCompleted
	}
	return k
}
