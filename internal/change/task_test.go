package change_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/task"
)

// do is the work of a kind, begun for the tries-th time.
func do(t *testing.T, s *change.Service, kind string, uid uuid.UUID, tries int, input any) (any, error) {
	t.Helper()
	text, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	return s.Tasks()[kind](t.Context(), task.Task{UID: uid, Kind: kind, Tries: tries, Input: text}, now, &task.Progress{})
}

func wanted(t *testing.T, department string, keys ...string) change.Wanted {
	t.Helper()
	input, err := json.Marshal(move{keys, department})
	if err != nil {
		t.Fatal(err)
	}
	return change.Wanted{Request: change.Request{Kind: change.People, Title: "list", EffectiveOn: day, Input: input}}
}

// A process dies after the plan was stored and before the task has ended: the
// plan is found, not made twice.
func TestATaskMakesItsPlanOnce(t *testing.T) {
	t.Parallel()
	d, _, s := setUp(t)
	uid := uuid.New()
	for tries := 1; tries < 3; tries++ {
		made, err := do(t, s, change.ProposeTask, uid, tries, wanted(t, "Bau", "00001", "00002"))
		if err != nil || made != (change.Proposed{Plan: uid.String()}) {
			t.Fatalf("%v, %v", made, err)
		}
	}
	if n := count(t, d, "plans"); n != 1 {
		t.Errorf("%d plans", n)
	}
	again := wanted(t, "Bau", "00001")
	again.Replaces = uid.String()
	other := uuid.New()
	made, err := do(t, s, change.ProposeTask, other, 1, again)
	if err != nil || made != (change.Proposed{Plan: other.String(), Revised: true}) {
		t.Fatalf("%v, %v", made, err)
	}
	if old, err := change.Load(t.Context(), d, uid.String()); err != nil || old.State != change.Discarded {
		t.Errorf("the plan that was replaced is %s, %v", old.State, err)
	}
}

// A process dies after the plan was applied and before the task has ended: the
// second try finds it done. Nobody else's second click is taken for that.
func TestATaskAppliesItsPlanOnce(t *testing.T) {
	t.Parallel()
	d, _, s := setUp(t)
	uid := uuid.New()
	if _, err := do(t, s, change.ProposeTask, uid, 1, wanted(t, "Bau", "00001")); err != nil {
		t.Fatal(err)
	}
	order := change.ToApply{Plan: uid.String()}
	first, err := do(t, s, change.ApplyTask, uuid.New(), 1, order)
	if err != nil {
		t.Fatal(err)
	}
	second, err := do(t, s, change.ApplyTask, uuid.New(), 2, order)
	if err != nil || second != first {
		t.Errorf("after the crash: %v, %v; before: %v", second, err, first)
	}
	if _, err := do(t, s, change.ApplyTask, uuid.New(), 1, order); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("another order: %v", err)
	}
	if n := count(t, d, "batches"); n != 1 {
		t.Errorf("%d batches", n)
	}
}

// A process dies before anything was written, and something changes before the
// next one comes: the plan is refused as stale, and says where.
func TestATaskRefusesWhatIsStale(t *testing.T) {
	t.Parallel()
	d, _, s := setUp(t)
	apply(t, s, propose(t, s, "Bau", "00001"))
	uid := uuid.New()
	if _, err := do(t, s, change.ProposeTask, uid, 1, wanted(t, "Kanzlei", "00001")); err != nil {
		t.Fatal(err)
	}
	apply(t, s, propose(t, s, "Schule", "00001"))
	value, err := do(t, s, change.ApplyTask, uuid.New(), 2, change.ToApply{Plan: uid.String()})
	refused, ok := value.(change.Refused)
	var differs *change.Differs
	if !apperr.Is(err, apperr.Stale) || !errors.As(err, &differs) || !ok || refused.Plan != uid.String() || len(refused.Differs.Persons) != 1 {
		t.Errorf("%+v, %v", value, err)
	}
	if stale, err := change.Load(t.Context(), d, uid.String()); err != nil || !apperr.Is(stale.Check(0, now), apperr.Stale) {
		t.Errorf("a stale plan can be applied: %v", err)
	}
}

func TestCheckSaysWhatIsKnownBefore(t *testing.T) {
	t.Parallel()
	_, _, s := setUp(t)
	plan := propose(t, s, "Bau", "00001", "00002", "00003")
	for _, typed := range []int{0, 2} {
		if err := plan.Check(typed, now); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("typed %d: %v", typed, err)
		}
	}
	if err := plan.Check(1, now); err != nil {
		t.Error(err)
	}
	if err := plan.Check(1, now.Add(change.Term)); !apperr.Is(err, apperr.Stale) {
		t.Errorf("an expired plan: %v", err)
	}
}
