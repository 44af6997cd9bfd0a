package change

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/task"
)

// The kinds of task: both can take long where thousands of people are concerned.
const (
	ProposeTask = "change.propose" // input Wanted, result Proposed
	ApplyTask   = "change.apply"   // input ToApply, result Done, Refused beside an error
)

// Wanted is a plan to be made.
type Wanted struct {
	Request
	Replaces string // uid of the plan that is given up for it, empty: none
}

// About is what outlives Wanted and ToApply, for lists of what runs and has failed.
type About struct {
	Kind  Kind
	List  string `json:",omitempty"` // of Source
	Scope string `json:",omitempty"` // likewise
	Plan  string `json:",omitempty"` // uid of the plan that is replaced or applied
}

// About implements task.Described.
func (w Wanted) About() any { return About{w.Kind, w.Source.List, w.Source.Scope, w.Replaces} }

// Proposed is the plan that was made.
type Proposed struct {
	Plan    string
	Renewed bool `json:",omitempty"` // instead of one that was out of date
	Revised bool `json:",omitempty"` // instead of another one
}

// ToApply is a plan to be applied.
type ToApply struct {
	Plan  string
	Kind  Kind // of the plan, for lists
	Typed int
}

// About implements task.Described.
func (a ToApply) About() any { return About{Kind: a.Kind, Plan: a.Plan} }

// Done is what applying left.
type Done struct {
	Plan  string
	Batch int64
}

// Tasks are the kinds with their work.
func (s *Service) Tasks() map[string]task.Func {
	return map[string]task.Func{ProposeTask: s.proposeTask, ApplyTask: s.applyTask}
}

// proposeTask makes the plan under the task's own uid: after a crash between the
// plan and the end of the task it is found, not made twice.
func (s *Service) proposeTask(ctx context.Context, t task.Task, now time.Time, p *task.Progress) (any, error) {
	var w Wanted
	if err := json.Unmarshal(t.Input, &w); err != nil {
		return nil, fmt.Errorf("change: task %d: %w", t.ID, err)
	}
	w.UID, w.Progress = t.UID, p
	made := Proposed{Plan: t.UID.String()}
	_, err := Load(ctx, s.db, made.Plan)
	if apperr.Is(err, apperr.NotFound) {
		_, err = s.Propose(ctx, w.Request, now)
	}
	if err != nil {
		return nil, err
	}
	if w.Replaces == "" {
		return made, nil
	}
	old, err := Load(ctx, s.db, w.Replaces)
	if err != nil {
		return nil, err
	}
	made.Revised, made.Renewed = true, old.State == IsStale
	if err := s.Discard(ctx, w.Replaces); err != nil && !apperr.Is(err, apperr.Conflict) {
		return nil, err
	}
	return made, nil
}

// applyTask applies the plan, or finds that it has done so before a crash.
func (s *Service) applyTask(ctx context.Context, t task.Task, now time.Time, p *task.Progress) (any, error) {
	var a ToApply
	if err := json.Unmarshal(t.Input, &a); err != nil {
		return nil, fmt.Errorf("change: task %d: %w", t.ID, err)
	}
	batch, err := s.apply(ctx, a.Plan, t.OwnerID, a.Typed, now, p)
	var differs *Differs
	switch {
	case err == nil:
		return Done{a.Plan, batch}, nil
	case errors.As(err, &differs):
		return Refused{a.Plan, differs}, err
	case t.Tries > 1 && apperr.Is(err, apperr.Conflict):
		return s.doneBefore(ctx, a)
	default:
		return Refused{Plan: a.Plan}, err
	}
}

// Refused is beside the error of a plan that could not be applied.
type Refused struct {
	Plan    string
	Differs *Differs `json:",omitempty"`
}

func (s *Service) doneBefore(ctx context.Context, a ToApply) (any, error) {
	plan, err := Load(ctx, s.db, a.Plan)
	if err != nil {
		return nil, err
	}
	batch, err := BatchOf(ctx, s.db, plan.ID)
	if err != nil {
		return nil, err
	}
	return Done{a.Plan, batch.ID}, nil
}

// Check says whether the plan can be applied as far as that is known without
// computing it again: Conflict, Stale or Invalid as Apply.
func (p Plan) Check(typed int, now time.Time) error {
	if err := applicable(p, now); err != nil {
		return err
	}
	return confirmed(p.Draft, typed)
}
