package learning

import (
	"sync"
	"testing"

	"zaemme/internal/apperr"
)

// Clicks that run beside the hand-in are in what is graded, or are refused: what is
// stored afterwards is what was graded.
func TestClicksBesideAHandIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people(12)
	for person := int64(3); person <= 12; person++ {
		me := act(person, today)
		uid := w.begin(me).UID.String()
		if _, err := w.save(me, Save{Attempt: uid, Question: "Q2", Chosen: []int{1}, Version: 1}); err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		saved := make([]bool, 5)
		for i, id := range []string{"Q1", "Q2", "Q3", "Q4", "Q5"} {
			chosen := right(w.a.Content, 5)[id]
			group.Go(func() {
				_, err := w.save(me, Save{Attempt: uid, Question: id, Chosen: chosen, Version: 2})
				saved[i] = err == nil
				if err != nil && !apperr.Is(err, apperr.Conflict) {
					t.Error(err)
				}
			})
		}
		group.Go(func() {
			if _, err := w.handIn(me, HandIn{Attempt: uid, Sure: true}); err != nil {
				t.Error(err)
			}
		})
		group.Wait()
		n := 0
		for _, ok := range saved {
			if ok {
				n++
			}
		}
		a := w.attempt(person, uid)
		if r := a.Result(); r.Points != a.Points || a.Points != Points(n)*Whole || a.Passed != r.Passed {
			t.Errorf("%d answers saved, %s points graded, the answers give %s", n, a.Points, r.Points)
		}
		if _, err := w.save(me, Save{Attempt: uid, Question: "Q1", Chosen: []int{2}, Version: 9}); !apperr.Is(err, apperr.Conflict) {
			t.Errorf("after hand-in: %v", err)
		}
	}
}

// Who has seen the address of an attempt saves nothing to it, also when it is kept in
// mind.
func TestAClickOfAnybodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	uid := w.begin(act(1, today)).UID.String()
	for version := 1; version <= 3; version++ {
		if _, err := w.save(act(1, today), Save{Attempt: uid, Question: "Q1", Chosen: []int{version}, Version: version}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.save(act(2, today), Save{Attempt: uid, Question: "Q1", Chosen: []int{0}, Version: 4}); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody else: %v", err)
	}
	if got := w.attempt(1, uid).Answers["Q1"]; got.Version != 3 {
		t.Errorf("stored: %+v", got)
	}
}
