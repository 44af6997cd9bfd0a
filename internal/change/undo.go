package change

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Undone is a batch taken back, as a plan keeps it.
type Undone struct {
	Batch  int64
	Digest []byte                // over every fact that is restored
	Facts  int                   // how many things get their facts back
	Kept   []people.KeptFact     `json:",omitempty"` // what stays, since something was built on it
	Duties []curriculum.DutyName `json:",omitempty"` // of these likewise
	Rules  []curriculum.Restored `json:",omitempty"` // rules and curricula that the batch had changed
}

func (u *Undone) restores() bool {
	return u != nil && (u.Facts > 0 || slices.ContainsFunc(u.Rules, func(r curriculum.Restored) bool { return !r.Kept }))
}

// errTried ends a transaction that was only to show what it would do.
var errTried = errors.New("change: tried only")

// undoInput is what a plan of the kind Undo keeps.
type undoInput struct{ Batch int64 }

// TakeBack asks for the counter-plan of a batch. The day is the one on which what
// then follows for duties holds. Proposing it does all of it and rolls back: what
// is shown is what applying does. NotFound where there is no such batch; Conflict
// if it has been taken back, or is none that can be.
func TakeBack(batch int64, title string, actor int64, day calendar.Date) Request {
	input, err := json.Marshal(undoInput{batch})
	if err != nil {
		panic(err) // a number always encodes
	}
	return Request{Kind: Undo, Title: title, Actor: actor, EffectiveOn: day, Input: input}
}

func (s *Service) foreseeUndo(ctx context.Context, r Request) (done computed, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if done, _, err = s.undo(ctx, tx, r, 0); err != nil {
			return err
		}
		mails, err := s.mails(ctx, tx, r, done)
		if err != nil {
			return err
		}
		if err := mails.Add(ctx, done.effects); err != nil {
			return err
		}
		done.forecast.Days = mails.Mails()
		return errTried
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return done, err
}

// applyUndo does it for good, if it comes to what was shown.
func (s *Service) applyUndo(ctx context.Context, tx *db.Tx, plan Plan, r Request) (int64, error) {
	done, batch, err := s.undo(ctx, tx, r, plan.ID)
	if err != nil {
		return 0, err
	}
	if digest(plan.EffectiveOn, done.draft, done.tally.digest) != plan.Digest {
		rows, err := newKeeper(ctx, tx)
		if err != nil {
			return 0, err
		}
		if err := rows.keep(ctx, tx, done.rows); err != nil {
			return 0, err
		}
		return 0, differing(ctx, tx, plan, done.draft, rows.plan)
	}
	return batch, setState(ctx, tx, plan.ID, Applied)
}

// undo takes the batch of the request back: duties, then people, then what follows
// for duties on the day. plan is 0 where it is only tried.
func (s *Service) undo(ctx context.Context, tx *db.Tx, r Request, plan int64) (computed, int64, error) {
	var in undoInput
	if err := json.Unmarshal(r.Input, &in); err != nil {
		return computed{}, 0, fmt.Errorf("change: batch to take back: %w", err)
	}
	undoes, day, actor := in.Batch, r.EffectiveOn, r.Actor
	done := computed{progress: r.Progress}
	r.Progress.Stage("comparing", 0)
	if err := people.Lock(ctx, tx); err != nil {
		return done, 0, err
	}
	if err := undoable(ctx, tx, undoes); err != nil {
		return done, 0, err
	}
	if err := s.duties.LockBatch(ctx, tx, undoes); err != nil {
		return done, 0, fmt.Errorf("change: lock duties of a batch: %w", err)
	}
	before, err := people.LoadRoster(ctx, tx, day)
	if err != nil {
		return done, 0, err
	}
	org, err := people.Load(ctx, tx, people.Moment{Day: day})
	if err != nil {
		return done, 0, err
	}
	batch, err := storeBatch(ctx, tx, Undo, plan, undoes, day, actor, nil)
	if err != nil {
		return done, 0, err
	}
	r.Progress.Stage("duties", 0)
	undone, err := s.duties.Undo(ctx, tx, org, day, undoes, batch, actor)
	if err != nil {
		return done, 0, fmt.Errorf("change: take duties back: %w", err)
	}
	r.Progress.Stage("people", 0)
	reverted, err := people.Revert(ctx, tx, undoes, batch, actor, personsOf(undone.Kept))
	if err != nil {
		return done, 0, err
	}
	after, err := people.LoadRoster(ctx, tx, day)
	if err != nil {
		return done, 0, err
	}
	done.draft = Draft{People: people.Difference(before, after), Undo: newUndone(undoes, reverted, undone)}
	if err := s.follow(ctx, tx, &done, day, batch, actor); err != nil {
		return done, 0, err
	}
	done.draft.Undo.Duties = undone.Kept
	if len(undone.Rules) > 0 {
		done.draft.Undo.Duties = released(undone.Kept, done.effects)
	}
	done.effects = append(done.effects, undone.Effects...)
	done.effects.Sort()
	done.tally = newTally(done.draft, org, done.org)
	if done.rows, err = done.tally.add(done.effects); err != nil {
		return done, 0, err
	}
	if done.draft.Confirm, err = confirmUndo(ctx, tx, org, done); err != nil {
		return done, 0, err
	}
	if err := setCounts(ctx, tx, batch, counts(done)); err != nil {
		return done, 0, err
	}
	return done, batch, audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "change.batch.undone", ObjectKind: "batch",
		ObjectID: fmt.Sprint(undoes)})
}

