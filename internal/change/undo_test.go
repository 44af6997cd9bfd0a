package change_test

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

func proposeUndo(t *testing.T, s *change.Service, batch int64) change.Plan {
	t.Helper()
	plan, err := s.Propose(t.Context(), change.TakeBack(batch, "Personalstamm", 0, day), now)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func batchOf(t *testing.T, d *db.DB, p change.Plan) change.Batch {
	t.Helper()
	b, err := change.BatchOf(t.Context(), d, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestUndoShowsThenDoes(t *testing.T) {
	t.Parallel()
	d, u, s := setUp(t)
	first := propose(t, s, "11", "00001", "00002")
	apply(t, s, first)
	batch := batchOf(t, d, first)
	u.undo.Effects = curriculum.Effects{{PersonID: 1, Person: "00001", CourseID: 7, Course: "IS-01", Kind: curriculum.Lose, Reason: "undone"}}
	plan := proposeUndo(t, s, batch.ID)
	if got := plan.Draft.People.Count(people.Left); got != 2 || plan.Draft.Confirm != 2 || plan.Sums.Total().Total() != 1 || plan.Empty() {
		t.Errorf("the counter-plan: %d leave, confirm %d, %d effects", got, plan.Draft.Confirm, plan.Sums.Total().Total())
	}
	if n := count(t, d, "batches"); n != 1 {
		t.Errorf("%d batches: proposing has written", n)
	}
	stored, err := change.Load(t.Context(), d, plan.UID.String())
	if err != nil || stored.Draft.Undo == nil || stored.Draft.Undo.Batch != batch.ID || stored.Digest != plan.Digest {
		t.Fatalf("stored: %+v, %v", stored.Draft.Undo, err)
	}
	if _, err := s.Apply(t.Context(), plan.UID.String(), 0, 1, now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("with another number: %v", err)
	}
	apply(t, s, plan)
	org, err := people.Load(t.Context(), d, people.Moment{Day: day})
	if err != nil || len(org.Members) != 0 || len(org.Departments) != 0 {
		t.Errorf("%d people and %d departments are left: %v", len(org.Members), len(org.Departments), err)
	}
	if b := batchOf(t, d, first); b.UndoneBy != batchOf(t, d, plan).ID || b.Undoable() {
		t.Errorf("the batch does not know that it was taken back: %+v", b)
	}
	if _, err := s.Propose(t.Context(), change.TakeBack(batch.ID, "", 0, day), now); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("taken back twice: %v", err)
	}
	if _, err := s.Propose(t.Context(), change.TakeBack(batchOf(t, d, plan).ID, "", 0, day), now); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("an undoing taken back: %v", err)
	}
	list, total, err := change.Batches(t.Context(), d, false, 10, 0)
	if err != nil || total != 2 || len(list) != 2 || list[0].Undoes != batch.ID || list[1].Title != "Personalstamm" || list[1].Counts["joined"] != 2 {
		t.Errorf("%d batches: %+v, %v", total, list, err)
	}
}

// Between the counter-plan and its application somebody builds on the batch.
func TestUndoIsRefusedAsStale(t *testing.T) {
	t.Parallel()
	d, _, s := setUp(t)
	first := propose(t, s, "11", "00001", "00002")
	apply(t, s, first)
	plan := proposeUndo(t, s, batchOf(t, d, first).ID)
	apply(t, s, propose(t, s, "12", "00002"))
	if _, err := s.Apply(t.Context(), plan.UID.String(), 0, plan.Draft.Confirm, now); !apperr.Is(err, apperr.Stale) {
		t.Fatalf("applied over a later change: %v", err)
	}
	again := proposeUndo(t, s, batchOf(t, d, first).ID)
	want := map[people.KeptWhat]people.KeptWhy{people.KeptEmployment: people.KeptChanged, people.KeptPerson: people.KeptNeeded}
	for _, k := range again.Draft.Undo.Kept {
		if want[k.What] != k.Why {
			t.Errorf("kept %+v", k)
		}
		delete(want, k.What)
	}
	if len(want) > 0 || again.Draft.People.Count(people.Left) != 1 {
		t.Errorf("not kept: %v; %d leave", want, again.Draft.People.Count(people.Left))
	}
}

func TestUndoOfNothing(t *testing.T) {
	t.Parallel()
	_, _, s := setUp(t)
	if _, err := s.Propose(t.Context(), change.TakeBack(77, "", 0, day), now); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a batch nobody made: %v", err)
	}
}
