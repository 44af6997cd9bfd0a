package evidence

import (
	"context"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// Amendment is a correction that somebody proposes.
type Amendment struct {
	Person, Course int64
	Actor          int64
	Event          int64 // that is to be corrected
	Act            Act
	Day            calendar.Date // the right one, of the act Day alone
	Reason         string
}

// Correctable are the events of a duty that can be corrected, the latest first:
// completions, exemptions and extensions that still stand.
func Correctable(events []ledger.Event) []ledger.Event {
	standing := ledger.Standing(events)
	var list []ledger.Event
	for _, e := range events {
		void, counts := standing[e.ID]
		if !counts || void {
			continue
		}
		if isCompletion(e) || e.Kind == ledger.KindExempted || e.Kind == ledger.KindExtended {
			list = append(list, e)
		}
	}
	slices.Reverse(list)
	return list
}

// isCompletion reports a completion, also one that a correction has put in the
// place of another.
func isCompletion(e ledger.Event) bool {
	return e.How != "" && (e.Kind != ledger.KindCorrected || e.Replaces)
}

// Correct stores the case. Errors: Forbidden (own duty), Invalid at event, act, day
// or reason, Conflict (it is corrected already, or a correction waits).
func (s *Service) Correct(ctx context.Context, tx *db.Tx, a Amendment, now time.Time) (Case, error) {
	if err := people.NotOwn(a.Actor, a.Person); err != nil {
		return Case{}, err
	}
	if !slices.Contains(CorrectionReasons, a.Reason) {
		return Case{}, apperr.New(apperr.Invalid, "error.curriculum.reason", nil).At("reason")
	}
	events, err := s.ledger.Events(ctx, tx, a.Person, a.Course)
	if err != nil {
		return Case{}, err
	}
	if _, err := a.target(events, calendar.DateOf(now)); err != nil {
		return Case{}, err
	}
	c := Case{Kind: Correction, PersonID: a.Person, CourseID: a.Course, ProposedBy: a.Actor, ProposedAt: now, Reason: a.Reason, Act: a.Act,
		Corrects: a.Event}
	if a.Act == Day {
		c.Day = a.Day
	}
	return c, s.propose(ctx, tx, &c)
}

// target is the event that the correction names, if the act is one for it.
func (a Amendment) target(events []ledger.Event, today calendar.Date) (ledger.Event, error) {
	wrong := func(field, what string) error {
		return apperr.New(apperr.Invalid, "error.evidence."+what, nil).At(field)
	}
	list := Correctable(events)
	at := slices.IndexFunc(list, func(e ledger.Event) bool { return e.ID == a.Event })
	if at < 0 {
		return ledger.Event{}, apperr.New(apperr.Conflict, "error.evidence.not_correctable", nil).At("event")
	}
	e := list[at]
	switch a.Act {
	case Void:
	case Day:
		if !isCompletion(e) {
			return e, wrong("act", "act")
		}
		if a.Day == 0 || a.Day > today || a.Day == e.EffectiveOn {
			return e, wrong("day", "right_day")
		}
	case Revoke:
		d, _ := ledger.DatesOn(events, today)
		if !isCompletion(e) || d.CompletedEvent != e.ID && d.Prev.CompletedEvent != e.ID {
			return e, wrong("act", "act")
		}
	default:
		return e, wrong("act", "act")
	}
	return e, nil
}
