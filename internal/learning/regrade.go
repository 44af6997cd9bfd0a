package learning

import (
	"context"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// regrade grades an attempt that is handed in anew, with the question as right, and
// writes the completion where it passes by that. What has passed stays passed.
func (s *Service) regrade(ctx context.Context, tx *db.Tx, act Act, a *Attempt, question string) (passes bool, err error) {
	r := withoutQuestion(a, question)
	passes = r.Passed && !a.Passed
	a.Withdrawn = append(a.Withdrawn, question)
	a.Points, a.Passed = max(a.Points, r.Points), a.Passed || r.Passed
	if passes {
		if err := s.credit(ctx, tx, act, a); err != nil {
			return false, err
		}
	}
	return passes, closeAttempt(ctx, tx, a)
}

// credit appends the completion of an attempt that has come to pass after the day on
// which it was handed in, as of that day; where the duty has no room for it there, as
// of today with the term of that day. Who has a completion by now that lasts needs no
// second one. The system is the actor: nobody decides about the own duty.
func (s *Service) credit(ctx context.Context, tx *db.Tx, act Act, a *Attempt) error {
	events, err := s.ledger.Events(ctx, tx, a.PersonID, a.CourseID)
	if err != nil {
		return err
	}
	if now, _ := ledger.DatesOn(events, act.Today); PlaceOf(now, act.Today).Mode == Practice {
		return nil
	}
	day := a.day()
	set, err := settings.Load(ctx, tx, day)
	if err != nil {
		return err
	}
	person, err := people.Get(ctx, tx, a.PersonID)
	if err != nil {
		return err
	}
	in := Learned{Language: person.Language, Settings: set}
	for _, on := range []calendar.Date{day, act.Today} {
		dates, _ := ledger.DatesOn(events, on)
		place := PlaceOf(dates, on)
		if place.Mode == Practice {
			continue
		}
		then := Act{PersonID: a.PersonID, Now: act.Now, Today: day}
		d := ledger.Duty{PersonID: a.PersonID, CourseID: a.CourseID, Dates: dates}
		e, err := s.prepared(ctx, tx, then, a.Version, d, place, in, func(e *ledger.Event) error { return s.shape(ctx, tx, then, a, d, e) })
		if err != nil {
			return err
		}
		e.ActorID, e.Reason, e.EffectiveOn = 0, "question_withdrawn", on
		if e.ValidUntil < act.Today || !ledger.Fits(events, e) {
			continue
		}
		done, err := s.ledger.Append(ctx, tx, e)
		if err != nil {
			return err
		}
		a.EventID, a.EvidenceNo, a.ValidUntil = done[0].ID, done[0].EvidenceNo, done[0].ValidUntil
		return s.fulfilOthers(ctx, tx, Act{PersonID: a.PersonID, Now: act.Now, Today: act.Today}, done[0])
	}
	return nil
}
