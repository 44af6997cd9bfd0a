package change

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/db"
)

// Propose computes a plan, stores it and returns it as it is to be shown.
// Nothing else is written.
func (s *Service) Propose(ctx context.Context, r Request, now time.Time) (Plan, error) {
	plan := Plan{
		UID: cmp.Or(r.UID, uuid.New()), Kind: r.Kind, Title: r.Title, CreatedBy: r.Actor, CreatedAt: now, EffectiveOn: r.EffectiveOn,
		Source: r.Source, Input: r.Input, State: Shown, ExpiresAt: now.Add(Term),
	}
	done, err := s.foresee(ctx, r)
	if err != nil {
		return Plan{}, err
	}
	plan.Draft, plan.Effects, plan.Forecast = done.draft, done.effects, done.forecast
	plan.Digest = digest(r.EffectiveOn, done.draft, done.effects)
	r.Progress.Stage("keeping", 0)
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		plan.ID, err = store(ctx, tx, plan)
		return err
	})
	return plan, err
}

// foresee computes a proposal with the mails that it brings, and with what begins
// on later days of entry.
func (s *Service) foresee(ctx context.Context, r Request) (done computed, err error) {
	if r.Kind == Undo {
		return s.foreseeUndo(ctx, r)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if done, err = s.compute(ctx, tx, r); err != nil {
			return err
		}
		if err := s.mails(ctx, tx, r, &done); err != nil {
			return err
		}
		return s.entries(ctx, tx, r, &done)
	})
	return done, err
}

func (s *Service) mails(ctx context.Context, tx *db.Tx, r Request, done *computed) (err error) {
	if s.forecast == nil {
		return nil
	}
	r.Progress.Stage("mails", 0)
	done.forecast, err = s.forecast(ctx, tx, done.proposal(r.EffectiveOn), done.effects)
	return err
}

// Renew proposes anew what a plan proposed: after «Inzwischen hat sich etwas
// geändert». The old plan is left as it is.
func (s *Service) Renew(ctx context.Context, old Plan, actor int64, now time.Time) (Plan, error) {
	return s.Propose(ctx, Request{Kind: old.Kind, Title: old.Title, Actor: actor, EffectiveOn: old.EffectiveOn, Source: old.Source,
		Input: old.Input}, now)
}
