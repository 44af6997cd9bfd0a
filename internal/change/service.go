package change

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/internal/task"
)

// Service proposes and applies changes. It is safe for concurrent use.
type Service struct {
	db        *db.DB
	duties    Duties
	forecast  Forecaster // nil: none
	proposers map[Kind]Proposer
	recorder  Recorder // nil: nobody writes records
}

// New makes a service. Rules and dates need no proposer: their input is the proposal.
func New(d *db.DB, duties Duties, forecast Forecaster, proposers map[Kind]Proposer) *Service {
	s := &Service{db: d, duties: duties, forecast: forecast, proposers: map[Kind]Proposer{Rules: asGiven{}, Calendar: datesAsGiven{}, Outage: datesAsGiven{}, Version: datesAsGiven{}}}
	maps.Copy(s.proposers, proposers)
	return s
}

// asGiven proposes the rules of the input, each roll-out with its weeks.
type asGiven struct{}

// Propose implements Proposer.
func (asGiven) Propose(ctx context.Context, c db.Conn, input json.RawMessage, effectiveOn calendar.Date) (Draft, error) {
	rules, err := curriculum.FinishRules(ctx, c, input, effectiveOn)
	return Draft{People: people.Change{EffectiveOn: effectiveOn}, Rules: rules}, err
}

// computed is a proposal with all that follows from it.
type computed struct {
	draft    Draft
	org      *people.Org
	effects  curriculum.Effects
	forecast Forecast
	progress *task.Progress
	proposer int64 // of the plan
}

func (s *Service) compute(ctx context.Context, c db.Conn, r Request) (computed, error) {
	proposer := s.proposers[r.Kind]
	if proposer == nil {
		return computed{}, fmt.Errorf("change: nobody proposes %q", r.Kind)
	}
	r.Progress.Stage("comparing", 0)
	draft, err := proposer.Propose(ctx, c, r.Input, r.EffectiveOn)
	if err != nil {
		return computed{}, err
	}
	org, err := people.Load(ctx, c, people.Moment{Day: r.EffectiveOn})
	if err != nil {
		return computed{}, err
	}
	done := computed{draft: draft, org: org.With(draft.People), progress: r.Progress}
	if r.Kind == Records { // it asks nobody for anything, and waits for a second person whatever else changes
		return done, nil
	}
	if done.effects, err = s.duties.Plan(ctx, c, done.proposal(r.EffectiveOn)); err != nil {
		return computed{}, fmt.Errorf("change: plan duties: %w", err)
	}
	done.effects.Sort()
	if r.Kind == Rules || r.Kind == Version {
		set, err := settings.Load(ctx, c, r.EffectiveOn)
		if err != nil {
			return computed{}, err
		}
		done.draft.Confirm = confirmDuties(set, done.org, done.effects)
	}
	return done, nil
}

func (c computed) proposal(day calendar.Date) curriculum.Proposal {
	return curriculum.Proposal{Org: c.org, Day: day, Rules: c.draft.Rules, Dates: c.draft.Dates, Progress: c.progress}
}

// real is the decision with the IDs that applying gave.
func (c computed) real(ids people.IDs, day calendar.Date, batch, actor int64) (curriculum.Decision, error) {
	d := curriculum.Decision{Effects: make(curriculum.Effects, len(c.effects)), Rules: c.draft.Rules, Dates: c.draft.Dates, Day: day, Batch: batch, Actor: actor}
	for i, e := range c.effects {
		id, err := c.org.RealPerson(e.PersonID, ids)
		if err != nil {
			return d, fmt.Errorf("change: %w", err)
		}
		e.PersonID = id
		d.Effects[i] = e
	}
	for _, j := range c.draft.People.Joins {
		d.Joins = append(d.Joins, curriculum.Join{Record: ids.Persons[j.Key], Into: ids.Persons[j.Into], Parted: j.Parted})
	}
	return d, nil
}

// confirmed checks the number typed against the one asked for.
func confirmed(draft Draft, typed int) error {
	if draft.Confirm > 0 && typed != draft.Confirm {
		return apperr.New(apperr.Invalid, "error.change.confirm", map[string]any{"number": draft.Confirm}).At("confirm")
	}
	return nil
}
