package reminder

import (
	"context"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
)

// ForecastEffects counts what the persons of a proposed change will get on each
// of days days from its day on, if it is applied and nobody does anything. Other
// persons' mails are not in it. It takes the policy in force and counts as if
// go-live were reached.
func (s *Service) ForecastEffects(ctx context.Context, c db.Conn, p curriculum.Proposal, effects curriculum.Effects, days int) ([]DayCount, error) {
	current, err := settings.Load(ctx, c, p.Day)
	if err != nil {
		return nil, err
	}
	byPerson := map[int64]curriculum.Effects{}
	var known []int64 // new persons have no duties and no history
	for _, e := range effects {
		if byPerson[e.PersonID] == nil && e.PersonID > 0 {
			known = append(known, e.PersonID)
		}
		byPerson[e.PersonID] = append(byPerson[e.PersonID], e)
	}
	all, err := s.Ledger.Duties(ctx, c, known)
	if err != nil {
		return nil, err
	}
	duties := map[int64][]ledger.Duty{}
	for _, d := range all {
		duties[d.PersonID] = append(duties[d.PersonID], d)
	}
	histories, err := readHistories(ctx, c, known, p.Day, false)
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
	f := NewForecast(policy, p.Day, days)
	for id, own := range byPerson {
		member := p.Org.Member(id)
		if member == nil {
			continue
		}
		f.Add(NewPerson(member, p.Org, s.Calendars), withEffects(duties[id], own, p.Day), histories[id], above.all(member))
	}
	return f.Days(), nil
}

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
