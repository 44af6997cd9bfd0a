package curriculum

import (
	"context"
	"encoding/json"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// Why somebody is exempt or gets more time: the codes that the ledger keeps. Never
// anything about health (DOMAIN.md §4.5).
var (
	ExemptionReasons = []string{"other_training", "not_affected", "leaving", "long_absence", "official"}
	ExtensionReasons = []string{"workload", "project", "absence", "no_access", "session", "other"}
)

// Decided is what somebody decides about one duty of somebody else.
type Decided struct {
	Person, Course int64
	Actor          int64 // never the person
	Today          calendar.Date
	Reason         string // a code of the list of its kind
}

// subject is the duty that is decided on, locked.
type subject struct {
	Decided
	held   Held
	events []ledger.Event
}

// subject locks and reads the duty. Errors: Forbidden for the own duty, Conflict
// where the person does not have it today.
func (s *Service) subject(ctx context.Context, tx *db.Tx, d Decided) (subject, error) {
	t := subject{Decided: d}
	if err := people.NotOwn(d.Actor, d.Person); err != nil {
		return t, err
	}
	if err := s.ledger.LockPersons(ctx, tx, []int64{d.Person}); err != nil {
		return t, err
	}
	duty, err := s.ledger.Duty(ctx, tx, d.Person, d.Course)
	if err != nil && !apperr.Is(err, apperr.NotFound) {
		return t, err
	}
	if !duty.ActiveOn(d.Today) {
		return t, apperr.New(apperr.Conflict, "error.curriculum.no_duty", nil)
	}
	t.events, err = s.ledger.Events(ctx, tx, d.Person, d.Course)
	t.held = Held{Duty: duty, Terms: ledger.TermsIn(t.events, duty.No)}
	return t, err
}

// record appends the event of the decision with its audit.
func (s *Service) record(ctx context.Context, tx *db.Tx, t subject, e ledger.Event, action string) (ledger.Event, error) {
	e.PersonID, e.CourseID, e.Cycle, e.EffectiveOn, e.ActorID = t.Person, t.Course, t.held.No, t.Today, t.Actor
	if e.Reason == "" {
		e.Reason = t.Reason
	}
	done, err := s.ledger.Append(ctx, tx, e)
	if err != nil {
		return e, err
	}
	version, err := s.courses.Current(t.Course)
	if err != nil {
		return e, err
	}
	return done[0], audit.Record(ctx, tx, audit.Entry{ActorID: t.Actor, Action: action, ObjectKind: "course", ObjectID: version.Code(),
		SubjectID: t.Person})
}

// dated is the date of DESIGN.md §6.7 for the duty, as planning on the same day
// yields it: so that the next night moves nothing.
func (s *Service) dated(ctx context.Context, tx *db.Tx, t subject, restart Restart) (dated, error) {
	org, err := people.Load(ctx, tx, people.Moment{Day: t.Today})
	if err != nil {
		return dated{}, err
	}
	book, err := LoadBook(ctx, tx, t.Today)
	if err != nil {
		return dated{}, err
	}
	calendars, err := holiday.Load(ctx, tx)
	if err != nil {
		return dated{}, err
	}
	outages, err := outagesWith(ctx, tx, nil)
	if err != nil {
		return dated{}, err
	}
	requirements, err := requirementsWith(ctx, tx, nil)
	if err != nil {
		return dated{}, err
	}
	p := newPlanner(Facts{Org: org, Day: t.Today, Book: book, Courses: s.facts(), Calendars: calendars, Outages: outages, Requirements: requirements})
	member := org.Member(t.Person)
	if member == nil {
		return dated{}, apperr.New(apperr.Conflict, "error.curriculum.no_duty", nil)
	}
	duties, err := s.ledger.Duties(ctx, tx, []int64{t.Person})
	if err != nil {
		return dated{}, err
	}
	held := make([]Held, len(duties))
	for i, d := range duties {
		held[i].Duty = d
		if d.RuleID != 0 { // the one that dated it: enough to know that a roll-out has begun
			held[i].Reasons = []ledger.Reason{{Rule: d.RuleID, Version: d.RuleVersion}}
		}
	}
	demands := p.ask(member, held)
	at := slices.IndexFunc(demands, func(d demand) bool { return d.course.ID == t.Course })
	if at < 0 { // no rule asks for it any more, or ever did
		version, err := s.courses.Current(t.Course)
		if err != nil {
			return dated{}, err
		}
		line := Line{Course: version.Code()}.finished(version.Content)
		r, err := Due(p.due(t.Today, line.stated(), &restart))
		return dated{result: r}, err
	}
	return p.earliest(&demands[at], t.held.RuleID, func(a ask) (DueResult, error) { return Due(p.due(t.Today, a.terms, &restart)) })
}

// write puts the finished dates into the event; during a pause without end there
// are none, and its end computes them.
func (b dated) write(e *ledger.Event) error {
	if b.result.DueOn == 0 {
		return nil
	}
	e.DueOn, e.GraceUntil = b.result.DueOn, b.result.GraceUntil
	text, err := json.Marshal(b.result.Steps)
	if err != nil {
		return err
	}
	e.Calculation = text
	if b.rule != nil {
		e.RuleID, e.RuleVersion = b.rule.ID, b.rule.Version
	}
	return nil
}

// reason holds the code to its list.
func (d Decided) reason(list []string) error {
	if !slices.Contains(list, d.Reason) {
		return apperr.New(apperr.Invalid, "error.curriculum.reason", nil).At("reason")
	}
	return nil
}
