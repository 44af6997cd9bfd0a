package evidence

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Taught is a training of the house that was held.
type Taught struct {
	Session int64
	Course  int64
	Day     calendar.Date
	Persons []int64 // who was there, and passed where there was a quiz
	Actor   int64   // who says so, and is not among them
}

// ProposeSession stores a case for everybody who was there; they count once somebody
// else has confirmed the session. It returns for whom it would bring something; the
// others have as much already, or wait for the same day. Errors: Forbidden (the actor
// is among them), Invalid at day (it is yet to come).
func (s *Service) ProposeSession(ctx context.Context, tx *db.Tx, t Taught, now time.Time) ([]int64, error) {
	today := calendar.DateOf(now)
	if t.Day > today {
		return nil, apperr.New(apperr.Invalid, "error.evidence.future", nil).At("day")
	}
	rows := make([]Row, len(t.Persons))
	for i, id := range t.Persons {
		if err := people.NotOwn(t.Actor, id); err != nil {
			return nil, err
		}
		rows[i] = Row{PersonID: id, Course: t.Course, Day: t.Day}
	}
	v, err := s.courses.Current(t.Course)
	if err != nil {
		return nil, err
	}
	known, err := s.eventsOf(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	var useful []int64
	for _, r := range rows {
		if _, no := Place(known.of(r), r.PersonID, r.Course, r.Day, Terms{Today: today, Months: v.Content.ValidityMonths, House: true}); no == "" {
			useful = append(useful, r.PersonID)
		}
	}
	proposed, err := insertAttended(ctx, tx, t, useful, now)
	if err != nil {
		return nil, err
	}
	return proposed, audit.RecordMany(ctx, tx, entriesOf(t.Actor, "evidence.recognition.proposed", t.Session, proposed))
}

// RefusalReasons are the codes for refusing a session.
var RefusalReasons = []string{"list", "people", "details", "content"}

// SessionVerdict is what a second person says to all who were at a session.
type SessionVerdict struct {
	Session  int64
	Actor    int64
	Scope    people.Scope // for whom the actor may confirm: see Confirmers
	Confirm  bool
	Reason   string          // of a refusal: one of RefusalReasons
	Version  *course.Version // that was taught
	How      ledger.How      // HowClassroom, or HowPaper where a quiz was passed
	Settings settings.Settings
}

// SessionOutcome is what became of the cases of a session.
type SessionOutcome struct {
	Counted int // persons for whom it counts now
	Lapsed  int // persons for whom it brought nothing any more
	Left    int // cases that wait for somebody else: the actor's own, or of others' people
}

// ConfirmSession decides the cases of a session that wait, but those of persons
// outside the actor's scope and the actor's own. Errors: Invalid at reason, Forbidden (the actor proposed
// them, or nothing but the own is left), NotFound (none is of the actor's people),
// Conflict (all are decided).
func (s *Service) ConfirmSession(ctx context.Context, tx *db.Tx, v SessionVerdict, now time.Time) (SessionOutcome, error) {
	var out SessionOutcome
	waiting, err := lockAttended(ctx, tx, v.Session)
	if err != nil {
		return out, err
	}
	if len(waiting) == 0 {
		return out, apperr.New(apperr.Conflict, "error.evidence.decided", nil)
	}
	mine, err := s.decidable(ctx, tx, v, waiting)
	if err != nil {
		return out, err
	}
	out.Left = len(waiting) - len(mine)
	persons := make([]int64, len(mine))
	for i, c := range mine {
		persons[i] = c.PersonID
	}
	if !v.Confirm {
		if !slices.Contains(RefusalReasons, v.Reason) {
			return out, apperr.New(apperr.Invalid, "error.curriculum.reason", nil).At("reason")
		}
		if err := decideAttended(ctx, tx, v.Session, persons, verdict{Refused, v.Reason, v.Actor}, now); err != nil {
			return out, err
		}
		return out, audit.RecordMany(ctx, tx, entriesOf(v.Actor, "evidence.recognition.refused", v.Session, persons))
	}
	if err := s.ledger.LockPersons(ctx, tx, persons); err != nil {
		return out, err
	}
	rows := make([]Row, len(mine))
	for i, c := range mine {
		rows[i] = Row{PersonID: c.PersonID, Course: c.CourseID, Day: c.Day}
	}
	kept, done, err := s.enter(ctx, tx, rows, proof{how: v.How, reason: reasonAttended, actor: mine[0].ProposedBy, confirmer: v.Actor,
		taught: v.Version, today: calendar.DateOf(now), settings: v.Settings})
	if err != nil {
		return out, err
	}
	if err := confirmAttended(ctx, tx, v.Session, done, v.Actor, now); err != nil {
		return out, err
	}
	if err := decideAttended(ctx, tx, v.Session, persons, verdict{Lapsed, "", v.Actor}, now); err != nil { // those that still wait
		return out, err
	}
	out.Counted, out.Lapsed = len(kept), len(rows)-len(kept)
	return out, audit.RecordMany(ctx, tx, entriesOf(v.Actor, "evidence.recognition.confirmed", v.Session, persons))
}

// decidable are the cases about which the actor may decide.
func (s *Service) decidable(ctx context.Context, tx *db.Tx, v SessionVerdict, waiting []Case) ([]Case, error) {
	ids := make([]int64, len(waiting))
	for i, c := range waiting {
		if c.ProposedBy == v.Actor {
			return nil, secondPerson()
		}
		ids[i] = c.PersonID
	}
	seen, err := v.Scope.Among(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var mine []Case
	own := false
	for _, c := range waiting {
		if c.PersonID == v.Actor {
			own = true
		} else if _, ok := seen[c.PersonID]; ok {
			mine = append(mine, c)
		}
	}
	switch {
	case len(mine) > 0:
		return mine, nil
	case own:
		return nil, secondPerson()
	default:
		return nil, notFound()
	}
}

// WithdrawSession takes the cases of a session back that wait. Errors: Conflict
// where one is decided already.
func (s *Service) WithdrawSession(ctx context.Context, tx *db.Tx, session, actor int64, now time.Time) error {
	decided, err := decidedAttended(ctx, tx, session)
	if err != nil {
		return err
	}
	if decided {
		return apperr.New(apperr.Conflict, "error.evidence.decided", nil)
	}
	waiting, err := lockAttended(ctx, tx, session)
	if err != nil {
		return err
	}
	persons := make([]int64, len(waiting))
	for i, c := range waiting {
		persons[i] = c.PersonID
	}
	if err := decideAttended(ctx, tx, session, persons, verdict{Withdrawn, "", actor}, now); err != nil {
		return err
	}
	return audit.RecordMany(ctx, tx, entriesOf(actor, "evidence.recognition.withdrawn", session, persons))
}

func secondPerson() error { return apperr.New(apperr.Forbidden, "error.evidence.second_person", nil) }

func entriesOf(actor int64, action string, session int64, persons []int64) []audit.Entry {
	entries := make([]audit.Entry, len(persons))
	for i, id := range persons {
		entries[i] = audit.Entry{ActorID: actor, Action: action, ObjectKind: "training_session", ObjectID: fmt.Sprint(session), SubjectID: id}
	}
	return entries
}
