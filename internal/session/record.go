package session

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Attendance is who was at a session, as who runs it says.
type Attendance struct {
	UID     string   // of the session
	Present []string // Kennungen; those on no list yet are of the scope
	Passed  []string // of a quiz on paper, among those present
	Scope   people.Scope
}

// Result is what recording came to.
type Result struct {
	Present  int // persons
	Proposed int // persons whose evidence waits now; the others have as much already
}

// Record states who was there, for the whole list; their evidence waits for a second
// person. Errors: NotFound (no such session, or the viewer does not run it; or
// somebody is neither on the list nor in the scope), Conflict (recorded or cancelled
// already), Invalid (nobody was there, or the day is yet to come), Forbidden (the
// viewer is on the list as present).
func (s *Service) Record(ctx context.Context, tx *db.Tx, a Attendance, now time.Time) (Result, error) {
	one, err := s.running(ctx, tx, a.UID, a.Scope)
	if err != nil {
		return Result{}, err
	}
	if one.State != Planned {
		return Result{}, apperr.New(apperr.Conflict, "error.session.state", nil)
	}
	if one.HeldOn > calendar.DateOf(now) {
		return Result{}, apperr.New(apperr.Invalid, "error.session.ahead", map[string]any{"day": one.HeldOn}).At("day")
	}
	listed, err := onList(ctx, tx, one.ID)
	if err != nil {
		return Result{}, err
	}
	var added []string
	for _, uid := range a.Present {
		if _, ok := listed[uid]; !ok {
			added = append(added, uid)
		}
	}
	full := one
	full.Seats = 0 // who was there was there
	if _, err := s.seat(ctx, tx, full, added, a.Scope, now); err != nil {
		return Result{}, err
	}
	if err := attend(ctx, tx, one, a); err != nil {
		return Result{}, err
	}
	version, err := s.Courses.Current(one.CourseID)
	if err != nil {
		return Result{}, err
	}
	if !one.Quiz || one.VersionID == 0 {
		one.VersionID = version.ID
	}
	one.State, one.RecordedBy, one.RecordedAt = Recorded, a.Scope.Viewer, now
	r, persons, err := s.present(ctx, tx, one)
	if err != nil {
		return r, err
	}
	if r.Present == 0 {
		return r, apperr.New(apperr.Invalid, "error.session.nobody", nil).At("person")
	}
	proposed, err := s.Evidence.ProposeSession(ctx, tx, evidence.Taught{Session: one.ID, Course: one.CourseID, Day: one.HeldOn, Persons: persons,
		Actor: a.Scope.Viewer}, now)
	if err != nil {
		return r, err
	}
	if r.Proposed = len(proposed); r.Proposed == 0 {
		one.State = Decided
	}
	if err := record(ctx, tx, one); err != nil {
		return r, err
	}
	return r, s.log(ctx, tx, one, a.Scope.Viewer, "recorded")
}

// present counts who was there and names whose evidence that is.
func (s *Service) present(ctx context.Context, tx *db.Tx, one Session) (r Result, persons []int64, err error) {
	list, err := attendees(ctx, tx, one.ID, people.Scope{})
	if err != nil {
		return r, nil, err
	}
	for _, p := range list {
		if p.Present != nil && *p.Present {
			r.Present++
		}
		if p.Was(one.Quiz) {
			persons = append(persons, p.PersonID)
		}
	}
	return r, persons, nil
}

// Retract takes back what was recorded, as long as nobody has decided about it: the
// session can be recorded again. Errors: NotFound (as in Record), Conflict.
func (s *Service) Retract(ctx context.Context, tx *db.Tx, uid string, scope people.Scope, now time.Time) error {
	one, err := s.running(ctx, tx, uid, scope)
	if err != nil {
		return err
	}
	if one.State != Recorded {
		return apperr.New(apperr.Conflict, "error.evidence.decided", nil)
	}
	if err := s.Evidence.WithdrawSession(ctx, tx, one.ID, scope.Viewer, now); err != nil {
		return err
	}
	one.State, one.RecordedBy, one.RecordedAt = Planned, 0, time.Time{}
	if err := record(ctx, tx, one); err != nil {
		return err
	}
	return s.log(ctx, tx, one, scope.Viewer, "retracted")
}

// Decision is what a second person says to a session.
type Decision struct {
	UID      string
	Scope    people.Scope // for whom the viewer may confirm: evidence.Confirmers
	Confirm  bool
	Reason   string // of a refusal: one of evidence.RefusalReasons
	Settings settings.Settings
}

// Confirm decides about everybody whose evidence of the session waits. What is refused
// as a whole goes back to who runs it, to be mended and recorded again, and who recorded it is told. The errors are
// those of evidence.Service.ConfirmSession, and NotFound for no such session.
func (s *Service) Confirm(ctx context.Context, tx *db.Tx, d Decision, now time.Time) (evidence.SessionOutcome, error) {
	one, err := lock(ctx, tx, d.UID)
	if err != nil {
		return evidence.SessionOutcome{}, err
	}
	v := evidence.SessionVerdict{Session: one.ID, Actor: d.Scope.Viewer, Scope: d.Scope, Confirm: d.Confirm, Reason: d.Reason, How: one.How(), Settings: d.Settings}
	if one.VersionID != 0 {
		if v.Version, err = s.Courses.VersionIn(ctx, tx, one.VersionID); err != nil {
			return evidence.SessionOutcome{}, err
		}
	}
	out, err := s.Evidence.ConfirmSession(ctx, tx, v, now)
	if err != nil {
		return out, err
	}
	if out.Left == 0 {
		if err := s.decided(ctx, tx, one, d.Confirm, now); err != nil {
			return out, err
		}
	}
	what := "refused"
	if d.Confirm {
		what = "confirmed"
	}
	return out, s.log(ctx, tx, one, d.Scope.Viewer, what)
}

// decided ends a session about which nothing waits any more.
func (s *Service) decided(ctx context.Context, tx *db.Tx, one Session, confirmed bool, now time.Time) error {
	list, err := attendees(ctx, tx, one.ID, people.Scope{})
	if err != nil {
		return err
	}
	for _, p := range list {
		confirmed = confirmed || p.Evidence == evidence.Confirmed || p.Evidence == evidence.Lapsed
	}
	one.State = Decided
	if !confirmed {
		if err := s.tellRefused(ctx, tx, one, one.RecordedBy, now); err != nil {
			return err
		}
		one.State, one.RecordedBy, one.RecordedAt = Planned, 0, time.Time{}
	}
	return record(ctx, tx, one)
}

// running is a session for who runs it, locked; NotFound for everybody else.
func (s *Service) running(ctx context.Context, tx *db.Tx, uid string, scope people.Scope) (Session, error) {
	one, err := lock(ctx, tx, uid)
	if err == nil && !one.RunBy(scope) {
		err = notFound()
	}
	return one, err
}
