package curriculum

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// Apply writes the decision in tx: the rules, the outage, the required version, then the events
// of every effect, as planned, part by part. Which cycle an effect concerns is seen now, since people learn on: a
// valid completion, also a voluntary one, is taken up; one of a course that
// fulfils this one besides is recorded as an equivalence, valid as long; what has
// been completed meanwhile keeps its dates.
func (s *Service) Apply(ctx context.Context, tx *db.Tx, d Decision) error {
	if err := lockBook(ctx, tx); err != nil {
		return err
	}
	if d.Rules != nil {
		change, err := ParseRules(d.Rules)
		if err != nil {
			return err
		}
		if err := s.SaveRules(ctx, tx, d.Actor, d.Day, change); err != nil {
			return err
		}
	}
	dates, err := ParseDates(d.Dates)
	if err != nil {
		return err
	}
	if dates.Outage != nil {
		if err := declare(ctx, tx, *dates.Outage, d.Batch, d.Actor); err != nil {
			return err
		}
	}
	if dates.Version != nil {
		if err := require(ctx, tx, *dates.Version, d.Batch, d.Actor); err != nil {
			return err
		}
	}
	a, err := s.newApplier(ctx, tx, d)
	if err != nil {
		return err
	}
	joined := map[int64]bool{}
	for _, j := range d.Joins {
		joined[j.Record], joined[j.Into] = true, true
	}
	var last Effects // of those who are joined: what they have is looked at together
	if err := d.Effects(func(part Effects) error {
		rest := make(Effects, 0, len(part))
		for _, e := range part {
			if joined[e.PersonID] {
				last = append(last, e)
			} else {
				rest = append(rest, e)
			}
		}
		return s.applyPart(ctx, tx, a, rest, nil)
	}); err != nil {
		return err
	}
	return s.applyPart(ctx, tx, a, last, d.Joins)
}

// applier turns effects into events.
type applier struct {
	Decision
	rules   map[string]int64
	duties  map[[2]int64]*ledger.Duty
	sources map[int64][]int64 // course → courses whose completion fulfils it besides
	number  func(course string) (string, error)
	events  []ledger.Event
}

func (s *Service) newApplier(ctx context.Context, tx *db.Tx, d Decision) (*applier, error) {
	a := &applier{Decision: d, sources: map[int64][]int64{},
		number: func(code string) (string, error) { return ledger.NewEvidenceNo(code, s.random) }}
	for _, c := range s.facts() {
		a.sources[c.ID] = c.FulfilledBy
	}
	var err error
	a.rules, err = ruleIDs(ctx, tx)
	return a, err
}

func (s *Service) applyPart(ctx context.Context, tx *db.Tx, a *applier, effects Effects, joins []Join) error {
	if len(effects)+len(joins) == 0 {
		return nil
	}
	persons := effects.Persons()
	if err := s.Lock(ctx, tx, persons); err != nil {
		return err
	}
	for _, j := range joins {
		persons = append(persons, j.Record, j.Into)
	}
	slices.Sort(persons)
	held, err := s.ledger.Duties(ctx, tx, slices.Compact(persons))
	if err != nil {
		return err
	}
	a.events, a.duties = a.events[:0], make(map[[2]int64]*ledger.Duty, len(held))
	for i := range held {
		a.duties[[2]int64{held[i].PersonID, held[i].CourseID}] = &held[i]
	}
	for _, e := range effects {
		if err := a.effect(e); err != nil {
			return err
		}
	}
	for _, j := range joins {
		if err := s.join(ctx, tx, a, j); err != nil {
			return err
		}
	}
	done, err := s.ledger.Append(ctx, tx, a.events...)
	if err != nil {
		return fmt.Errorf("curriculum: apply %d effects, %d events: %w", len(effects), len(done), err)
	}
	return nil
}

