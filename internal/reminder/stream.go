package reminder

import (
	"context"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// stream hands everybody with a duty to fn, by ID: the organisation once, the
// duties from a cursor, what they have got so far by the batch. begin is called
// before the first person. Duties of which takes says no are left out; nil takes all.
func (s *Service) stream(
	ctx context.Context, day calendar.Date, trial bool,
	current settings.Settings, begin func(*people.Org, *superiors), takes func(ledger.Duty) bool, fn func(context.Context, subject) error,
) error {
	return s.DB.Read(ctx, func(tx *db.Tx) error {
		if err := unhurried(ctx, tx); err != nil {
			return err
		}
		org, err := people.Load(ctx, tx, people.Moment{Day: day})
		if err != nil {
			return err
		}
		above, err := readSuperiors(ctx, tx, org, current, day)
		if err != nil {
			return err
		}
		begin(org, above)
		var batch []subject
		flush := func() error {
			if err := s.remember(ctx, batch, above, day, trial); err != nil {
				return err
			}
			for _, who := range batch {
				if err := fn(ctx, who); err != nil {
					return err
				}
			}
			batch = batch[:0]
			return nil
		}
		err = s.Ledger.EachDuty(ctx, tx, func(d ledger.Duty) error {
			if takes != nil && !takes(d) {
				return nil
			}
			if n := len(batch); n > 0 && batch[n-1].member.ID == d.PersonID {
				batch[n-1].duties = append(batch[n-1].duties, d)
				return nil
			}
			member := org.Member(d.PersonID)
			if member == nil {
				return nil
			}
			if len(batch) == batchPersons {
				if err := flush(); err != nil {
					return err
				}
			}
			batch = append(batch, subject{
				member: member, person: NewPerson(member, org, s.Calendars), duties: []ledger.Duty{d},
			})
			return nil
		})
		if err != nil {
			return err
		}
		return flush()
	})
}

// remember reads what the persons of the batch have got; on another connection,
// since the cursor holds the first.
func (s *Service) remember(ctx context.Context, batch []subject, above *superiors, day calendar.Date, trial bool) error {
	if len(batch) == 0 {
		return nil
	}
	ids := make([]int64, len(batch))
	var duties []ledger.Duty
	for i, who := range batch {
		ids[i] = who.member.ID
		duties = append(duties, who.duties...)
	}
	blocked, err := s.blocked(ctx, s.DB, duties)
	if err != nil {
		return err
	}
	histories, err := readHistories(ctx, s.DB, ids, day, trial)
	if err != nil {
		return err
	}
	for i := range batch {
		batch[i].history = histories[ids[i]]
		batch[i].history.Blocked = blocked[ids[i]]
		batch[i].person.Bounced = above.bounced[ids[i]]
	}
	return nil
}

// Forecast counts what will leave on each of days days from now on if nobody
// does anything, by the policy in force, as if go-live were today.
func (s *Service) Forecast(ctx context.Context, now time.Time, days int) ([]DayCount, error) {
	day := calendar.DateOf(now)
	_, policy, err := inForce(ctx, s.DB, day)
	if err != nil {
		return nil, err
	}
	list, err := s.ForecastPolicies(ctx, now, day, days, policy)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// ForecastPolicies is Forecast from a day on for several policies side by side,
// in force or not, in one pass.
func (s *Service) ForecastPolicies(ctx context.Context, now time.Time, from calendar.Date, days int, policies ...Policy) ([][]DayCount, error) {
	day := calendar.DateOf(now)
	current, err := settings.Load(ctx, s.DB, day)
	if err != nil {
		return nil, err
	}
	forecasts := make([]*Forecast, len(policies))
	for i, p := range policies {
		forecasts[i] = NewForecast(p, from, days)
	}
	var above *superiors
	err = s.stream(ctx, day, false, current, func(_ *people.Org, found *superiors) { above = found }, stirring(from, days), func(_ context.Context, who subject) error {
		if len(who.member.Employments) == 0 {
			return nil
		}
		to := above.all(who.member)
		for _, f := range forecasts {
			f.Add(who.person, who.duties, who.history, to)
		}
		return nil
	})
	list := make([][]DayCount, len(forecasts))
	for i, f := range forecasts {
		list[i] = f.Days()
	}
	return list, err
}
