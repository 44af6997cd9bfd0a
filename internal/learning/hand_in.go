package learning

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
)

const keyUnanswered = "error.learning.unanswered"

// HandIn is an attempt to be graded.
type HandIn struct {
	Attempt string // UID
	Sure    bool   // hand in although questions are unanswered
	Own     bool   // the person says that they have done the test by themselves
	Learned
}

// Learned says how the person saw the texts.
type Learned struct {
	// Language in which the person reads; the completion stores it where the course
	// is written in it, else the course's main one.
	Language string
	// Settings in force: the completion stores the state of their placeholders.
	Settings settings.Settings
}

// HandIn grades the attempt and, on a pass, writes the completion, all in tx. An
// attempt that is handed in already is returned as it is. Errors: NotFound (no
// such attempt of this person), Conflict with error.learning.unanswered and {n}
// while questions are unanswered and the person has not said that they are sure,
// Invalid at own while they have not said that they did it by themselves.
func (s *Service) HandIn(ctx context.Context, tx *db.Tx, act Act, in HandIn) (*Attempt, error) {
	a, err := s.lockAttempt(ctx, tx, act, in.Attempt)
	if err != nil || !a.Open() {
		return a, err
	}
	if a, err = s.against(ctx, tx, a); err != nil {
		return nil, err
	}
	r, err := a.Close(in, act.Now)
	if err != nil {
		return a, err
	}
	if r.Passed {
		if err := s.complete(ctx, tx, act, a, in.Learned); err != nil {
			return nil, err
		}
	}
	if err := countFirst(ctx, tx, a, r); err != nil {
		return nil, err
	}
	return a, closeAttempt(ctx, tx, a)
}

// Close grades the open attempt in memory: nothing is written and nothing follows. It
// refuses as HandIn does.
func (a *Attempt) Close(in HandIn, now time.Time) (Result, error) {
	if n := a.Unanswered(); n > 0 && !in.Sure {
		return Result{}, apperr.New(apperr.Conflict, keyUnanswered, map[string]any{"n": n})
	}
	if !in.Own {
		return Result{}, apperr.New(apperr.Invalid, "error.learning.not_own", nil).At("own")
	}
	r := a.Result()
	a.HandedInAt, a.Passed, a.Points, a.Possible = now, r.Passed, r.Points, r.Possible
	return r, nil
}

// complete appends what follows from a pass: the completion, and that it also
// fulfils other courses. In practice mode nothing follows.
func (s *Service) complete(ctx context.Context, tx *db.Tx, act Act, a *Attempt, in Learned) error {
	d, err := s.duty(ctx, tx, act.PersonID, a.CourseID)
	if err != nil {
		return err
	}
	place := PlaceOf(d.Dates, act.Today)
	if place.Mode == Practice {
		a.EvidenceNo, a.ValidUntil = place.Before.EvidenceNo, place.Before.ValidUntil
		return nil
	}
	done, err := s.record(ctx, tx, act, a.Version, d, place, in, func(e *ledger.Event) error { return s.shape(ctx, tx, act, a, d, e) })
	a.EventID, a.EvidenceNo, a.ValidUntil = done.ID, done.EvidenceNo, done.ValidUntil
	return err
}

// shape makes of a completion what the form of the attempt says.
func (s *Service) shape(ctx context.Context, c db.Conn, act Act, a *Attempt, d ledger.Duty, e *ledger.Event) (err error) {
	switch a.Form {
	case TestOut:
		e.How = ledger.HowTestOut
	case Difference:
		e.Variant = ledger.Difference
		e.ValidUntil, e.WindowFrom, err = s.termBefore(ctx, c, act, d)
	}
	return err
}

// record appends the completion of the version on the terms of the duty, as shaped,
// and what it fulfils besides.
func (s *Service) record(ctx context.Context, tx *db.Tx, act Act, v *course.Version, d ledger.Duty, place Place, in Learned,
	shape func(*ledger.Event) error,
) (ledger.Event, error) {
	e, err := s.prepared(ctx, tx, act, v, d, place, in, shape)
	if err != nil {
		return e, err
	}
	done, err := s.ledger.Append(ctx, tx, e)
	if err != nil {
		return e, err
	}
	return done[0], s.fulfilOthers(ctx, tx, act, done[0])
}

