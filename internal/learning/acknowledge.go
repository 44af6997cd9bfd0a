package learning

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// Acknowledgement is «gelesen und verstanden» of a directive.
type Acknowledgement struct {
	Understood bool // ticked
	Learned
}

// Acknowledge records that the person has read and understood a directive, in the
// version that they get, and returns the evidence number. Who has a valid acknowledgement of
// it already gets that one's number: sent twice nothing is recorded twice. Errors:
// NotFound (no such directive), Invalid at understood while it is not ticked.
func (s *Service) Acknowledge(ctx context.Context, tx *db.Tx, act Act, code string, in Acknowledgement) (evidence string, err error) {
	v, err := s.courses.ByCode(code)
	if err != nil {
		return "", err
	}
	if !v.Policy() {
		return "", apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	if !in.Understood {
		return "", apperr.New(apperr.Invalid, "error.learning.not_understood", nil).At("understood")
	}
	if err := lockCourse(ctx, tx, act.PersonID, v.CourseID); err != nil {
		return "", err
	}
	i, err := s.item(ctx, tx, act, code)
	if err != nil {
		return "", err
	}
	if i.Place.Mode == Practice {
		return i.Place.Before.EvidenceNo, nil
	}
	done, err := s.record(ctx, tx, act, i.Version, i.Duty, i.Place, in.Learned, func(e *ledger.Event) (err error) {
		if e.Kind == ledger.KindCompleted {
			e.Kind = ledger.KindAcknowledged
		}
		if i.Since != nil {
			e.Variant = ledger.Difference
			e.ValidUntil, e.WindowFrom, err = s.termBefore(ctx, tx, act, i.Duty)
		}
		return err
	})
	return done.EvidenceNo, err
}
