package extension

import (
	"context"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
)

// Wish is what a person asks for.
type Wish struct {
	Person int64 // who is signed in
	Course string
	Until  calendar.Date
	Reason string
}

// Ask stores the request. Errors: NotFound (no such course), Conflict (nothing to
// extend, or a request waits already), Invalid at until or reason.
func (s *Service) Ask(ctx context.Context, tx *db.Tx, w Wish, now time.Time) error {
	version, err := s.Courses.ByCode(w.Course)
	if err != nil {
		return err
	}
	if err := s.Ledger.LockPersons(ctx, tx, []int64{w.Person}); err != nil {
		return err
	}
	duty, err := s.Ledger.Duty(ctx, tx, w.Person, version.CourseID)
	if err != nil && !apperr.Is(err, apperr.NotFound) {
		return err
	}
	today := calendar.DateOf(now)
	due, err := curriculum.Extendable(duty, today)
	if err != nil {
		return err
	}
	if !slices.Contains(curriculum.ExtensionReasons, w.Reason) {
		return apperr.New(apperr.Invalid, "error.curriculum.reason", nil).At("reason")
	}
	if err := curriculum.LaterDay(w.Until, due, today); err != nil {
		return err
	}
	if due == 0 {
		due = today
	}
	err = insert(ctx, tx, Request{PersonID: w.Person, CourseID: version.CourseID, AskedAt: now, DueOn: due, WantedOn: w.Until, Reason: w.Reason})
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: w.Person, Action: "extension.asked", ObjectKind: "course", ObjectID: version.Code(),
		SubjectID: w.Person})
}

// TakeBack ends the person's own request that waits; NotFound if none does.
func (s *Service) TakeBack(ctx context.Context, tx *db.Tx, person int64, code string, now time.Time) error {
	version, err := s.Courses.ByCode(code)
	if err != nil {
		return err
	}
	if err := takeBack(ctx, tx, person, version.CourseID, now); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: person, Action: "extension.taken_back", ObjectKind: "course", ObjectID: code, SubjectID: person})
}
