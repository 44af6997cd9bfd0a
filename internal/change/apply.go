package change

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/task"
)

// Apply writes the plan exactly as it was shown, and returns the batch. typed is
// the number somebody typed to confirm it, 0 if none was.
//
// Errors: NotFound; Conflict if it has been applied; Stale if it has expired or
// what it was decided on has changed (errors.As finds *Differs in it; the plan is
// then marked); Invalid if the number typed is not the one asked for.
func (s *Service) Apply(ctx context.Context, uid string, actor int64, typed int, now time.Time) (batch int64, err error) {
	return s.apply(ctx, uid, actor, typed, now, nil)
}

func (s *Service) apply(ctx context.Context, uid string, actor int64, typed int, now time.Time, progress *task.Progress) (batch int64, err error) {
	var plan Plan
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if plan, err = lock(ctx, tx, uid); err != nil {
			return err
		}
		if err := applicable(plan, now); err != nil {
			return err
		}
		if err := errors.Join(secondPerson(plan, actor), confirmed(plan.Draft, typed)); err != nil {
			return err
		}
		request := Request{Kind: plan.Kind, EffectiveOn: plan.EffectiveOn, Source: plan.Source, Input: plan.Input, Progress: progress, Actor: actor}
		if plan.Kind == Undo {
			if batch, err = s.applyUndo(ctx, tx, plan, request); err != nil {
				return err
			}
			return auth.TellMailboxes(ctx, tx, batch, now)
		}
		if err := people.Lock(ctx, tx); err != nil {
			return err
		}
		done, err := s.begin(ctx, tx, request)
		if err != nil {
			return err
		}
		if err := s.compute(ctx, tx, request, &done, nil); err != nil {
			return err
		}
		if digest(plan.EffectiveOn, done.draft, done.tally.digest) != plan.Digest {
			return s.differs(ctx, tx, plan, request)
		}
		done.proposer = plan.CreatedBy
		persons, err := Concerned(ctx, tx, plan.ID)
		if err != nil {
			return err
		}
		batch, err = s.write(ctx, tx, plan.Kind, plan.ID, plan.EffectiveOn, actor, done, persons)
		if err != nil {
			return err
		}
		if err := auth.TellMailboxes(ctx, tx, batch, now); err != nil {
			return err
		}
		return setState(ctx, tx, plan.ID, Applied)
	})
	var difference *Differs
	if errors.As(err, &difference) {
		// The refusal stands even if the mark cannot be made.
		err = errors.Join(err, s.db.Write(ctx, func(tx *db.Tx) error { return setState(ctx, tx, plan.ID, IsStale) }))
	}
	return batch, err
}

func applicable(plan Plan, now time.Time) error {
	switch {
	case plan.State == Applied:
		return apperr.New(apperr.Conflict, "error.change.applied", nil)
	case plan.State != Shown:
		return apperr.New(apperr.Stale, "error.change.stale", nil)
	case !now.Before(plan.ExpiresAt):
		return apperr.New(apperr.Stale, "error.change.expired", nil)
	}
	return nil
}

// write applies people, then what follows for the duties of the persons, as one
// batch: what the plan has kept, without a plan the effects at hand.
func (s *Service) write(ctx context.Context, tx *db.Tx, kind Kind, plan int64, day calendar.Date, actor int64, done computed, persons []int64) (int64, error) {
	if err := s.duties.Lock(ctx, tx, persons); err != nil {
		return 0, fmt.Errorf("change: lock duties: %w", err)
	}
	if err := s.lockRecords(ctx, tx, done.draft); err != nil {
		return 0, err
	}
	batch, err := storeBatch(ctx, tx, kind, plan, 0, day, actor, counts(done))
	if err != nil {
		return 0, err
	}
	done.progress.Stage("people", 0)
	ids, err := people.Apply(ctx, tx, done.draft.People, batch, actor)
	if err != nil {
		return 0, err
	}
	decision := curriculum.Decision{Effects: done.effects.Whole(), Rules: done.draft.Rules, Dates: done.draft.Dates, Joins: done.joins(ids), Day: day,
		Batch: batch, Actor: actor}
	if plan != 0 {
		decision.Effects = storedParts(ctx, tx, plan, numbered(ids))
	}
	done.progress.Stage("writing", 0)
	if err := s.duties.Apply(ctx, tx, decision); err != nil {
		return 0, fmt.Errorf("change: apply duties: %w", err)
	}
	if err := s.record(ctx, tx, done, day, batch, actor); err != nil {
		return 0, err
	}
	return batch, audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "change." + string(kind) + ".applied",
		ObjectKind: "batch", ObjectID: fmt.Sprint(batch)})
}

