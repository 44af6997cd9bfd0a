package report_test

import (
	"fmt"
	"testing"
	"time"

	"zaemme/internal/ledger"
	"zaemme/internal/report"
	"zaemme/internal/testing/wide"
)

// The invariants of REPORT.md §5 on generated organisations, counted again from
// the rows by other means.
func TestFiguresAddUp(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(3)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			addUp(t, generate(t, seed, 30))
		})
	}
}

func addUp(t *testing.T, w *world) {
	t.Helper()
	for _, asOf := range []int{0, -40, -200} {
		q := w.hr(today.AddDays(asOf))
		f, _ := w.figures(q)
		var counts report.Counts
		own := map[string]int{}
		for _, r := range w.rows(q) {
			if r.Status == ledger.StatusInProgress {
				t.Error("a row tells begun from open")
			}
			if !r.Subject.Counted {
				continue
			}
			counts[indexOf(r.Status)]++
			for _, d := range r.Subject.Departments {
				own[d.Code]++
			}
		}
		if counts != f.Counts {
			t.Errorf("day %d: rows count %v, figures %v", asOf, counts, f.Counts)
		}
		sum, perCourse := 0, 0
		for id, d := range f.ByDepartment {
			sum += d.Own.Counts.All()
			if code := codeOf(w, id); own[code] != d.Own.Counts.All() {
				t.Errorf("%s: own %d, rows %d", code, d.Own.Counts.All(), own[code])
			}
			if d.Cumulated.Counts.All() < d.Own.Counts.All() {
				t.Errorf("cumulated %d below own %d", d.Cumulated.Counts.All(), d.Own.Counts.All())
			}
		}
		for _, c := range f.ByCourse {
			perCourse += c.Counts.All()
		}
		if sum+f.Multiple().All() != f.Counts.All() || perCourse != f.Counts.All() {
			t.Errorf("departments %d, multiple %d, courses %d, organisation %d", sum, f.Multiple().All(), perCourse, f.Counts.All())
		}
		top := f.ByDepartment[w.departments[0]]
		if top == nil || top.Cumulated.Counts != f.Counts {
			t.Errorf("the top department does not hold everybody: %v", top)
		}
		if f.WithPC.Counts.All()+f.WithoutPC.Counts.All() != f.Counts.All() {
			t.Error("with and without PC do not add up")
		}
		uncovered := 0
		for _, n := range f.Uncovered {
			uncovered += n
		}
		if f.Covered+uncovered != f.Persons {
			t.Errorf("covered %d, uncovered %d, persons %d", f.Covered, uncovered, f.Persons)
		}
		if age := f.OverdueAge[0] + f.OverdueAge[1] + f.OverdueAge[2]; age != f.Counts.Late() {
			t.Errorf("ages %d, late %d", age, f.Counts.Late())
		}
	}
}

func indexOf(s ledger.Status) int {
	for i, one := range ledger.Statuses() {
		if one == s {
			return i
		}
	}
	return -1
}

func codeOf(w *world, department int64) string {
	for i, id := range w.departments {
		if id == department {
			return w.codes[i]
		}
	}
	return ""
}

// The same (D, T) gives the same hash after moves, late records, corrections and
// forgetting; another T may not.
func TestTheHashStays(t *testing.T) {
	t.Parallel()
	w := generate(t, 11, 25)
	q := w.hr(today.AddDays(-10))
	known, err := w.DB.Horizon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	q.KnownAt = known
	before, hash := w.figures(q)
	rows := w.rows(q)
	var open, done report.Row
	for _, r := range rows {
		if r.Status == ledger.StatusOverdue {
			open = r
		}
		if r.Status == ledger.StatusFulfilled && r.Cycle.No == 1 {
			done = r
		}
	}
	if open.Subject == nil || done.Subject == nil {
		t.Fatal("the sample has no overdue or no fulfilled row")
	}
	w.Move(w.injected, w.departments[5], today.AddDays(-100))
	late := w.Completed(open.Subject.ID, open.Course.Code, open.Cycle.No, today.AddDays(-15), today.AddDays(300))
	w.Append(late)
	w.Append(ledger.Event{PersonID: done.Subject.ID, CourseID: done.Course.ID, Kind: ledger.KindCorrected, EffectiveOn: today,
		Voids: done.Cycle.CompletedEvent, Reason: "wrong_person"})
	w.Insert(`update persons set first_name = '', last_name = '', email = null, personnel_no = null where id = @id returning id`,
		map[string]any{"id": open.Subject.ID})
	w.Insert(`update employment_facts set pensum = null, function = '', manager_id = null where person_id = @id returning id`,
		map[string]any{"id": done.Subject.ID})
	after, again := w.figures(q)
	if again != hash || after.Counts != before.Counts {
		t.Errorf("what was known at T has changed: %v, then %v", before.Counts, after.Counts)
	}
	q.KnownAt = time.Time{}
	if _, other := w.figures(q); other == hash {
		t.Error("what is known now does not differ")
	}
}

func TestWhatCannotBeAsked(t *testing.T) {
	t.Parallel()
	w := generate(t, 1, 3)
	for name, change := range map[string]func(*report.Query){
		"a day in the future":    func(q *report.Query) { q.AsOf = today + 1 },
		"no day":                 func(q *report.Query) { q.AsOf = 0 },
		"a moment not closed":    func(q *report.Query) { q.KnownAt = time.Now().Add(time.Hour) },
		"frozen figures":         func(q *report.Query) { q.Variant = report.Management },
		"an unknown department":  func(q *report.Query) { q.Department = "X9" },
		"everything by a leader": func(q *report.Query) { q.Scope = w.line(today).Scope },
		"what a leader knew":     func(q *report.Query) { *q = w.line(today); q.KnownAt = now },
	} {
		q := w.hr(today)
		change(&q)
		if _, _, err := w.service.Figures(t.Context(), q); err == nil {
			t.Errorf("%s is answered", name)
		}
	}
}

// Rights are judged today: who has left the line since is a number, nobody else
// of the subtree at D is in it.
func TestALineIsJudgedToday(t *testing.T) {
	t.Parallel()
	w := generate(t, 5, 20)
	inLine := map[int64]bool{}
	for _, r := range w.rows(w.line(today)) {
		inLine[r.Subject.ID] = true
	}
	everybody := map[int64]bool{}
	for _, r := range w.rows(w.hr(today)) {
		everybody[r.Subject.ID] = true
	}
	if len(inLine) == 0 || len(inLine) >= len(everybody) || !inLine[w.injected] {
		t.Fatalf("%d of %d persons are in the line", len(inLine), len(everybody))
	}
	// the boss leads the injected person personally, not by the department
	w.Insert(`update employment_facts set manager_id = null where person_id = @id returning id`, map[string]any{"id": w.injected})
	w.Move(w.injected, w.departments[2], today.AddDays(-5))
	before := w.rows(w.line(today.AddDays(-30)))
	for _, r := range before {
		if r.Subject.ID == w.injected {
			t.Error("somebody who has left the line is read by name")
		}
		if !everybody[r.Subject.ID] {
			t.Error("somebody unknown")
		}
	}
}
