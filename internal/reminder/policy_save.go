package reminder

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// ScopeAll is the scope of every duty; others are «course:CODE» and
// «curriculum:CODE».
const ScopeAll = "all"

// Proposal is a change of the policy, not applied yet.
type Proposal struct {
	Scope string
	Knobs Knobs
	From  calendar.Date // not before today: a policy is never retroactive
	// Own is false to take the scope's own steps back: then a wider one holds.
	Own bool
	// Base is the newest version when it was shown; another one makes it stale.
	Base int
}

// StepsOf are the steps that hold in the scope, and whether they are its own.
func StepsOf(ctx context.Context, c db.Conn, scope string, day calendar.Date) (steps []Step, own bool, err error) {
	facts, err := Policies(ctx, c, 1000)
	if err != nil {
		return nil, false, err
	}
	steps = defaultSteps()
	for _, f := range facts {
		holds := f.Current && f.ValidFrom <= day && day < f.ValidTo
		switch {
		case holds && f.Scope == scope:
			return f.Steps, true, nil
		case holds && f.Scope == ScopeAll:
			steps = f.Steps
		}
	}
	return steps, scope == ScopeAll, nil
}

// check refuses what cannot be applied.
func (p Proposal) check(ctx context.Context, c db.Conn, today calendar.Date) error {
	wrong := func(key, field string) error { return apperr.New(apperr.Invalid, key, nil).At(field) }
	exists, err := scopeExists(ctx, c, p.Scope)
	switch {
	case err != nil:
		return err
	case !exists:
		return wrong("error.reminder.scope", "scope")
	case p.From < today:
		return wrong("error.reminder.past", "from")
	case !p.Own && p.Scope == ScopeAll:
		return wrong("error.reminder.all", "scope")
	case p.Knobs.DaysBefore < 0 || p.Knobs.DaysBefore > MaxDaysBefore:
		return wrong("error.reminder.knob", "before")
	case p.Knobs.Weekly < 0 || p.Knobs.Weekly > MaxWeekly:
		return wrong("error.reminder.knob", "weekly")
	case p.Knobs.HRAfter < 0 || p.Knobs.HRAfter > MaxHRAfter:
		return wrong("error.reminder.knob", "hr")
	}
	return nil
}

// steps are those that the proposal would give its scope, nil for none of its own.
func (p Proposal) steps(ctx context.Context, c db.Conn) ([]Step, error) {
	if !p.Own {
		return nil, nil
	}
	now, _, err := StepsOf(ctx, c, p.Scope, p.From)
	return p.Knobs.Apply(now, p.From), err
}

// Newest is the version that a Proposal is to name as its base.
func Newest(ctx context.Context, c db.Conn) (int, error) { return newestVersion(ctx, c) }

// SavePolicy applies the proposal as it was shown. Conflict
// («error.reminder.stale») if another one came between.
func SavePolicy(ctx context.Context, tx *db.Tx, actor int64, p Proposal, today calendar.Date) error {
	if err := lockPolicies(ctx, tx); err != nil {
		return err
	}
	if err := p.check(ctx, tx, today); err != nil {
		return err
	}
	newest, err := newestVersion(ctx, tx)
	if err != nil {
		return err
	}
	if newest != p.Base {
		return apperr.New(apperr.Conflict, "error.reminder.stale", nil)
	}
	steps, err := p.steps(ctx, tx)
	if err != nil {
		return err
	}
	if err := replacePolicy(ctx, tx, actor, p.Scope, steps, p.From); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "reminder.policy", ObjectKind: "policy", ObjectID: p.Scope, Fields: []string{"steps"},
	})
}

// Proposed is the policy as it would be from the proposal's day on, judged by the
// settings of that day.
func (s *Service) Proposed(ctx context.Context, c db.Conn, p Proposal, today calendar.Date) (Policy, error) {
	if err := p.check(ctx, c, today); err != nil {
		return Policy{}, err
	}
	_, policy, err := inForce(ctx, c, p.From)
	if err != nil {
		return Policy{}, err
	}
	steps, err := p.steps(ctx, c)
	if err != nil {
		return policy, err
	}
	return policy.with(ctx, c, p, steps)
}

// with is the policy with the steps of a proposal in its scope.
func (p Policy) with(ctx context.Context, c db.Conn, proposal Proposal, steps []Step) (Policy, error) {
	courses, rules, err := scopeTargets(ctx, c, proposal.Scope, proposal.From)
	if err != nil {
		return p, err
	}
	replaced := Steps{Version: proposal.Base + 1, List: steps}
	set := func(target map[int64]Steps, ids []int64) map[int64]Steps {
		changed := map[int64]Steps{}
		for id, s := range target {
			changed[id] = s
		}
		for _, id := range ids {
			delete(changed, id)
			if steps != nil {
				changed[id] = replaced
			}
		}
		return changed
	}
	if proposal.Scope == ScopeAll {
		p.Steps = replaced
	}
	p.Courses, p.Rules = set(p.Courses, courses), set(p.Rules, rules)
	return p, nil
}
