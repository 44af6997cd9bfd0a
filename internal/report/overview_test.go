package report_test

import (
	"fmt"
	"math/rand/v2"
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
			employManyTimes(w)
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

// employManyTimes gives persons a second and a third employment: within the subtree of
// departments[1] and beside it, twice in one department, and in and out of the total.
// One has a single employment as a militia member, and one left their second long ago.
func employManyTimes(w *world) {
	for i, places := range [][]int{{3, 2}, {3, 4}, {1, 1, 5}, {0, 2}, {4, 3, 2}, {5}, {3}} {
		id := w.Person("Mehrfach", fmt.Sprint(i), "m@gemeinde.example", w.departments[places[0]], w.boss)
		for n, at := range places[1:] {
			w.Employ(id, w.departments[at], 0, 20, []string{"hourly", "militia", "agency"}[(i+n)%3])
		}
		for _, code := range courseCodes {
			w.Append(w.duty(rand.New(rand.NewPCG(uint64(i), 5)), id, code)...)
		}
	}
	outside := w.Insert(`insert into persons (first_name, last_name) values ('Milo', 'Wehr') returning id`, nil)
	w.Employ(outside, w.departments[3], 0, 5, "militia")
	w.Append(w.Assigned(outside, courseCodes[0], today.AddDays(-60), today.AddDays(-30)))
	w.Employ(outside, w.departments[2], 0, 5, "external")
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
