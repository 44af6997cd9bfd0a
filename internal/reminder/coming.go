package reminder

import (
	"cmp"
	"context"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Coming is what one person will get on a day if nobody does anything.
type Coming struct {
	Day      calendar.Date
	PersonID int64
	Channel  Channel
	Items    []Item
}

// Coming lists what people will get from now on for days days, by day and person;
// as if go-live were today.
func (s *Service) Coming(ctx context.Context, now time.Time, days int) ([]Coming, error) {
	var list []Coming
	err := s.everybody(ctx, now, days, func(p Policy, who subject) {
		list = append(list, p.coming(who, calendar.DateOf(now), days)...)
	})
	slices.SortStableFunc(list, func(a, b Coming) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.PersonID, b.PersonID)) })
	return list, err
}

// ComingTo is Coming for one person.
func (s *Service) ComingTo(ctx context.Context, c db.Conn, person int64, now time.Time, days int) ([]Coming, error) {
	day := calendar.DateOf(now)
	_, policy, err := inForce(ctx, c, day)
	if err != nil {
		return nil, err
	}
	contacts, err := s.readContacts(ctx, c, []int64{person}, day)
	if err != nil {
		return nil, err
	}
	who := subject{person: contacts[person].Person}
	if who.duties, err = s.Ledger.Duties(ctx, c, []int64{person}); err != nil {
		return nil, err
	}
	histories, err := readHistories(ctx, c, []int64{person}, day, false)
	if err != nil {
		return nil, err
	}
	blocked, err := s.blocked(ctx, c, who.duties)
	if err != nil {
		return nil, err
	}
	who.history = histories[person]
	who.history.Blocked = blocked[person]
	return policy.coming(who, day, days), nil
}

func (p Policy) coming(who subject, from calendar.Date, days int) []Coming {
	var list []Coming
	p.ahead(who.person, who.duties, who.history, from, days, func(i int, r Reminder) {
		if len(r.Items) > 0 {
			list = append(list, Coming{Day: from.AddDays(i), PersonID: who.person.ID, Channel: r.Channel, Items: r.Items})
		}
	})
	return list
}

// Overdue is a duty that is late for so long that HR is told.
type Overdue struct {
	PersonID, CourseID int64
	Due                calendar.Date
}

// OverdueForLong are the duties of which HR is told, the oldest first; elected
// members, militia and externals are never among them.
func (s *Service) OverdueForLong(ctx context.Context, now time.Time) ([]Overdue, error) {
	day := calendar.DateOf(now)
	var list []Overdue
	err := s.everybody(ctx, now, 1, func(p Policy, who subject) {
		for _, d := range who.duties {
			if p.arrears(ToHR, who.person, d, who.history, day) {
				g, _ := d.Governing(day)
				list = append(list, Overdue{who.person.ID, d.CourseID, g.GraceUntil})
			}
		}
	})
	slices.SortStableFunc(list, func(a, b Overdue) int { return cmp.Compare(a.Due, b.Due) })
	return list, err
}

// everybody hands over who is employed on the day of now, with the policy in force, and
// with those of the duties of which anybody hears in the days from then on.
func (s *Service) everybody(ctx context.Context, now time.Time, days int, fn func(Policy, subject)) error {
	day := calendar.DateOf(now)
	current, policy, err := inForce(ctx, s.DB, day)
	if err != nil {
		return err
	}
	return s.stream(ctx, day, false, current, func(*people.Org, *superiors) {}, stirring(day, days), func(_ context.Context, who subject) error {
		if len(who.member.Employments) > 0 {
			fn(policy, who)
		}
		return nil
	})
}