// prepared is the completion of the version on the day of the act and on the terms
// of the duty, as shaped, ready to be appended.
func (s *Service) prepared(ctx context.Context, c db.Conn, act Act, v *course.Version, d ledger.Duty, place Place, in Learned,
	shape func(*ledger.Event) error,
) (ledger.Event, error) {
	terms, err := s.terms(ctx, c, d, place)
	if err != nil {
		return ledger.Event{}, err
	}
	hash := in.Settings.PlaceholderHash()
	e := completion(act, v.CourseID, place, terms, v.Content.ValidityMonths)
	e.ActorID, e.How, e.VersionID, e.Variant = act.PersonID, ledger.HowOnline, v.ID, ""
	e.ContentLanguage, e.SettingsHash = v.Content.In(in.Language), hash[:]
	if place.Mode == Voluntary {
		e.Kind = ledger.KindTaken
	}
	if err := shape(&e); err != nil {
		return e, err
	}
	if e.EvidenceNo, err = ledger.NewEvidenceNo(v.Code(), rand.Reader); err != nil {
		return e, err
	}
	return e, nil
}

// completion is a completed event with its dates and the terms in force.
func completion(act Act, course int64, p Place, terms ledger.Event, months int) ledger.Event {
	if terms.ValidityMonths != nil {
		months = int(*terms.ValidityMonths)
	}
	until, window := Validity(act.Today, Term{Months: months, Day: terms.ValidityDay}, p.Before)
	m := int16(months)
	return ledger.Event{
		PersonID: act.PersonID, CourseID: course, Cycle: p.Cycle, Kind: ledger.KindCompleted, EffectiveOn: act.Today,
		ValidUntil: until, WindowFrom: window, ValidityMonths: &m, ValidityDay: terms.ValidityDay, Mandatory: terms.Mandatory,
		Variant: terms.Variant, TestOut: terms.TestOut, RuleID: terms.RuleID, RuleVersion: terms.RuleVersion,
	}
}

// termBefore is the last day of the completion before as it was stated with it, and
// the first of its renewal window: a required version may have ended it sooner.
func (s *Service) termBefore(ctx context.Context, c db.Conn, act Act, d ledger.Duty) (until, window calendar.Date, err error) {
	events, err := s.ledger.Events(ctx, c, d.PersonID, d.CourseID)
	if err != nil {
		return 0, 0, err
	}
	until = act.Today
	for _, e := range events {
		if e.ID == d.Prev.CompletedEvent {
			until = max(until, e.ValidUntil)
		}
	}
	if until == calendar.Forever {
		return until, 0, nil
	}
	return until, windowBefore(act.Today, until), nil
}

// terms are those under which the duty was last assigned, or that were stated
// since; zero for somebody who has no duty.
func (s *Service) terms(ctx context.Context, c db.Conn, d ledger.Duty, p Place) (ledger.Event, error) {
	if p.Mode != ForDuty {
		return ledger.Event{}, nil
	}
	events, err := s.ledger.Events(ctx, c, d.PersonID, d.CourseID)
	if err != nil {
		return ledger.Event{}, err
	}
	return termsOf(events, p.Cycle), nil
}

// termsOf gathers what was stated last up to the cycle and is not voided.
func termsOf(events []ledger.Event, cycle int16) ledger.Event {
	var t ledger.Event
	voided := map[int64]bool{}
	for _, e := range events {
		voided[e.Voids] = true
	}
	for _, e := range events {
		if e.Cycle > cycle || voided[e.ID] {
			continue
		}
		if e.Mandatory != nil {
			t.Mandatory = e.Mandatory
		}
		if e.ValidityMonths != nil {
			t.ValidityMonths, t.ValidityDay = e.ValidityMonths, e.ValidityDay
		}
		if e.TestOut != nil {
			t.TestOut = e.TestOut
		}
		if e.RuleID != 0 {
			t.RuleID, t.RuleVersion = e.RuleID, e.RuleVersion
		}
		if e.Kind == ledger.KindAssigned || len(e.Reasons) > 0 { // these state all terms
			t.Variant = e.Variant
		}
	}
	return t
}

// IsUnanswered reports that HandIn asks first: questions are unanswered.
func IsUnanswered(err error) bool {
	var e *apperr.Error
	return errors.As(err, &e) && e.Key == keyUnanswered
}
