package curriculum

import (
	"context"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// reasonEnded is the reason of an exemption that is ended early.
const reasonEnded = "ended"

// longest is how many days ahead the last day of an exemption or an agreed due
// date may lie: what is further off is a slip of the pen.
const longest = 3 * 366

// Exempt frees the person from the duty from today on until the last day, Forever
// for no end. The due date after it is written with it: the last day and the
// course's days (DESIGN.md §6.7). An exemption that is in force is replaced.
// Errors: Forbidden (own duty), Invalid at reason or until, Conflict (no duty).
func (s *Service) Exempt(ctx context.Context, tx *db.Tx, d Decided, until calendar.Date) (ledger.Event, error) {
	if err := d.reason(ExemptionReasons); err != nil {
		return ledger.Event{}, err
	}
	if until < d.Today || until != calendar.Forever && until > d.Today.AddDays(longest) {
		return ledger.Event{}, apperr.New(apperr.Invalid, "error.curriculum.exempt_until", nil).At("until")
	}
	return s.exempt(ctx, tx, d, until, "duty.exempted")
}

// EndExemption makes yesterday the last day of the exemption in force. Errors as
// Exempt; Conflict where none is.
func (s *Service) EndExemption(ctx context.Context, tx *db.Tx, d Decided) (ledger.Event, error) {
	d.Reason = reasonEnded
	return s.exempt(ctx, tx, d, d.Today.AddDays(-1), "duty.exemption_ended")
}

func (s *Service) exempt(ctx context.Context, tx *db.Tx, d Decided, until calendar.Date, action string) (ledger.Event, error) {
	t, err := s.subject(ctx, tx, d)
	if err != nil {
		return ledger.Event{}, err
	}
	if d.Reason == reasonEnded && !t.held.exemptOn(d.Today) {
		return ledger.Event{}, apperr.New(apperr.Conflict, "error.curriculum.not_exempt", nil)
	}
	e := ledger.Event{Kind: ledger.KindExempted, ExemptUntil: until}
	if until != calendar.Forever {
		before := withoutExemptions(t.events)
		replaces, moves := before.DueOn, true
		if before.CompletedOn != 0 {
			replaces, moves = max(before.ValidUntil, before.LapseDueOn), before.ValidUntil != calendar.Forever
		}
		if moves {
			date, err := s.dated(ctx, tx, t, Restart{Cause: ExemptionEnd, On: until, Replaces: replaces})
			if err != nil {
				return e, err
			}
			if err := date.write(&e); err != nil {
				return e, err
			}
		}
	}
	return s.record(ctx, tx, t, e, action)
}

// withoutExemptions are the dates of the duty as if nobody had ever been exempt:
// what an exemption replaces, however often it has been moved.
func withoutExemptions(events []ledger.Event) ledger.Dates {
	exempted := map[int64]bool{}
	kept := slices.DeleteFunc(slices.Clone(events), func(e ledger.Event) bool {
		exempted[e.ID] = e.Kind == ledger.KindExempted || e.Voids != 0 && exempted[e.Voids]
		return exempted[e.ID]
	})
	folded := ledger.Fold(kept)
	if len(folded) == 0 {
		return ledger.Dates{}
	}
	return folded[len(folded)-1].Dates
}
