package planned_test

import (
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/planned"
)

// What was due before the term goes, with to whom it went; the last run of a plan
// stays, and is not sent again; a plan that has ended goes whole.
func TestRunsAreForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sweep := func(before string) (gone int) {
		t.Helper()
		if err := w.Org.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
			gone, err = planned.Sweep(t.Context(), tx, calendar.DateOf(clock(before+" 01:10")))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return gone
	}
	rows := func() (n [4]int) {
		t.Helper()
		for i, table := range []string{"report_plans", "report_plan_people", "report_runs", "report_run_people"} {
			if err := w.Org.DB.Query(t.Context()).Raw(`select count(*) from ` + table).Scan(&n[i]).Error; err != nil {
				t.Fatal(err)
			}
		}
		return n
	}
	stays := w.plan(w.hr, planned.Terms{Rhythm: planned.Weekly, Day: 1, Variant: planned.HR}, "", "petra@gemeinde.example", "rita@gemeinde.example")
	ends := w.plan(w.hr, planned.Terms{Rhythm: planned.Weekly, Day: 1, Variant: planned.HR}, "", "petra@gemeinde.example")
	for _, day := range []string{"2026-11-23", "2026-11-30", "2026-12-07"} {
		w.morning(day)
	}
	if err := w.turn(w.hr, ends.UID, planned.Ended, clock("2026-12-08 10:00")); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		before string
		gone   int
		left   [4]int
	}{
		{"2026-11-23", 0, [4]int{2, 3, 6, 9}},
		{"2026-11-24", 2, [4]int{2, 3, 4, 6}},
		{"2026-12-08", 2, [4]int{2, 3, 2, 3}}, // the last of each stays
		{"2026-12-09", 2, [4]int{1, 2, 1, 2}}, // the plan that ended, and its run
		{"2029-01-01", 0, [4]int{1, 2, 1, 2}},
	} {
		if gone := sweep(step.before); gone != step.gone || rows() != step.left {
			t.Errorf("before %s: %d went, %v are left; want %d and %v", step.before, gone, rows(), step.gone, step.left)
		}
	}
	if runs := w.runs(stays); len(runs) != 1 || runs[0].DueOn.String() != "2026-12-07" {
		t.Fatalf("the runs are %+v", runs)
	}
	if counts := w.morning("2026-12-08"); counts["runs"] != 0 {
		t.Errorf("it is sent again: %v", counts)
	}
}
