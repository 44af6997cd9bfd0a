package session

import (
	"context"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Change states the details of a planned session anew; its course stays. Everybody on
// the list is told where day, time, length, place or trainer are others, and who
// waits moves up where there are more seats. Errors: NotFound (as in Record),
// Conflict (recorded or cancelled), Invalid as in Plan, and at seats where more are
// taken.
func (s *Service) Change(ctx context.Context, tx *db.Tx, uid string, d Details, scope people.Scope, now time.Time) (Session, error) {
	one, err := s.running(ctx, tx, uid, scope)
	if err != nil {
		return one, err
	}
	if one.State != Planned {
		return one, apperr.New(apperr.Conflict, "error.session.state", nil)
	}
	if d.Circle == All && one.Circle == All {
		scope.Everyone = true // who may change it may leave it open
	}
	if err := d.check(scope, now); err != nil {
		return one, err
	}
	list, err := attendees(ctx, tx, one.ID, people.Scope{})
	if err != nil {
		return one, err
	}
	seated := 0
	var listed []Attendee
	for _, a := range list {
		if a.State == Seated {
			seated++
		}
		if a.State != Withdrawn {
			listed = append(listed, a)
		}
	}
	if d.Seats > 0 && d.Seats < seated {
		return one, apperr.New(apperr.Invalid, "error.session.taken", map[string]any{"n": seated}).At("seats")
	}
	before := one
	d.into(&one)
	if slices.ContainsFunc(listed, func(a Attendee) bool { return a.PersonID == one.TrainerID }) {
		return one, runs().At("holder")
	}
	if err := s.fix(&one); err != nil {
		return one, err
	}
	fields := changed(before, one)
	one.Sequence++
	if err := rewrite(ctx, tx, one); err != nil {
		return one, err
	}
	up, err := promote(ctx, tx, one, now)
	if err != nil {
		return one, err
	}
	if len(fields) > 0 {
		if err := s.tell(ctx, tx, one, listed, noticeChanged, now); err != nil {
			return one, err
		}
	}
	if err := s.tell(ctx, tx, one, up, noticeSeat, now); err != nil {
		return one, err
	}
	if len(fields) > 0 || one.TrainerID != before.TrainerID {
		if err := s.tellHolder(ctx, tx, one, now); err != nil {
			return one, err
		}
	}
	return one, s.logAbout(ctx, tx, one, scope.Viewer, "changed", 0, fields...)
}

// fix states of which content the quiz is, unless that is known.
func (s *Service) fix(one *Session) error {
	if !one.Quiz || one.VersionID != 0 {
		return nil
	}
	version, err := s.Courses.Current(one.CourseID)
	if err == nil {
		one.VersionID = version.ID
	}
	return err
}

// changed names what people on the list need to know, sorted. It is pure.
func changed(a, b Session) []string {
	var fields []string
	for name, differs := range map[string]bool{
		"day": a.HeldOn != b.HeldOn, "time": a.StartsAt != b.StartsAt, "minutes": a.Minutes != b.Minutes, "place": a.Place != b.Place,
		"trainer": a.Trainer != b.Trainer,
	} {
		if differs {
			fields = append(fields, name)
		}
	}
	slices.Sort(fields)
	return fields
}

// Cancel calls a planned session off; everybody on its list is told. Errors: NotFound
// (as in Record), Conflict.
func (s *Service) Cancel(ctx context.Context, tx *db.Tx, uid string, scope people.Scope, now time.Time) error {
	one, err := s.running(ctx, tx, uid, scope)
	if err != nil {
		return err
	}
	if one.State != Planned {
		return apperr.New(apperr.Conflict, "error.session.state", nil)
	}
	list, err := attendees(ctx, tx, one.ID, people.Scope{})
	if err != nil {
		return err
	}
	var listed []Attendee
	for _, a := range list {
		if a.State != Withdrawn {
			listed = append(listed, a)
		}
	}
	one.State = Cancelled
	one.Sequence++
	if err := rewrite(ctx, tx, one); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, one, listed, noticeCancelled, now); err != nil {
		return err
	}
	if err := s.tellHolder(ctx, tx, one, now); err != nil {
		return err
	}
	return s.log(ctx, tx, one, scope.Viewer, "cancelled")
}