func (a *applier) effect(e Effect) error {
	detail, err := e.DetailOf()
	if err != nil {
		return err
	}
	var had ledger.Duty
	if known := a.duties[[2]int64{e.PersonID, e.CourseID}]; known != nil {
		had = *known
	}
	active := had.AssignedOn != 0 && had.WithdrawnOn == 0
	base := ledger.Event{PersonID: e.PersonID, CourseID: e.CourseID, Cycle: had.No, EffectiveOn: a.Day, ActorID: a.Actor,
		Reason: e.Reason, BatchID: a.Batch}
	switch detail.Act {
	case actWithdraw:
		if active {
			base.Kind = ledger.KindWithdrawn
			a.events = append(a.events, base)
		}
	case actAssign:
		if !active {
			return a.begin(base, had, e, detail)
		}
	case actRenew:
		if active && had.CompletedOn != 0 {
			if detail.WindowFrom != 0 || detail.ValidUntil != 0 {
				window := base
				window.Kind, window.WindowFrom, window.ValidUntil = ledger.KindDueSet, detail.WindowFrom, detail.ValidUntil
				a.events = append(a.events, window)
			}
			return a.assign(base, had, e, detail, max(had.No, had.Prev.No)+1)
		}
	case actSet:
		if active {
			return a.set(base, had, detail)
		}
	default:
		return fmt.Errorf("curriculum: %s %s: nothing is known of %q", e.Person, e.Course, detail.Act)
	}
	return nil
}

// cycleOf is the cycle in which a duty begins on the day: that of a completion
// which is still valid, that of an open one for somebody who is back in time, or
// a new one.
func cycleOf(had ledger.Duty, day calendar.Date, returns bool) int16 {
	switch {
	case had.No > 0 && had.ValidOn(day):
		return had.No
	case had.Prev.No > had.No && had.Prev.ValidOn(day):
		return had.Prev.No
	case returns && had.Open():
		return had.No
	}
	return max(had.No, had.Prev.No) + 1
}

// begin assigns a duty. Evidence that is too old for it counts no longer from the
// day on; its confirmation keeps the date on it.
func (a *applier) begin(base ledger.Event, had ledger.Duty, e Effect, detail Detail) error {
	counts := had
	var old []ledger.Cycle
	for _, c := range []*ledger.Cycle{&counts.Cycle, &counts.Prev} {
		if c.ValidOn(a.Day) && tooOld(*c, a.Day, detail.MaxAgeMonths) {
			c.ValidUntil = a.Day.AddDays(-1)
			old = append(old, *c)
		}
	}
	if err := a.assign(base, counts, e, detail, cycleOf(counts, a.Day, detail.Returns)); err != nil {
		return err
	}
	for _, c := range old {
		cut := base
		cut.Kind, cut.Cycle, cut.ValidUntil, cut.Reason = ledger.KindDueSet, c.No, c.ValidUntil, reasonTooOld
		a.events = append(a.events, cut)
	}
	return nil
}

func (a *applier) assign(base ledger.Event, had ledger.Duty, e Effect, detail Detail, cycle int16) error {
	assigned := base
	assigned.Kind, assigned.Cycle = ledger.KindAssigned, cycle
	if err := a.state(&assigned, detail); err != nil {
		return err
	}
	assigned.DueOn, assigned.GraceUntil = detail.DueOn, detail.GraceUntil
	if detail.Pause != nil {
		assigned.PauseFrom, assigned.PauseUntil = detail.Pause.From, detail.Pause.Until
	}
	a.events = append(a.events, assigned)
	if detail.Resumed != 0 && had.PauseFrom != 0 {
		resumed := base
		resumed.Kind, resumed.Cycle, resumed.PauseUntil = ledger.KindResumed, cycle, detail.Resumed
		a.events = append(a.events, resumed)
	}
	if cycle == had.No && had.ValidOn(a.Day) || cycle == had.Prev.No && had.Prev.ValidOn(a.Day) {
		return nil // credited already
	}
	return a.credit(base, had, e, cycle, detail.MaxAgeMonths)
}

