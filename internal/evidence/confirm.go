package evidence

import (
	"context"
	"strconv"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Verdict is what a second person says to a case.
type Verdict struct {
	UID   string
	Actor int64
	// Scope is for whom the actor may confirm: see Confirmers.
	Scope    people.Scope
	Confirm  bool
	Settings settings.Settings
	Day      calendar.Date // of a practical task that is confirmed: when it was done, 0: as reported
	Reason   string        // of one that is refused: one of PracticalRefusals
}

// Confirmers narrows what the viewer may see to those for whom they may confirm, by
// the setting confirm_by: HR alone, or HR and the superiors of the own line.
func Confirmers(s people.Scope, set settings.Settings) people.Scope {
	if set.Text("confirm_by") == "hr" {
		return s.ForHR()
	}
	return s.ForLeading()
}

// Confirm decides a case; what it writes is in the ledger then. Errors: NotFound
// (no such case, or not of the actor's people), Forbidden (the actor proposed it, or
// is concerned), Conflict (decided already, or it no longer brings anything), Invalid
// (too old by now; of a practical task at day or reason).
func (s *Service) Confirm(ctx context.Context, tx *db.Tx, v Verdict, now time.Time) (Case, error) {
	c, personUID, err := lock(ctx, tx, v.UID)
	if err != nil {
		return c, err
	}
	if c.Own() && c.Kind != Practical { // what somebody hands in themselves HR alone checks
		v.Scope = v.Scope.ForHR()
	}
	if _, err := v.Scope.Target(ctx, tx, personUID); err != nil || c.SessionID != 0 {
		return c, notFound()
	}
	if v.Actor == c.ProposedBy || v.Actor == c.PersonID {
		return c, secondPerson()
	}
	if c.State != Waiting {
		return c, apperr.New(apperr.Conflict, "error.evidence.decided", nil)
	}
	today := calendar.DateOf(now)
	if c.Kind == Practical {
		if err := s.judged(ctx, tx, &c, v, today); err != nil {
			return c, err
		}
	}
	c.State, c.DecidedBy, c.DecidedAt = Refused, v.Actor, now
	if v.Confirm {
		c.State = Confirmed
		switch c.Kind {
		case Recognition:
			c.EventID, err = s.record(ctx, tx, c, today, v.Settings)
		case Practical:
			c.EventID, err = s.carriedOut(ctx, tx, c, today, v.Settings)
		case Correction:
			c.EventID, err = s.amend(ctx, tx, c, today)
		}
		if err != nil {
			return c, err
		}
	}
	return c, s.decided(ctx, tx, c, v.Actor)
}

// Withdraw takes a case back that the actor has proposed and that waits. Errors:
// NotFound (none of the actor's), Conflict (decided already).
func (s *Service) Withdraw(ctx context.Context, tx *db.Tx, uid string, actor int64, now time.Time) (Case, error) {
	c, _, err := lock(ctx, tx, uid)
	if err != nil {
		return c, err
	}
	if c.ProposedBy != actor || c.SessionID != 0 {
		return c, notFound()
	}
	if c.State != Waiting {
		return c, apperr.New(apperr.Conflict, "error.evidence.decided", nil)
	}
	c.State, c.DecidedBy, c.DecidedAt = Withdrawn, actor, now
	return c, s.decided(ctx, tx, c, actor)
}

// decided stores the decision. The scan of what does not count goes at once.
func (s *Service) decided(ctx context.Context, tx *db.Tx, c Case, actor int64) error {
	if err := decide(ctx, tx, c); err != nil {
		return err
	}
	if err := tell(ctx, tx, c, c.DecidedAt); err != nil {
		return err
	}
	if c.State != Confirmed && c.Scan != nil {
		if err := dropScan(ctx, tx, c.ID, c.Scan); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "evidence." + string(c.Kind) + "." + string(c.State), ObjectKind: "evidence_case",
		ObjectID: strconv.FormatInt(c.ID, 10), SubjectID: c.PersonID})
}
