package session

import (
	"context"
	"strconv"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Plan stores a session with the people of the scope on its list, by Kennung. Errors:
// Invalid at day, time, minutes, place, trainer or seats; NotFound (no such course,
// or somebody is not in the scope), Forbidden (the viewer is among them).
func (s *Service) Plan(ctx context.Context, tx *db.Tx, d Details, persons []string, scope people.Scope, now time.Time) (Session, error) {
	if _, err := s.Courses.Current(d.Course); err != nil {
		return Session{}, err
	}
	if err := d.check(now); err != nil {
		return Session{}, err
	}
	one := Session{CourseID: d.Course, OwnerID: scope.Viewer, Trainer: d.Trainer, HeldOn: d.HeldOn, StartsAt: d.StartsAt, Minutes: d.Minutes,
		Place: d.Place, State: Planned, Circle: d.Circle, Seats: d.Seats, Quiz: d.Quiz, CreatedAt: now}
	if d.Own {
		one.TrainerID = scope.Viewer
	}
	if err := insert(ctx, tx, &one); err != nil {
		return one, err
	}
	if err := s.log(ctx, tx, one, scope.Viewer, "planned"); err != nil {
		return one, err
	}
	return one, s.seat(ctx, tx, one, persons, scope, now)
}

// seat puts people of the scope on the list.
func (s *Service) seat(ctx context.Context, tx *db.Tx, one Session, persons []string, scope people.Scope, now time.Time) error {
	ids, err := named(ctx, tx, scope, persons)
	if err != nil {
		return err
	}
	for _, uid := range persons {
		id, known := ids[uid]
		if !known {
			return apperr.New(apperr.NotFound, "error.person.not_found", nil)
		}
		if err := people.NotOwn(scope.Viewer, id); err != nil {
			return err
		}
	}
	return seatAll(ctx, tx, one.ID, ids, scope.Viewer, now)
}

// log writes an act on the session into the audit; its history is read from there.
func (s *Service) log(ctx context.Context, tx *db.Tx, one Session, actor int64, what string) error {
	return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "session." + what, ObjectKind: logKind, ObjectID: strconv.FormatInt(one.ID, 10)})
}

// logKind is the kind of object in the audit.
const logKind = "session"

// Add puts further people of the scope on the list of a planned session, by Kennung.
// Errors: those of Record and of Plan.
func (s *Service) Add(ctx context.Context, tx *db.Tx, uid string, persons []string, scope people.Scope, now time.Time) error {
	one, err := s.running(ctx, tx, uid, scope)
	if err != nil {
		return err
	}
	if one.State != Planned {
		return apperr.New(apperr.Conflict, "error.session.state", nil)
	}
	if err := s.seat(ctx, tx, one, persons, scope, now); err != nil {
		return err
	}
	return s.log(ctx, tx, one, scope.Viewer, "added")
}
