package curriculum

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// Extend gives the person more time: until the day agreed, or, without one, today
// and the course's days. The new due date is computed by DESIGN.md §6.7 and may be
// later than the day agreed, never earlier than the one it replaces. Errors:
// Forbidden (own duty), Invalid at reason or until, Conflict (see Extendable).
func (s *Service) Extend(ctx context.Context, tx *db.Tx, d Decided, until calendar.Date) (ledger.Event, error) {
	if err := d.reason(ExtensionReasons); err != nil {
		return ledger.Event{}, err
	}
	t, err := s.subject(ctx, tx, d)
	if err != nil {
		return ledger.Event{}, err
	}
	due, err := Extendable(t.held.Duty, d.Today)
	if err != nil {
		return ledger.Event{}, err
	}
	if until != 0 {
		if err := LaterDay(until, due, d.Today); err != nil {
			return ledger.Event{}, err
		}
	}
	date, err := s.dated(ctx, tx, t, Restart{Cause: Extension, On: d.Today, AgreedDay: until, Replaces: due})
	if err != nil {
		return ledger.Event{}, err
	}
	if date.result.DueOn == 0 {
		return ledger.Event{}, apperr.New(apperr.Conflict, "error.curriculum.paused", nil)
	}
	e := ledger.Event{Kind: ledger.KindExtended}
	if err := date.write(&e); err != nil {
		return e, err
	}
	return s.record(ctx, tx, t, e, "duty.extended")
}

// Extendable is the due date that an extension would replace. Conflict where there
// is none: nothing is open, the person is exempt, or the due date is paused.
func Extendable(d ledger.Duty, today calendar.Date) (calendar.Date, error) {
	h := Held{Duty: d}
	conflict := func(key string) error { return apperr.New(apperr.Conflict, "error.curriculum."+key, nil) }
	g, ok := d.Governing(today)
	switch {
	case !ok:
		return 0, conflict("no_duty")
	case h.exemptOn(today):
		return 0, conflict("exempt")
	case d.PauseUntil == calendar.Forever && d.PauseFrom != 0 && d.PauseFrom <= today:
		return 0, conflict("paused")
	case d.Open():
		return d.DueOn, nil // also while an earlier completion is still valid
	case g.Fulfilled:
		return 0, conflict("fulfilled")
	default:
		return g.Due, nil
	}
}

// LaterDay holds the day agreed to the due date it replaces and to today.
func LaterDay(until, due, today calendar.Date) error {
	wrong := func(key string) error {
		return apperr.New(apperr.Invalid, "error.curriculum."+key, map[string]any{"due": due}).At("until")
	}
	switch {
	case until <= due:
		return wrong("extend_earlier")
	case until <= today:
		return wrong("extend_past")
	case until > today.AddDays(longest):
		return wrong("extend_far")
	}
	return nil
}
