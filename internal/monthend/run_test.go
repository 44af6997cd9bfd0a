package monthend_test

import (
	"sync"
	"testing"
	"time"

	"zaemme/internal/aggregate"
	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/monthend"
	"zaemme/internal/report"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/testing/dbtest"
	"zaemme/views"
)

var now = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

// world has two divisions with two departments each, people with and without a PC,
// and a member of the executive who is not counted.
type world struct {
	*reporttest.Org
	*monthend.Service
	persons []int64
	works   []int64
	root    int64
}

func generate(t *testing.T) *world {
	t.Helper()
	d := dbtest.New(t)
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Org: reporttest.New(t, d)}
	w.Service = &monthend.Service{DB: d, Reports: &report.Service{DB: d, Texts: texts, Version: "test"}, Texts: texts, Version: "test", URL: "https://x.example"}
	w.From = calendar.NewDate(2025, time.December, 10)
	w.root = w.Department("0", "Gemeinde", 0)
	bau, bildung := w.Department("1", "Bau", w.root), w.Department("2", "Bildung", w.root)
	leaves := []int64{w.Department("11", "Werkhof", bau), w.Department("12", "Hochbau", bau), w.Department("21", "Schule", bildung), w.Department("22", "Musikschule", bildung)}
	w.Course("IS-01", "Informationssicherheit")
	w.Course("KI-01", "Künstliche Intelligenz")
	w.Rule()
	var events []ledger.Event
	for i := range 40 {
		leaf := leaves[i%4]
		mail := "p@x"
		if leaf == leaves[0] {
			mail = ""
		}
		id := w.Person("Vor", "Nach", mail, leaf, 0)
		w.persons, w.works = append(w.persons, id), append(w.works, leaf)
		on := w.From.AddDays(25)
		for c, code := range []string{"IS-01", "KI-01"} {
			events = append(events, w.Assigned(id, code, on, on.AddDays(60)))
			if (i+c)%3 > 0 {
				events = append(events, w.Completed(id, code, 1, on.AddDays(5+7*i), calendar.Forever))
			}
		}
	}
	official := w.Insert(`insert into persons (first_name, last_name) values ('Eva', 'Rat') returning id`, nil)
	w.Employ(official, w.root, 0, 80, "official")
	events = append(events, w.Assigned(official, "IS-01", w.From.AddDays(25), w.From.AddDays(60)))
	w.Append(events...)
	return w
}

func (w *world) run(at time.Time) int {
	w.T.Helper()
	counts, err := w.Run(w.T.Context(), at)
	if err != nil {
		w.T.Fatal(err)
	}
	return counts["months"]
}

func (w *world) last(day calendar.Date, n int) []monthend.Month {
	w.T.Helper()
	list, err := w.Last(w.T.Context(), day, n)
	if err != nil {
		w.T.Fatal(err)
	}
	return list
}

// each are the last n months, each read with its table; read together, what they
// are compared by is the same.
func (w *world) each(n int) []monthend.Month {
	w.T.Helper()
	list := w.last(0, n)
	for i, m := range list {
		list[i] = w.last(m.AsOf, 1)[0]
		if list[i].Total() != m.Total() || list[i].Total() != list[i].Table.Total() || list[i].Late() != m.Late() || list[i].UID != m.UID {
			w.T.Errorf("%s differs read with others: %+v, %+v", m.AsOf, list[i].Total(), m.Total())
		}
	}
	return list
}

