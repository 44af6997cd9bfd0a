package change

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/curriculum"
	"zaemme/internal/db"
)

// Propose computes a plan, stores it and returns it as it is to be shown.
// Nothing else is written. What it does to duties passes by in parts: summed up,
// foreseen, kept as rows.
func (s *Service) Propose(ctx context.Context, r Request, now time.Time) (Plan, error) {
	plan := Plan{
		UID: cmp.Or(r.UID, uuid.New()), Kind: r.Kind, Title: r.Title, CreatedBy: r.Actor, CreatedAt: now, EffectiveOn: r.EffectiveOn,
		Source: r.Source, Input: r.Input, State: Shown, ExpiresAt: now.Add(Term),
	}
	var undone computed
	if r.Kind == Undo {
		var err error
		if undone, err = s.foreseeUndo(ctx, r); err != nil {
			return Plan{}, err
		}
	}
	err := s.db.Snapshot(ctx, func(tx *db.Tx) error {
		rows, err := newKeeper(ctx, tx)
		if err != nil {
			return err
		}
		done := undone
		if r.Kind == Undo {
			err = rows.keep(ctx, tx, undone.rows)
		} else {
			done, err = s.foresee(ctx, tx, r, rows)
		}
		if err != nil {
			return err
		}
		plan.ID, plan.Draft, plan.Sums, plan.Forecast = rows.plan, done.draft, done.tally.Sums, done.forecast
		plan.Digest = digest(r.EffectiveOn, done.draft, done.tally.digest)
		r.Progress.Stage("keeping", 0)
		return store(ctx, tx, plan)
	})
	return plan, err
}

// foresee computes a proposal with the mails that it brings, and with what begins
// on later days of entry, and keeps its rows.
func (s *Service) foresee(ctx context.Context, tx *db.Tx, r Request, rows *keeper) (done computed, err error) {
	if done, err = s.begin(ctx, tx, r); err != nil {
		return done, err
	}
	mails, err := s.mails(ctx, tx, r, done)
	if err != nil {
		return done, err
	}
	later := newEntries(r.EffectiveOn, done)
	if err := s.compute(ctx, tx, r, &done, func(part curriculum.Effects, kept []Row) error {
		later.lose(part)
		if err := mails.Add(ctx, part); err != nil {
			return err
		}
		return rows.keep(ctx, tx, kept)
	}); err != nil {
		return done, err
	}
	done.forecast.Days = mails.Mails()
	done.forecast.Entries, err = s.entries(ctx, tx, done, later)
	return done, err
}

func (s *Service) mails(ctx context.Context, tx *db.Tx, r Request, done computed) (Foreseen, error) {
	if s.forecast == nil {
		return nobody{}, nil
	}
	return s.forecast(ctx, tx, done.proposal(r.EffectiveOn))
}

// nobody foresees nothing.
type nobody struct{}

// Add implements Foreseen.
func (nobody) Add(context.Context, curriculum.Effects) error { return nil }

// Mails implements Foreseen.
func (nobody) Mails() []MailDay { return nil }

// Renew proposes anew what a plan proposed: after «Inzwischen hat sich etwas
// geändert». The old plan is left as it is.
func (s *Service) Renew(ctx context.Context, old Plan, actor int64, now time.Time) (Plan, error) {
	return s.Propose(ctx, Request{Kind: old.Kind, Title: old.Title, Actor: actor, EffectiveOn: old.EffectiveOn, Source: old.Source,
		Input: old.Input}, now)
}
