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
	tally    *tally
	effects  curriculum.Effects // of a part of a night, and of a batch taken back; all others pass by in parts
	rows     []Row              // of a batch taken back
	forecast Forecast
	progress *task.Progress
	proposer int64 // of the plan
}

// begin reads what the request proposes; what follows for duties is computed next.
func (s *Service) begin(ctx context.Context, c db.Conn, r Request) (computed, error) {
	proposer := s.proposers[r.Kind]
	if proposer == nil {
		return computed{}, fmt.Errorf("change: nobody proposes %q", r.Kind)
	}
	r.Progress.Stage("comparing", 0)
	draft, err := proposer.Propose(ctx, c, r.Input, r.EffectiveOn)
	if err != nil {
		return computed{}, err
	}
	before, err := people.Load(ctx, c, people.Moment{Day: r.EffectiveOn})
	if err != nil {
		return computed{}, err
	}
	done := computed{draft: draft, org: before.With(draft.People), progress: r.Progress}
	done.tally = newTally(draft, before, done.org)
	return done, nil
}

// compute plans duties part by part, sums them up and hands each part on with the
// rows of the plan, if anybody wants them. Records ask nobody for anything, and wait
// for a second person whatever else changes.
func (s *Service) compute(ctx context.Context, c db.Conn, r Request, done *computed, fn func(curriculum.Effects, []Row) error) error {
	if r.Kind == Records {
		return nil
	}
	proposal := done.proposal(r.EffectiveOn)
	r.Progress.Stage("duties", len(done.org.Members))
	for next := 0; next == 0 || next < len(done.org.Members); {
		proposal.From, proposal.Until, next = members(done.org, next)
		part, err := s.duties.Plan(ctx, c, proposal)
		if err != nil {
			return fmt.Errorf("change: plan duties: %w", err)
		}
		part.Sort()
		rows, err := done.tally.add(part)
		if err != nil {
			return err
		}
		if fn == nil {
			continue
		}
		if err := fn(part, rows); err != nil {
			return err
		}
	}
	if r.Kind == Rules || r.Kind == Version {
		set, err := settings.Load(ctx, c, r.EffectiveOn)
		if err != nil {
			return err
		}
		done.draft.Confirm = confirmDuties(set, done.org, done.tally.Persons)
	}
	return nil
}

// part is how many persons are planned at once, and brought up to date in one
// transaction of a night. What that holds in memory does not grow with the number of
// people.
const part = 2000

// members are the first and the last ID of the part that begins with the n-th
// member, and where the next one begins. An organisation of nobody has one part.
func members(org *people.Org, n int) (from, until int64, next int) {
	next = min(n+part, len(org.Members))
	if next == 0 {
		return 0, 0, 1
	}
	return org.Members[n].ID, org.Members[next-1].ID, next
}

func (c computed) proposal(day calendar.Date) curriculum.Proposal {
	return curriculum.Proposal{Org: c.org, Day: day, Rules: c.draft.Rules, Dates: c.draft.Dates, Progress: c.progress}
}

// joins are those of the draft with the IDs that applying gave.
func (c computed) joins(ids people.IDs) []curriculum.Join {
	var list []curriculum.Join
	for _, j := range c.draft.People.Joins {
		list = append(list, curriculum.Join{Record: ids.Persons[j.Key], Into: ids.Persons[j.Into], Parted: j.Parted})
	}
	return list
}

// numbered gives a new person's effect the ID that applying gave.
func numbered(ids people.IDs) func(*curriculum.Effect) error {
	return func(e *curriculum.Effect) error {
		if e.PersonID > 0 {
			return nil
		}
		if e.PersonID = ids.Persons[e.Person]; e.PersonID == 0 {
			return fmt.Errorf("change: nothing known of the new person %q", e.Person)
		}
		return nil
	}
}

// confirmed checks the number typed against the one asked for.
func confirmed(draft Draft, typed int) error {
	if draft.Confirm > 0 && typed != draft.Confirm {
		return apperr.New(apperr.Invalid, "error.change.confirm", map[string]any{"number": draft.Confirm}).At("confirm")
	}
	return nil
}