// Missed months are computed at the first run, from the first with people on; each
// is kept once, however many processes run, and never altered.
func TestMonthEndsAreFrozenOnce(t *testing.T) {
	t.Parallel()
	w := generate(t)
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			if _, err := w.Run(t.Context(), now); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	months := w.last(0, 20)
	if len(months) != 11 || months[0].AsOf != calendar.NewDate(2026, time.October, 31) || months[10].AsOf != calendar.NewDate(2025, time.December, 31) {
		t.Fatalf("%d months, from %s to %s", len(months), months[len(months)-1].AsOf, months[0].AsOf)
	}
	if !months[0].Late() || w.run(now) != 0 {
		t.Error("a month that was missed is not called late, or is frozen again")
	}
	then := months[0]
	for _, id := range w.persons { // what becomes known later changes nothing
		w.Append(w.Completed(id, "IS-01", 1, w.From.AddDays(30), calendar.Forever))
	}
	if n := w.run(now.AddDate(0, 0, 11)); n != 1 {
		t.Errorf("%d months are frozen in December", n)
	}
	after := w.each(2)
	if after[0].Late() || after[1].SHA256 != then.SHA256 || after[1].Course(w.Courses["IS-01"]) != then.Course(w.Courses["IS-01"]) {
		t.Error("a frozen month has changed, or one in time is called late")
	}
	if after[0].Course(w.Courses["IS-01"]).Fulfilled.Min <= then.Course(w.Courses["IS-01"]).Fulfilled.Min {
		t.Error("November does not know what was recorded in it")
	}
	for _, table := range []string{"month_ends", "month_cells", "month_counts", "month_groupings"} {
		if err := w.Org.DB.Query(t.Context()).Exec(`delete from ` + table).Error; err == nil {
			t.Errorf("%s can be emptied", table)
		}
	}
	if _, err := w.Last(t.Context(), calendar.NewDate(2026, time.October, 30), 1); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a day that is no month end: %v", err)
	}
}

// What is told are sums of what is true, of those who count, in groups of the year;
// HR's trend has the numbers of a report of that day.
func TestWhatIsFrozenIsTrue(t *testing.T) {
	t.Parallel()
	w := generate(t)
	w.run(now)
	grouping := ""
	for _, m := range w.each(20) {
		f, _, err := w.Reports.Figures(t.Context(), report.Compliance(m.AsOf, now))
		if err != nil {
			t.Fatal(err)
		}
		for id, of := range f.ByCourse {
			sum := m.Course(id)
			behind := of.Counts.Late() + of.Counts.Of(ledger.StatusInGrace)
			if sum.Counted != of.Fulfilment().Den || of.Counts.Fulfilled() < sum.Fulfilled.Min || of.Counts.Fulfilled() > sum.Fulfilled.Max ||
				behind < sum.Behind.Min || behind > sum.Behind.Max {
				t.Errorf("%s, course %d: %+v does not hold %+v", m.AsOf, id, sum, of.Counts)
			}
		}
		points, err := w.Trend(t.Context(), monthend.TrendOf{Until: m.AsOf, Months: 1})
		if err != nil || len(f.ByCourse) > 0 && (len(points) != 1 || points[0].Group != f.Group) {
			t.Errorf("%s: %v %v, want %v", m.AsOf, points, err, f.Group)
		}
		for id, d := range f.ByDepartment {
			for own, want := range map[bool]report.Group{true: d.Own, false: d.Cumulated} {
				points, err := w.Trend(t.Context(), monthend.TrendOf{Department: id, Own: own, Until: m.AsOf, Months: 1})
				if err != nil || want.Counts.All() > 0 && points[0].Group != want {
					t.Errorf("%s, department %d: %v %v, want %v", m.AsOf, id, points, err, want)
				}
			}
		}
		of := m.AsOf.String()[:4] + m.Grouping.Nodes[m.Grouping.Root()].Codes()
		if m.AsOf.String()[5:7] != "12" && grouping != "" && of != grouping {
			t.Errorf("%s: the groups of the year have changed", m.AsOf)
		}
		grouping = of
		var lines []string
		for _, d := range m.Grouping.Divisions() {
			lines = append(lines, m.Grouping.Nodes[d].Codes())
		}
		if len(lines) != 2 || lines[0] != "1" || lines[1] != "2" {
			t.Errorf("%s: lines %v", m.AsOf, lines)
		}
		for _, c := range m.Cells {
			if c.Counted < aggregate.MinCounted {
				t.Errorf("%s: a cell of %d", m.AsOf, c.Counted)
			}
		}
	}
}
