package learning

import (
	"fmt"
	"sync"
	"testing"

	"zaemme/internal/db"
)

// Only the first attempt of a person counts, and figures show from twenty persons
// on; who hands in at once with others is counted once and waits for nobody for good.
func TestFirstTriesAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := 3; i <= 20; i++ {
		if err := w.db.Query(t.Context()).Exec(`insert into persons (personnel_no, last_name, first_name) values (?, 'Muster', 'Kim')`, fmt.Sprint(i)).Error; err != nil {
			t.Fatal(err)
		}
	}
	figures := func() []QuestionFigures {
		t.Helper()
		list, err := Figures(t.Context(), w.db, []int64{w.a.ID})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	w.pass(act(1, today), 3) // fails, and leaves two unanswered
	w.pass(act(1, today), 5) // again
	var row struct{ Tries, Solved int }
	if err := db.One(w.db.Query(t.Context()), &row, `select sum(tries)::int as tries, sum(solved)::int as solved from question_counts`); err != nil {
		t.Fatal(err)
	}
	if row.Tries != 3 || row.Solved != 3 {
		t.Errorf("%+v of one person's first attempt", row)
	}
	var wait sync.WaitGroup
	for person := int64(2); person <= 20; person++ {
		if person == 20 {
			wait.Wait()
			if list := figures(); len(list) != 0 {
				t.Errorf("figures of nineteen: %+v", list)
			}
		}
		wait.Go(func() { w.pass(act(person, today), 5) })
	}
	wait.Wait()
	list := figures()
	if len(list) != 3 { // the two others have nineteen tries
		t.Fatalf("%+v", list)
	}
	total := 0
	for _, f := range list {
		total += f.Solved
		if f.Tries != 20 || len(f.Chosen) != len(w.a.Question(f.Question).Options) {
			t.Errorf("%+v", f)
		}
		for i, o := range w.a.Question(f.Question).Options {
			if o.Correct && f.Chosen[i] != f.Solved {
				t.Errorf("%s: the right option was chosen %d times, solved %d", f.Question, f.Chosen[i], f.Solved)
			}
		}
	}
	if total != 20*3 {
		t.Errorf("%d solved", total)
	}
}