// counts of a batch, for lists.
func counts(done computed) map[string]int {
	list := map[string]int{"departments": len(done.draft.People.Departments)}
	for _, kind := range people.Kinds {
		list[string(kind)] = done.draft.People.Count(kind)
	}
	total := done.tally.Total()
	for _, kind := range []curriculum.EffectKind{curriculum.Gain, curriculum.Lose, curriculum.Move} {
		list["duties_"+string(kind)] = total.Of(kind)
	}
	return list
}

// Differs says where what would be applied now differs from what was shown.
type Differs struct {
	Persons     []string // PersonKeys
	Departments []string // codes
	Duties      int      // effects that came, went or changed
	Rules       bool
}

func (d *Differs) Error() string {
	return fmt.Sprintf("change: differs in %d persons, %d departments, %d duties", len(d.Persons), len(d.Departments), d.Duties)
}

// differs compares what the plan has kept with what is computed now, once more, as
// rows that go when the transaction is rolled back.
func (s *Service) differs(ctx context.Context, tx *db.Tx, plan Plan, r Request) error {
	done, err := s.begin(ctx, tx, r)
	if err != nil {
		return err
	}
	rows, err := newKeeper(ctx, tx)
	if err != nil {
		return err
	}
	if err := s.compute(ctx, tx, r, &done, func(_ curriculum.Effects, kept []Row) error { return rows.keep(ctx, tx, kept) }); err != nil {
		return err
	}
	return differing(ctx, tx, plan, done.draft, rows.plan)
}

// differing says where a draft, and the rows kept for it, differ from the plan.
func differing(ctx context.Context, tx *db.Tx, plan Plan, draft Draft, kept int64) error {
	duties, err := unequalDuties(ctx, tx, plan.ID, kept)
	if err != nil {
		return err
	}
	d := &Differs{Duties: duties, Rules: string(plan.Draft.Rules) != string(draft.Rules)}
	d.Persons = unequal(plan.Draft.People.Persons, draft.People.Persons, func(p people.PersonChange) string { return p.Key })
	d.Departments = unequal(plan.Draft.People.Departments, draft.People.Departments,
		func(c people.DepartmentChange) string { return c.Code })
	return &apperr.Error{Kind: apperr.Stale, Key: "error.change.stale", Cause: d,
		Args: map[string]any{"persons": len(d.Persons), "departments": len(d.Departments), "duties": d.Duties}}
}

// unequal are the keys of what is in one list only, or not the same in both; in
// the order of the first list, then of the second.
func unequal[T any](shown, now []T, key func(T) string) []string {
	value := func(one T) string {
		text, err := json.Marshal(one)
		if err != nil {
			panic(err) // it was stored as JSON
		}
		return string(text)
	}
	rest := map[string]string{}
	for _, one := range now {
		rest[key(one)] = value(one)
	}
	var keys []string
	for _, one := range shown {
		if rest[key(one)] != value(one) {
			keys = append(keys, key(one))
		}
		delete(rest, key(one))
	}
	for _, one := range now {
		if _, left := rest[key(one)]; left {
			keys = append(keys, key(one))
		}
	}
	return keys
}
