package extension

import (
	"context"
	"strconv"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
)

// Decision is what somebody decides about a request.
type Decision struct {
	UID   string
	Actor int64
	// Scope says for whom the actor may decide: ForLeading of today.
	Scope people.Scope
	Grant bool
	Until calendar.Date // 0: as wanted
}

// Decide grants or refuses. Errors: NotFound (no such request, or not of the
// actor's people), Forbidden (own duty), Conflict (decided already, or nothing is
// left to extend), Invalid at until.
func (s *Service) Decide(ctx context.Context, tx *db.Tx, d Decision, now time.Time) (Request, error) {
	r, personUID, err := lock(ctx, tx, d.UID)
	if err != nil {
		return r, err
	}
	if _, err := d.Scope.Target(ctx, tx, personUID); err != nil {
		return r, notFound()
	}
	if err := people.NotOwn(d.Actor, r.PersonID); err != nil {
		return r, err
	}
	if r.State != Waiting {
		return r, apperr.New(apperr.Conflict, "error.extension.decided", nil)
	}
	today := calendar.DateOf(now)
	r.State, r.DecidedAt, r.DecidedBy = Refused, now, d.Actor
	if d.Grant {
		until := d.Until
		if until == 0 {
			until = r.WantedOn
		}
		event, err := s.Curriculum.Extend(ctx, tx, curriculum.Decided{Person: r.PersonID, Course: r.CourseID, Actor: d.Actor, Today: today,
			Reason: r.Reason}, until)
		if err != nil {
			return r, err
		}
		r.State, r.GrantedOn, r.EventID = Granted, event.DueOn, event.ID
	}
	if err := decide(ctx, tx, r); err != nil {
		return r, err
	}
	id := strconv.FormatInt(r.ID, 10)
	if _, _, err := outbox.Enqueue(ctx, tx, outbox.Message{Kind: Kind, DedupeKey: Kind + ":" + id, RecipientID: r.PersonID,
		Payload: payload{r.ID}, NextAt: now}); err != nil {
		return r, err
	}
	return r, audit.Record(ctx, tx, audit.Entry{ActorID: d.Actor, Action: "extension." + string(r.State), ObjectKind: "extension_request",
		ObjectID: id, SubjectID: r.PersonID})
}
