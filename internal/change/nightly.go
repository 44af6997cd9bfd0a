package change

import (
	"context"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// RunDay writes what a new day does to duties: entries, exits and moves that
// were known ahead. It returns the batch, 0 if there was nothing to do; running
// it again on the same day does nothing.
func (s *Service) RunDay(ctx context.Context, today calendar.Date) (batch int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := people.Lock(ctx, tx); err != nil {
			return err
		}
		org, err := people.Load(ctx, tx, people.Moment{Day: today})
		if err != nil {
			return err
		}
		done := computed{org: org, draft: Draft{People: people.Change{EffectiveOn: today}}}
		if done.effects, err = s.duties.Plan(ctx, tx, done.proposal(today)); err != nil || len(done.effects) == 0 {
			return err
		}
		batch, err = s.write(ctx, tx, Nightly, 0, today, 0, done)
		return err
	})
	return batch, err
}
