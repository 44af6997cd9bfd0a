package report_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/testing/wide"
)

// belongs says row by row what the groups of a list are.
var belongs = map[report.RowGroup]func(r report.Row, day calendar.Date) bool{
	report.GroupToDo:   func(r report.Row, _ calendar.Date) bool { return r.Status.ToDo() || r.Status == ledger.StatusExpiring },
	report.GroupLate:   func(r report.Row, _ calendar.Date) bool { return r.Status.Late() },
	report.GroupLate30: func(r report.Row, day calendar.Date) bool { return r.Status.Late() && r.Due.DaysUntil(day) <= 30 },
	report.GroupLate60: func(r report.Row, day calendar.Date) bool {
		n := r.Due.DaysUntil(day)
		return r.Status.Late() && n > 30 && n <= 60
	},
	report.GroupLateMore: func(r report.Row, day calendar.Date) bool { return r.Status.Late() && r.Due.DaysUntil(day) > 60 },
	report.GroupGrace:    func(r report.Row, _ calendar.Date) bool { return r.Status == ledger.StatusInGrace },
	report.GroupOpen: func(r report.Row, _ calendar.Date) bool {
		return r.Status == ledger.StatusOpen || r.Status == ledger.StatusUndated
	},
	report.GroupPending:   func(r report.Row, _ calendar.Date) bool { return r.Status.ToDo() && !r.Status.Late() },
	report.GroupEnding30:  func(r report.Row, day calendar.Date) bool { return r.EndsWithin(day, 30) },
	report.GroupEnding60:  func(r report.Row, day calendar.Date) bool { return r.EndsWithin(day, 60) },
	report.GroupEnding:    func(r report.Row, day calendar.Date) bool { return r.EndsWithin(day, 90) },
	report.GroupFulfilled: func(r report.Row, _ calendar.Date) bool { return r.Status.Fulfilled() },
	report.GroupDue:       func(r report.Row, day calendar.Date) bool { return r.DueBy(day) },
	report.GroupPaused:    func(r report.Row, _ calendar.Date) bool { return r.Status == ledger.StatusPaused },
	report.GroupExempt:    func(r report.Row, _ calendar.Date) bool { return r.Status == ledger.StatusExempt },
	report.GroupAll:       func(report.Row, calendar.Date) bool { return true },
}

// list reads all rows of a list, by pages of seven.
func (w *world) list(q report.ListQuery) (l *report.Listing, rows []report.Row) {
	w.T.Helper()
	q.Courses, q.Limit = w.catalogue(), 7
	for {
		q.Offset = len(rows)
		before := len(rows)
		if err := w.DB.Write(w.T.Context(), func(tx *db.Tx) (err error) {
			l, err = report.ReadList(w.T.Context(), tx, q, func(r report.Listed) error {
				rows = append(rows, r.Row)
				return nil
			})
			return err
		}); err != nil {
			w.T.Fatal(err)
		}
		if len(rows) >= l.Chosen {
			return l, rows
		}
		if len(rows) == before || l.From != before {
			w.T.Fatalf("from %d: page from %d, %d of %d rows", before, l.From, len(rows), l.Chosen)
		}
	}
}

func named(rows []report.Row) []string {
	list := make([]string, 0, len(rows))
	for _, r := range rows {
		list = append(list, fmt.Sprint(r.Subject.UID, r.Course.Code, r.Status, r.Due, r.Until(), r.Subject.Codes()))
	}
	return list
}

// A page and a report of the same day and scope say the same: what is counted, and
// every group of rows in its order, page by page.
func TestThePageAgreesWithTheReport(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(2)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			agree(t, generate(t, 31+seed, 30))
		})
	}
}

func agree(t *testing.T, w *world) {
	t.Helper()
	department := w.hr(today)
	department.Department = "D1"
	for name, q := range map[string]report.Query{
		"everybody": w.hr(today), "before": w.hr(today.AddDays(-90)), "line": w.line(today), "line before": w.line(today.AddDays(-90)), "department": department,
	} {
		asked := report.ListQuery{Scope: q.Scope, Day: q.AsOf, Department: q.Department}
		f, _ := w.figures(q)
		var reported []report.Row
		for _, r := range w.rows(q) {
			if q.Department == "" || r.Subject.In(w.departments[1]) {
				reported = append(reported, r)
			}
		}
		for group, has := range belongs {
			asked.Filter.Group = group
			l, rows := w.list(asked)
			want := slices.DeleteFunc(slices.Clone(reported), func(r report.Row) bool { return !has(r, q.AsOf) })
			slices.SortStableFunc(want, func(a, b report.Row) int {
				return cmp.Or(cmp.Compare(report.Urgency(a.Status), report.Urgency(b.Status)), cmp.Compare(a.Until(), b.Until()))
			})
			if diff := gocmp.Diff(named(want), named(rows)); diff != "" {
				t.Fatalf("%s, %q: %s", name, group, diff)
			}
			counts := []any{l.Group, l.Persons, l.WithPC, l.WithoutPC, l.Outside, l.Late, l.Ending, l.All.Rows, l.Departments}
			if diff := gocmp.Diff([]any{f.Group, f.Persons, f.WithPC, f.WithoutPC, f.Outside, f.OverdueAge, f.Ending, len(reported), f.ByDepartment}, counts); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
		}
	}
}