// follow brings duties into line with people as they are now.
func (s *Service) follow(ctx context.Context, tx *db.Tx, done *computed, day calendar.Date, batch, actor int64) (err error) {
	if done.org, err = people.Load(ctx, tx, people.Moment{Day: day}); err != nil {
		return err
	}
	done.progress.Stage("duties", len(done.org.Members))
	if done.effects, err = s.duties.Plan(ctx, tx, done.proposal(day)); err != nil {
		return fmt.Errorf("change: plan duties: %w", err)
	}
	if len(done.effects) == 0 {
		return nil
	}
	if err := s.duties.Apply(ctx, tx, curriculum.Decision{Effects: done.effects.Whole(), Day: day, Batch: batch, Actor: actor}); err != nil {
		return fmt.Errorf("change: apply duties: %w", err)
	}
	return nil
}

func personsOf(duties []curriculum.DutyName) []int64 {
	ids := make([]int64, len(duties))
	for i, d := range duties {
		ids[i] = d.PersonID
	}
	return ids
}

// released are the duties that stay when rules are taken back: without those that
// end since no rule asks for them any more.
func released(kept []curriculum.DutyName, effects curriculum.Effects) []curriculum.DutyName {
	return slices.DeleteFunc(slices.Clone(kept), func(d curriculum.DutyName) bool {
		return slices.ContainsFunc(effects, func(e curriculum.Effect) bool {
			return e.Kind == curriculum.Lose && e.PersonID == d.PersonID && e.Course == d.Course
		})
	})
}

func newUndone(batch int64, r people.Reverted, duties curriculum.Undone) *Undone {
	text, err := json.Marshal(struct {
		people.Reverted
		Rules []curriculum.Restored `json:",omitempty"`
	}{r, duties.Rules})
	if err != nil {
		panic(err) // numbers and strings always encode
	}
	sum := sha256.Sum256(text)
	return &Undone{Batch: batch, Digest: sum[:], Facts: len(r.Timelines) + len(r.Withdrawn) + r.Names + duties.Declared, Kept: r.Kept, Rules: duties.Rules}
}

// confirmUndo is the number to type where more leave or move by it than the
// shares that hold for a staff list; without any of them, where it concerns the
// duties of more people than a rule may.
func confirmUndo(ctx context.Context, c db.Conn, org *people.Org, done computed) (int, error) {
	set, err := settings.Load(ctx, c, org.Day)
	if err != nil {
		return 0, err
	}
	employed := employed(org)
	n := 0
	for kind, share := range map[people.Kind]int{people.Left: set.Int("leavers_percent"), people.Moved: set.Int("movers_percent")} {
		if count := done.draft.People.Count(kind); count*100 > max(employed, 1)*share {
			n += count
		}
	}
	if n == 0 && len(done.draft.Undo.Rules) > 0 {
		return confirmDuties(set, org, done.tally.Persons), nil
	}
	return n, nil
}

// undoable refuses a batch that cannot be taken back, or has been.
func undoable(ctx context.Context, tx *db.Tx, batch int64) error {
	b, err := lockBatch(ctx, tx, batch)
	switch {
	case err != nil:
		return err
	case b.UndoneBy != 0:
		return apperr.New(apperr.Conflict, "error.change.undone", nil)
	case !b.Undoable():
		return apperr.New(apperr.Conflict, "error.change.not_undoable", nil)
	}
	return nil
}
