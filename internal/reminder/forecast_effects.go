package reminder

import (
	"context"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
)

// EffectsForecast counts what the persons of a proposed change will get on each of
// the coming days, if it is applied and nobody does anything. Other persons' mails
// are not in it. Effects are added in parts, each with all of its persons.
type EffectsForecast struct {
	service  *Service
	conn     db.Conn
	proposal curriculum.Proposal
	above    *superiors
	forecast *Forecast
}

// ForecastEffects is for days days from the proposal's own on. It takes the policy
// in force and counts as if go-live were reached.
func (s *Service) ForecastEffects(ctx context.Context, c db.Conn, p curriculum.Proposal, days int) (*EffectsForecast, error) {
	current, err := settings.Load(ctx, c, p.Day)
	if err != nil {
		return nil, err
	}
	policy, err := LoadPolicy(ctx, c, current, p.Day)
	if err != nil {
		return nil, err
	}
	above, err := readSuperiors(ctx, c, p.Org, current, p.Day)
	if err != nil {
		return nil, err
	}
	return &EffectsForecast{s, c, p, above, NewForecast(policy, p.Day, days)}, nil
}

// Add counts the persons of a part.
func (f *EffectsForecast) Add(ctx context.Context, effects curriculum.Effects) error {
	known := effects.Persons() // new persons have no duties and no history
	all, err := f.service.Ledger.Duties(ctx, f.conn, known)
	if err != nil {
		return err
	}
	duties := map[int64][]ledger.Duty{}
	for _, d := range all {
		duties[d.PersonID] = append(duties[d.PersonID], d)
	}
	day, org := f.proposal.Day, f.proposal.Org
	histories, err := readHistories(ctx, f.conn, known, day, false)
	if err != nil {
		return err
	}
	byPerson := map[int64]curriculum.Effects{}
	for _, e := range effects {
		byPerson[e.PersonID] = append(byPerson[e.PersonID], e)
	}
	for id, own := range byPerson {
		if member := org.Member(id); member != nil {
			f.forecast.Add(NewPerson(member, org, f.service.Calendars), withEffects(duties[id], own, day), histories[id], f.above.all(member))
		}
	}
	return nil
}

// Days are the counts so far, one per day.
func (f *EffectsForecast) Days() []DayCount { return f.forecast.Days() }

// withEffects are a person's duties as they would be.
func withEffects(duties []ledger.Duty, effects curriculum.Effects, day calendar.Date) []ledger.Duty {
	byCourse := map[int64]ledger.Duty{}
	for _, d := range duties {
		byCourse[d.CourseID] = d
	}
	for _, e := range effects {
		d := byCourse[e.CourseID]
		switch e.Kind {
		case curriculum.Lose:
			delete(byCourse, e.CourseID)
			continue
		case curriculum.Gain:
			d = ledger.Duty{PersonID: e.PersonID, CourseID: e.CourseID, Dates: ledger.Dates{
				Cycle: ledger.Cycle{No: d.NextCycle(day), AssignedOn: day}, Mandatory: true,
			}}
		case curriculum.Move:
		}
		d.DueOn, d.GraceUntil = e.ToDue, e.ToDue
		byCourse[e.CourseID] = d
	}
	list := make([]ledger.Duty, 0, len(byCourse))
	for _, d := range byCourse {
		list = append(list, d)
	}
	return list
}
