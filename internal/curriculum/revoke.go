package curriculum

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// reasonCorrected is the reason of a new due date after a correction.
const reasonCorrected = "corrected"

// Revocation is the event by which the completion of a cycle counts no longer from
// today on, with the due date of DESIGN.md §6.7: today and the course's days. It is
// for the caller to append. Errors as Extend, but for until.
func (s *Service) Revocation(ctx context.Context, tx *db.Tx, d Decided, cycle int16) (ledger.Event, error) {
	t, err := s.subject(ctx, tx, d)
	if err != nil {
		return ledger.Event{}, err
	}
	e := ledger.Event{PersonID: d.Person, CourseID: d.Course, Cycle: cycle, Kind: ledger.KindRevoked, EffectiveOn: d.Today, ActorID: d.Actor, Reason: d.Reason}
	date, err := s.dated(ctx, tx, t, Restart{Cause: Revocation, On: d.Today})
	if err != nil {
		return e, err
	}
	return e, date.write(&e)
}

// NotLate gives the person the course's days from today, where a correction that
// stands in the ledger by now has made the duty late: nobody is overdue for what the
// records said wrongly. A duty that is not late, or not there, stays as it is.
func (s *Service) NotLate(ctx context.Context, tx *db.Tx, d Decided) error {
	t, err := s.subject(ctx, tx, d)
	if apperr.Is(err, apperr.Conflict) {
		return nil
	}
	if err != nil {
		return err
	}
	g, _ := t.held.Governing(d.Today)
	if !g.Status.Late() && g.Status != ledger.StatusInGrace {
		return nil
	}
	date, err := s.dated(ctx, tx, t, Restart{Cause: Revocation, On: d.Today})
	if err != nil {
		return err
	}
	e := ledger.Event{Kind: ledger.KindDueSet, Reason: reasonCorrected}
	if err := date.write(&e); err != nil || e.DueOn == 0 {
		return err
	}
	_, err = s.record(ctx, tx, t, e, "duty.dated_anew")
	return err
}