func TestAListIsNarrowedAndSorted(t *testing.T) {
	t.Parallel()
	w := generate(t, 33, 25)
	q := report.ListQuery{Scope: w.hr(today).Scope, Day: today, Filter: report.ListFilter{Group: report.GroupAll}}
	_, all := w.list(q)
	for _, c := range []struct {
		narrow func(*report.ListQuery)
		keep   func(report.Row) bool
	}{
		{func(q *report.ListQuery) { q.Filter.Course = "IS-01" }, func(r report.Row) bool { return r.Course.Code == "IS-01" }},
		{func(q *report.ListQuery) { q.Filter.Circle = report.InTotal }, func(r report.Row) bool { return r.Subject.Counted }},
		{func(q *report.ListQuery) { q.Filter.Circle = report.OutsideTotal }, func(r report.Row) bool { return !r.Subject.Counted }},
		{func(q *report.ListQuery) { q.Filter.Name = "rat EV" }, func(r report.Row) bool { return r.Subject.LastName == "Rat" }},
		{func(q *report.ListQuery) { q.Department, q.Alone = "D1", true }, func(r report.Row) bool {
			return slices.ContainsFunc(r.Subject.Employments, func(e report.Employment) bool { return e.DepartmentID == w.departments[1] })
		}},
	} {
		narrowed := q
		c.narrow(&narrowed)
		l, rows := w.list(narrowed)
		want := slices.DeleteFunc(slices.Clone(all), func(r report.Row) bool { return !c.keep(r) })
		if len(want) == 0 || len(rows) != len(want) || l.Chosen != len(want) {
			t.Errorf("%+v: %d rows, want %d", narrowed.Filter, len(rows), len(want))
		}
	}
	for order, less := range map[report.Order]func(a, b report.Row) int{
		report.OrderCourse: func(a, b report.Row) int { return cmp.Compare(b.Course.Code, a.Course.Code) },
		report.OrderDue:    func(a, b report.Row) int { return cmp.Compare(a.Until(), b.Until()) },
		report.OrderStatus: func(a, b report.Row) int { return cmp.Compare(report.Urgency(a.Status), report.Urgency(b.Status)) },
		report.OrderPerson: func(a, b report.Row) int { return 0 },
	} {
		q.Order, q.Descending = order, false
		q.Titles = func(c *report.Course) string { return string([]byte{255 - c.Code[0]}) } // the other way round
		_, up := w.list(q)
		q.Descending = true
		_, down := w.list(q)
		if !slices.IsSortedFunc(up, less) || !slices.IsSortedFunc(down, func(a, b report.Row) int { return less(b, a) }) || len(up) != len(all) {
			t.Errorf("by %s", order)
		}
		if order == report.OrderPerson {
			slices.Reverse(down)
			if diff := gocmp.Diff(named(up), named(down)); diff != "" {
				t.Error(diff)
			}
		}
	}
}

// A list as known then is what a report as known then says.
func TestAListAsKnownThen(t *testing.T) {
	t.Parallel()
	w := generate(t, 34, 12)
	known, err := w.DB.Horizon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	q := report.ListQuery{Scope: w.hr(today).Scope, Day: today.AddDays(-1), Filter: report.ListFilter{Group: report.GroupAll}}
	q.Known = known
	before, rows := w.list(q)
	w.Append(w.Assigned(w.Person("Nora", "Neu", "", w.departments[2], 0), "KI-01", today.AddDays(-30), today.AddDays(-3)))
	again, same := w.list(q)
	q.Known = q.Known.AddDate(1, 0, 0)
	later, _ := w.list(q)
	if before.All != again.All || len(rows) != len(same) || later.All.Late != before.All.Late+1 || later.All.Persons != before.All.Persons+1 {
		t.Errorf("before %+v, again %+v, later %+v", before.All, again.All, later.All)
	}
}

func TestAListOfNobody(t *testing.T) {
	t.Parallel()
	w := generate(t, 35, 3)
	l, rows := w.list(report.ListQuery{Scope: people.Scope{Viewer: w.injected, Day: today}, Day: today,
		Asides: []db.Part{{SQL: `(select cast(@n as bigint))`, Args: map[string]any{"n": 7}}}})
	if len(rows) != 0 || l.All.Persons != 0 || l.Root != nil || !slices.Equal(l.Asides, []int{7}) {
		t.Errorf("%+v, %d rows", l.All, len(rows))
	}
}
