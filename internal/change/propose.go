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
	var plan Plan
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		done, err := s.compute(ctx, tx, r)
		if err != nil {
			return err
		}
		if s.forecast != nil {
			r.Progress.Stage("mails", 0)
			if done.forecast, err = s.forecast(ctx, tx, done.proposal(r.EffectiveOn), done.effects); err != nil {
				return err
			}
		}
		plan = Plan{
			UID: cmp.Or(r.UID, uuid.New()), Kind: r.Kind, Title: r.Title, CreatedBy: r.Actor, CreatedAt: now, EffectiveOn: r.EffectiveOn,
			Source: r.Source, Input: r.Input, Draft: done.draft, Effects: done.effects, Forecast: done.forecast,
			Digest: digest(r.EffectiveOn, done.draft, done.effects), State: Shown, ExpiresAt: now.Add(Term),
		}
		return nil
	})
	if err != nil {
		return Plan{}, err
	}
	r.Progress.Stage("keeping", 0)
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		plan.ID, err = store(ctx, tx, plan)
		return err
	})
	return plan, err
}

// Renew proposes anew what a plan proposed: after «Inzwischen hat sich etwas
// geändert». The old plan is left as it is.
func (s *Service) Renew(ctx context.Context, old Plan, actor int64, now time.Time) (Plan, error) {
	return s.Propose(ctx, Request{Kind: old.Kind, Title: old.Title, Actor: actor, EffectiveOn: old.EffectiveOn, Source: old.Source,
		Input: old.Input}, now)
}
