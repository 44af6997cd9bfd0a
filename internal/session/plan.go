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
	version, err := s.Courses.Current(d.Course)
	if err != nil {
		return Session{}, err
	}
	if err := d.check(scope, now); err != nil {
		return Session{}, err
	}
	one := Session{CourseID: d.Course, OwnerID: scope.Viewer, State: Planned, CreatedAt: now}
	d.into(&one)
	if one.Quiz { // sheet and solution are of one content, however long the session is ahead
		one.VersionID = version.ID
	}
	if err := insert(ctx, tx, &one); err != nil {
		return one, err
	}
	if err := s.tellHolder(ctx, tx, one, now); err != nil {
		return one, err
	}
	if err := s.log(ctx, tx, one, scope.Viewer, "planned"); err != nil {
		return one, err
	}
	if len(persons) > one.Seats && one.Seats > 0 {
		one.Seats = len(persons) // nobody who is put on the list at first waits
	}
	_, err = s.seat(ctx, tx, one, persons, scope, now)
	return one, err
}

// Invite tells everybody on the list of a session that was planned just now.
func (s *Service) Invite(ctx context.Context, tx *db.Tx, one Session, now time.Time) error {
	list, err := attendees(ctx, tx, one.ID, people.Scope{})
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, one, list, noticeSeat, now)
}

// seat puts people of the scope on the list, and returns who is new on it; who finds
// no seat waits.
func (s *Service) seat(ctx context.Context, tx *db.Tx, one Session, persons []string, scope people.Scope, now time.Time) ([]Attendee, error) {
	ids, err := named(ctx, tx, scope, persons)
	if err != nil {
		return nil, err
	}
	var list []int64
	for _, uid := range persons {
		id, known := ids[uid]
		if !known {
			return nil, apperr.New(apperr.NotFound, "error.person.not_found", nil)
		}
		if err := people.NotOwn(scope.Viewer, id); err != nil {
			return nil, err
		}
		if id == one.OwnerID || id == one.TrainerID {
			return nil, runs()
		}
		list = append(list, id)
	}
	return enlist(ctx, tx, one, list, scope.Viewer, now)
}

// runs refuses that who runs a session is taught in it.
func runs() *apperr.Error { return apperr.New(apperr.Conflict, "error.session.runs", nil).At("add") }

// log writes an act on the session into the audit; its history is read from there.
func (s *Service) log(ctx context.Context, tx *db.Tx, one Session, actor int64, what string) error {
	return s.logAbout(ctx, tx, one, actor, what, 0)
}

// logAbout is log for an act that concerns one person, 0 for none.
func (s *Service) logAbout(ctx context.Context, tx *db.Tx, one Session, actor int64, what string, person int64, fields ...string) error {
	return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "session." + what, ObjectKind: logKind, ObjectID: strconv.FormatInt(one.ID, 10),
		SubjectID: person, Fields: fields})
}

// logKind is the kind of object in the audit.
const logKind = "session"
