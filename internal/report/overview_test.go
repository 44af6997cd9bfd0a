package report_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/report"
	"zaemme/internal/testing/wide"
)

// What the database counts at once is what is counted row by row, for every
// department and course, any day, scope and filter.
func TestOverviewIsFigures(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(3)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := generate(t, 40+seed, 30)
			for _, back := range []int{0, -40, -200} {
				day := today.AddDays(back)
				within, filtered := w.hr(day), w.hr(day)
				within.Department = w.codes[1]
				filtered.Filter.Courses = courseCodes[1:3]
				for _, q := range []report.Query{w.hr(day), within, filtered, w.line(day)} {
					compareOverview(t, w, q)
				}
			}
		})
	}
}

func compareOverview(t *testing.T, w *world, q report.Query) {
	t.Helper()
	f, _ := w.figures(q)
	o, err := w.service.Overview(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	courses := map[int64]report.Group{}
	for id, c := range f.ByCourse {
		courses[id] = c.Group
	}
	counted := map[int64]report.Group{}
	for id, c := range o.Courses {
		counted[id] = *c
	}
	for _, pair := range []struct {
		name        string
		rows, alike any
	}{
		{"total", f.Group, o.Group}, {"persons", f.Persons, o.Persons}, {"with PC", f.WithPC, o.WithPC}, {"without PC", f.WithoutPC, o.WithoutPC},
		{"outside", f.Outside, o.Outside}, {"departments", f.ByDepartment, o.Departments}, {"courses", courses, counted},
	} {
		if diff := cmp.Diff(pair.rows, pair.alike); diff != "" {
			t.Errorf("%s, %s %s: %s", q.AsOf, q.Department, pair.name, diff)
		}
	}
}
