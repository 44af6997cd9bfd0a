package session

import (
	"context"
	"maps"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// stateFor is how somebody new stands: seats 0 is as many as come. It is pure.
func stateFor(seats, seated int) SeatState {
	if seats > 0 && seated >= seats {
		return Waiting
	}
	return Seated
}

// SignUp puts the person themselves on the list of a session that is open to them, or
// on its waiting list. Errors: NotFound (no such session, or it is not open to them),
// Conflict (it is over or cancelled, they run it, or they are on it already).
func (s *Service) SignUp(ctx context.Context, tx *db.Tx, uid string, person int64, now time.Time) (SeatState, error) {
	one, err := lock(ctx, tx, uid)
	if err != nil {
		return "", err
	}
	open, err := joinable(ctx, tx, one.ID, person, calendar.DateOf(now))
	if err != nil {
		return "", err
	}
	switch {
	case !open:
		return "", notFound()
	case one.OwnerID == person || one.TrainerID == person:
		return "", runs()
	}
	if err := s.ahead(one, now); err != nil {
		return "", err
	}
	added, err := enlist(ctx, tx, one, []int64{person}, person, now)
	if err != nil {
		return "", err
	}
	if len(added) == 0 {
		return "", apperr.New(apperr.Conflict, "error.session.listed", nil)
	}
	return added[0].State, s.moved(ctx, tx, one, added, "joined", person, now)
}

// Add puts further people of the scope on the list of a planned session, by Kennung;
// who finds no seat waits. It returns how many are new. Errors: those of Record and
// of Plan.
func (s *Service) Add(ctx context.Context, tx *db.Tx, uid string, persons []string, scope people.Scope, now time.Time) (int, error) {
	one, err := s.running(ctx, tx, uid, scope)
	if err != nil {
		return 0, err
	}
	if one.State != Planned {
		return 0, apperr.New(apperr.Conflict, "error.session.state", nil)
	}
	added, err := s.seat(ctx, tx, one, persons, scope, now)
	if err != nil {
		return 0, err
	}
	return len(added), s.moved(ctx, tx, one, added, "added", scope.Viewer, now)
}

// Send signs people of the scope up for a session that somebody else runs and that is
// open to them, by Kennung; who finds no seat waits, and each is told. It returns how
// many have a seat and how many wait. Errors: NotFound (no such session, or somebody
// is not in the scope), Conflict (it is over or cancelled, or it is not open to
// somebody), Forbidden (the viewer is among them).
func (s *Service) Send(ctx context.Context, tx *db.Tx, uid string, persons []string, scope people.Scope, now time.Time) (seated, waiting int, err error) {
	one, err := lock(ctx, tx, uid)
	if err != nil {
		return 0, 0, err
	}
	if one.Circle == Invited {
		return 0, 0, notFound()
	}
	if err := s.ahead(one, now); err != nil {
		return 0, 0, err
	}
	ids, err := named(ctx, tx, scope, persons)
	if err != nil {
		return 0, 0, err
	}
	open, err := joinableBy(ctx, tx, one.ID, slices.Collect(maps.Values(ids)), calendar.DateOf(now))
	if err != nil {
		return 0, 0, err
	}
	for _, id := range ids {
		if !open[id] && id != one.OwnerID && id != one.TrainerID {
			return 0, 0, apperr.New(apperr.Conflict, "error.session.not_open", nil).At("list")
		}
	}
	added, err := s.seat(ctx, tx, one, persons, scope, now)
	if err != nil {
		return 0, 0, err
	}
	for _, a := range added {
		if a.State == Seated {
			seated++
		} else {
			waiting++
		}
	}
	return seated, waiting, s.moved(ctx, tx, one, added, "sent", scope.Viewer, now)
}

// Leave takes the person themselves off the list; who has waited longest moves up.
// Errors: NotFound (not on it), Conflict (it is over, recorded or cancelled).
func (s *Service) Leave(ctx context.Context, tx *db.Tx, uid string, person int64, now time.Time) error {
	one, err := lock(ctx, tx, uid)
	if err != nil {
		return err
	}
	return s.leave(ctx, tx, one, person, person, "left", now)
}

// Remove takes a person off the list of a session, by Kennung, for who runs it.
// Errors: those of Leave, and NotFound where the viewer does not run it.
func (s *Service) Remove(ctx context.Context, tx *db.Tx, uid, personUID string, scope people.Scope, now time.Time) error {
	one, err := s.running(ctx, tx, uid, scope)
	if err != nil {
		return err
	}
	list, err := attendees(ctx, tx, one.ID, people.Scope{})
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(a Attendee) bool { return a.PersonUID == personUID })
	if at < 0 {
		return notFound()
	}
	return s.leave(ctx, tx, one, list[at].PersonID, scope.Viewer, "removed", now)
}

func (s *Service) leave(ctx context.Context, tx *db.Tx, one Session, person, actor int64, what string, now time.Time) error {
	gone, err := withdraw(ctx, tx, one.ID, person, actor, now)
	if err != nil {
		return err
	}
	if gone.State == "" {
		return notFound()
	}
	if one.State != Planned {
		return apperr.New(apperr.Conflict, "error.session.state", nil)
	}
	up, err := promote(ctx, tx, one, now)
	if err != nil {
		return err
	}
	one.Sequence++
	if err := rewrite(ctx, tx, one); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, one, []Attendee{gone}, noticeRemoved, now); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, one, up, noticeSeat, now); err != nil {
		return err
	}
	return s.logAbout(ctx, tx, one, actor, what, person)
}

// moved tells and logs that people are new on the list.
func (s *Service) moved(ctx context.Context, tx *db.Tx, one Session, added []Attendee, what string, actor int64, now time.Time) error {
	if len(added) == 0 {
		return nil
	}
	one.Sequence++
	if err := rewrite(ctx, tx, one); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, one, added, noticeSeat, now); err != nil {
		return err
	}
	for _, a := range added {
		if err := s.logAbout(ctx, tx, one, actor, what, a.PersonID); err != nil {
			return err
		}
	}
	return nil
}

// ahead refuses what is only possible before a session begins.
func (s *Service) ahead(one Session, now time.Time) error {
	if one.State != Planned || one.HeldOn < calendar.DateOf(now) || one.StartsAt != "" && one.Start().Before(now) {
		return apperr.New(apperr.Conflict, "error.session.over", nil)
	}
	return nil
}