// credit records the completion of a course that fulfils this one besides, if it
// is valid for longer than what the person has.
func (a *applier) credit(base ledger.Event, had ledger.Duty, e Effect, cycle int16, maxAge int) error {
	var best ledger.Cycle
	for _, other := range a.sources[e.CourseID] {
		source := a.duties[[2]int64{e.PersonID, other}]
		if source == nil {
			continue
		}
		for _, c := range []ledger.Cycle{source.Cycle, source.Prev} {
			if c.ValidOn(a.Day) && !tooOld(c, a.Day, maxAge) && c.ValidUntil > best.ValidUntil {
				best = c
			}
		}
	}
	if best.CompletedEvent == 0 || had.ValidOn(a.Day) && had.ValidUntil >= best.ValidUntil ||
		had.Prev.ValidOn(a.Day) && had.Prev.ValidUntil >= best.ValidUntil {
		return nil
	}
	no, err := a.number(e.Course)
	if err != nil {
		return err
	}
	base.Kind, base.Cycle, base.How, base.Reason = ledger.KindRecorded, cycle, ledger.HowEquivalence, "equivalence"
	base.EvidenceNo, base.SourceEvent, base.VersionID = no, best.CompletedEvent, best.VersionID
	base.ValidUntil, base.WindowFrom = best.ValidUntil, best.WindowFrom
	a.events = append(a.events, base)
	return nil
}

// set moves dates and terms of a running duty. What is completed by now gets its
// terms alone.
func (a *applier) set(base ledger.Event, had ledger.Duty, detail Detail) error {
	done := had.CompletedOn != 0
	set := base
	set.Kind = ledger.KindDueSet
	if err := a.state(&set, detail); err != nil {
		return err
	}
	if done {
		set.Calculation, set.WindowFrom = nil, detail.WindowFrom
	} else {
		set.DueOn, set.GraceUntil = detail.DueOn, detail.GraceUntil
	}
	a.events = append(a.events, set)
	if !done && detail.ValidUntil != 0 {
		cut := base
		cut.Kind, cut.Cycle, cut.ValidUntil = ledger.KindDueSet, had.Prev.No, detail.ValidUntil
		a.events = append(a.events, cut)
	}
	switch {
	case done:
	case detail.Pause != nil:
		base.Kind, base.PauseFrom, base.PauseUntil = ledger.KindPaused, detail.Pause.From, detail.Pause.Until
		a.events = append(a.events, base)
	case detail.Resumed != 0 && had.PauseFrom != 0:
		base.Kind, base.PauseUntil = ledger.KindResumed, detail.Resumed
		a.events = append(a.events, base)
	}
	return nil
}

// state writes the terms and the reasons into the event.
func (a *applier) state(e *ledger.Event, detail Detail) error {
	id := func(r RuleRef) (ledger.Reason, error) {
		if a.rules[r.Code] == 0 {
			return ledger.Reason{}, fmt.Errorf("curriculum: there is no rule %s", r.Code)
		}
		return ledger.Reason{Rule: a.rules[r.Code], Version: r.Version}, nil
	}
	if detail.Rule != (RuleRef{}) {
		governs, err := id(detail.Rule)
		if err != nil {
			return err
		}
		e.RuleID, e.RuleVersion = governs.Rule, governs.Version
	}
	for _, r := range detail.Reasons {
		one, err := id(r)
		if err != nil {
			return err
		}
		e.Reasons = append(e.Reasons, one)
	}
	mandatory, months, testOut := detail.Mandatory, detail.ValidityMonths, !detail.NoTestOut
	e.Mandatory, e.ValidityMonths, e.ValidityDay, e.Variant, e.TestOut = &mandatory, &months, detail.ValidityDay, detail.Variant, &testOut
	if len(detail.Steps) == 0 {
		return nil
	}
	calculation, err := json.Marshal(detail.Steps)
	if err != nil {
		return fmt.Errorf("curriculum: encode the calculation: %w", err)
	}
	e.Calculation = calculation
	return nil
}
