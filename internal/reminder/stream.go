package reminder

import (
	"context"
	"errors"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// errRaced undoes a message whose steps another process has written.
var errRaced = errors.New("reminder: written elsewhere")

// stream hands everybody with a duty to fn, by ID: the organisation once, the
// duties from a cursor, what they have got so far by the batch. begin is called
// before the first person.
func (s *Service) stream(
	ctx context.Context, day calendar.Date, trial bool,
	begin func(*people.Org, *superiors), fn func(context.Context, subject) error,
) error {
	return s.DB.Read(ctx, func(tx *db.Tx) error {
		if err := unhurried(ctx, tx); err != nil {
			return err
		}
		org, err := people.Load(ctx, tx, people.Moment{Day: day})
		if err != nil {
			return err
		}
		above, err := readSuperiors(ctx, tx, org, day)
		if err != nil {
			return err
		}
		begin(org, above)
		var batch []subject
		flush := func() error {
			if err := s.remember(ctx, batch, day, trial); err != nil {
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
func (s *Service) remember(ctx context.Context, batch []subject, day calendar.Date, trial bool) error {
	if len(batch) == 0 {
		return nil
	}
	ids := make([]int64, len(batch))
	for i, who := range batch {
		ids[i] = who.member.ID
	}
	histories, err := readHistories(ctx, s.DB, ids, day, trial)
	if err != nil {
		return err
	}
	for i := range batch {
		batch[i].history = histories[ids[i]]
	}
	return nil
}

// Forecast counts what will leave on each of days days from now on if nobody
// does anything, by the policy in force, as if go-live were today.
func (s *Service) Forecast(ctx context.Context, now time.Time, days int) ([]DayCount, error) {
	day := calendar.DateOf(now)
	current, err := settings.Load(ctx, s.DB, day)
	if err != nil {
		return nil, err
	}
	return s.ForecastPolicy(ctx, FromSettings(current), now, days)
}

// ForecastPolicy is Forecast for a policy that is not in force yet.
func (s *Service) ForecastPolicy(ctx context.Context, p Policy, now time.Time, days int) ([]DayCount, error) {
	day := calendar.DateOf(now)
	f := NewForecast(p, day, days)
	err := s.stream(ctx, day, false, func(*people.Org, *superiors) {}, func(_ context.Context, who subject) error {
		if len(who.member.Employments) > 0 {
			f.Add(who.person, who.duties, who.history)
		}
		return nil
	})
	return f.Days(), err
}
