package report_test

import (
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/report"
)

func day(year int, month time.Month, d int) calendar.Date { return calendar.NewDate(year, month, d) }

// REPORT.md §3: 450 people × 4 courses rolled out on 1 March, the course due on
// 31 March done by all, give 25 % and 100 %, and a green light.
func TestProgressIsNotTheLight(t *testing.T) {
	t.Parallel()
	on := day(2026, time.March, 31)
	tally := report.NewTally(on)
	for i := range 450 {
		s := &report.Subject{Person: people.Person{ID: int64(i + 1)}, HasPC: true, Category: people.Permanent, Counted: true}
		var rows []report.Row
		for c := range 4 {
			due := on.AddDays(30 * c)
			row := report.Row{Subject: s, Course: &report.Course{ID: int64(c + 1)}, Status: ledger.StatusOpen, Due: due, GraceUntil: due, FirstDueOn: due}
			if c == 0 {
				row.Status, row.Cycle.CompletedOn, row.Cycle.ValidUntil = ledger.StatusFulfilled, on.AddDays(-3), calendar.Forever
			}
			rows = append(rows, row)
		}
		tally.Person(s, rows, "")
	}
	f := tally.Figures()
	if f.Fulfilment() != (report.Rate{Num: 450, Den: 1800}) || f.Due != (report.Rate{Num: 450, Den: 450}) {
		t.Errorf("fulfilment %v, due %v", f.Fulfilment(), f.Due)
	}
	if light := f.Light(95, 85); light != report.LightGreen {
		t.Errorf("the light is %s", light)
	}
	if f.NextDue != on.AddDays(30) {
		t.Errorf("the next due date is %s", f.NextDue)
	}
}

func TestLight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		num, den, undated int
		want              report.Light
	}{
		{0, 0, 0, report.LightNone}, {4, 4, 0, report.LightNone}, {5, 5, 0, report.LightGreen}, {5, 5, 1, report.LightAmber},
		{95, 100, 0, report.LightGreen}, {9499, 10000, 0, report.LightAmber}, {85, 100, 0, report.LightAmber}, {8499, 10000, 0, report.LightRed},
	} {
		g := report.Group{Due: report.Rate{Num: c.num, Den: c.den}}
		for i, s := range ledger.Statuses() {
			if s == ledger.StatusUndated {
				g.Counts[i] = c.undated
			}
		}
		if got := g.Light(95, 85); got != c.want {
			t.Errorf("%d of %d with %d undated: %s, want %s", c.num, c.den, c.undated, got, c.want)
		}
	}
}

// What belongs to the Fälligkeitsgrad, status by status.
func TestDueByTheDay(t *testing.T) {
	t.Parallel()
	on := day(2026, time.May, 31)
	s := &report.Subject{Counted: true}
	for name, c := range map[string]struct {
		status     ledger.Status
		due, first calendar.Date
		want       report.Rate
	}{
		"fulfilled, was due":            {ledger.StatusFulfilled, on + 300, on, report.Rate{Num: 1, Den: 1}},
		"fulfilled ahead of time":       {ledger.StatusFulfilled, on + 1, on + 1, report.Rate{}},
		"fulfilled without a due date":  {ledger.StatusFulfilled, 0, 0, report.Rate{}},
		"expiring, was due":             {ledger.StatusExpiring, on - 300, on - 300, report.Rate{Num: 1, Den: 1}},
		"open, due today":               {ledger.StatusOpen, on, on, report.Rate{Den: 1}},
		"open, due tomorrow":            {ledger.StatusOpen, on + 1, on + 1, report.Rate{}},
		"in grace":                      {ledger.StatusInGrace, on - 1, on - 1, report.Rate{Den: 1}},
		"overdue":                       {ledger.StatusOverdue, on - 9, on - 9, report.Rate{Den: 1}},
		"expired":                       {ledger.StatusExpired, on - 9, on - 300, report.Rate{Den: 1}},
		"paused, exempt and undated":    {ledger.StatusPaused, on - 9, on - 9, report.Rate{}},
		"exempt":                        {ledger.StatusExempt, on - 9, on - 9, report.Rate{}},
		"undated is in progress, alone": {ledger.StatusUndated, 0, 0, report.Rate{}},
	} {
		tally := report.NewTally(on)
		tally.Person(s, []report.Row{{Subject: s, Course: &report.Course{ID: 1}, Status: c.status, Due: c.due, FirstDueOn: c.first}}, "")
		if got := tally.Figures().Due; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
