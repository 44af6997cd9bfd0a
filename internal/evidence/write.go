package evidence

import (
	"context"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
)

// record writes the evidence of a case, and what it fulfils besides.
func (s *Service) record(ctx context.Context, tx *db.Tx, c Case, today calendar.Date, set settings.Settings) (int64, error) {
	if err := s.ledger.LockPersons(ctx, tx, []int64{c.PersonID}); err != nil {
		return 0, err
	}
	if err := s.placeable(ctx, tx, c.PersonID, c.CourseID, c.Day, today, set); err != nil {
		return 0, err
	}
	by := proof{how: ledger.HowExternal, reason: reasonRecognised, actor: c.ProposedBy, confirmer: c.DecidedBy, today: today, settings: set}
	if c.Own() { // in the ledger nobody records their own: who has checked it does
		by.actor, by.confirmer = c.DecidedBy, 0
	}
	_, done, err := s.enter(ctx, tx, []Row{{PersonID: c.PersonID, Course: c.CourseID, Day: c.Day}}, by)
	if err != nil {
		return 0, err
	}
	return done[0].ID, nil
}

func (s *Service) number(course int64) (string, error) {
	v, err := s.courses.Current(course)
	if err != nil {
		return "", err
	}
	return ledger.NewEvidenceNo(v.Code(), s.random)
}

// amend writes a correction, of what rests on it too, and dates the duty anew where
// it makes the person late.
func (s *Service) amend(ctx context.Context, tx *db.Tx, c Case, today calendar.Date) (int64, error) {
	if err := s.ledger.LockPersons(ctx, tx, []int64{c.PersonID}); err != nil {
		return 0, err
	}
	events, err := s.ledger.EventsOf(ctx, tx, c.PersonID)
	if err != nil {
		return 0, err
	}
	own := of(events, c.CourseID)
	target, err := Amendment{Event: c.Corrects, Act: c.Act, Day: c.Day}.target(own, today)
	if err != nil {
		return 0, err
	}
	decided := curriculum.Decided{Person: c.PersonID, Course: c.CourseID, Actor: c.ProposedBy, Today: today, Reason: c.Reason}
	var list []ledger.Event
	if c.Act == Revoke {
		e, err := s.curriculum.Revocation(ctx, tx, decided, target.Cycle)
		if err != nil {
			return 0, err
		}
		e.ConfirmedBy = c.DecidedBy
		list = append(list, e)
	} else {
		e, err := s.voiding(c, target)
		if err != nil {
			return 0, err
		}
		list = append(list, e)
	}
	courses := map[int64]bool{c.CourseID: true}
	if c.Act != Day && isCompletion(target) {
		standing := ledger.Standing(events)
		for _, e := range events {
			if void, counts := standing[e.ID]; counts && !void && e.SourceEvent == target.ID {
				rests, err := s.voiding(Case{PersonID: e.PersonID, CourseID: e.CourseID, ProposedBy: c.ProposedBy, DecidedBy: c.DecidedBy, Reason: c.Reason, Act: Void}, e)
				if err != nil {
					return 0, err
				}
				list, courses[e.CourseID] = append(list, rests), true
			}
		}
	}
	done, err := s.ledger.Append(ctx, tx, list...)
	if err != nil {
		return 0, err
	}
	for course := range courses {
		decided.Course = course
		if err := s.curriculum.NotLate(ctx, tx, decided); err != nil {
			return 0, err
		}
	}
	return done[0].ID, nil
}

func of(events []ledger.Event, course int64) []ledger.Event {
	var list []ledger.Event
	for _, e := range events {
		if e.CourseID == course {
			list = append(list, e)
		}
	}
	return list
}

// voiding is the correction of an event; by the act Day with the completion as it
// was, on its right day.
func (s *Service) voiding(c Case, target ledger.Event) (ledger.Event, error) {
	e := ledger.Event{PersonID: c.PersonID, CourseID: c.CourseID, Cycle: target.Cycle, Kind: ledger.KindCorrected, EffectiveOn: target.EffectiveOn,
		Voids: target.ID, Reason: c.Reason, ActorID: c.ProposedBy, ConfirmedBy: c.DecidedBy}
	if c.Act != Day {
		return e, nil
	}
	e.Replaces, e.EffectiveOn = true, c.Day
	e.How, e.VersionID, e.ContentLanguage, e.SettingsHash = target.How, target.VersionID, target.ContentLanguage, target.SettingsHash
	e.ValidityMonths, e.ValidityDay, e.SourceEvent = target.ValidityMonths, target.ValidityDay, target.SourceEvent
	e.ValidUntil, e.WindowFrom = target.ValidUntil, target.WindowFrom
	if target.ValidityMonths != nil {
		e.ValidUntil, e.WindowFrom = learning.Validity(c.Day, learning.Term{Months: int(*target.ValidityMonths), Day: target.ValidityDay}, ledger.Cycle{})
	} else if target.ValidUntil != calendar.Forever {
		moved := target.EffectiveOn.DaysUntil(c.Day)
		e.ValidUntil, e.WindowFrom = target.ValidUntil.AddDays(moved), target.WindowFrom.AddDays(moved)
	}
	var err error
	e.EvidenceNo, err = s.number(c.CourseID)
	return e, err
}
