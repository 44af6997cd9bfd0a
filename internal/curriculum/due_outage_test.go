package curriculum

import (
	"slices"
	"testing"

	"zaemme/internal/calendar"
)

// All expected dates are worked out by hand; assigned Tue 1.9.2026 with 30 days,
// due Thu 1.10.2026, unless the case says otherwise.
func TestDueOutages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		of   dueCase
		down string
		want string
	}{
		// Mon 28.9.–Fri 2.10. = 5 wd; over Mon 5.10., + 5 = Mon 12.10.
		{"inside", dueCase{}, "2026-09-28/2026-10-02", "2026-10-12"},
		// Thu 1.10.: 1 wd; over Fri 2.10., + 1 = Mon 5.10.
		{"one day", dueCase{}, "2026-10-01/2026-10-01", "2026-10-05"},
		// the same in Lucerne: Fri 2.10. is St. Leodegar; over Mon 5.10., + 1 = Tue 6.10.
		{"one day before a holiday", dueCase{site: "luzern"}, "2026-10-01/2026-10-01", "2026-10-06"},
		// due on the first and on the last day
		{"first day", dueCase{}, "2026-10-01/2026-10-07", "2026-10-15"},
		{"last day", dueCase{}, "2026-09-25/2026-10-01", "2026-10-09"},
		// begins the day after the due date
		{"after the due date", dueCase{}, "2026-10-02/2026-10-09", "2026-10-01"},
		// Mon 28.–Wed 30.9. = 3 wd; over Thu 1.10., + 3 = Tue 6.10.: due the day after it is not left behind
		{"shortly after", dueCase{}, "2026-09-28/2026-09-30", "2026-10-06"},
		// Mon 21.–Wed 23.9.: over Thu 24., + 3 = Tue 29.9. < 1.10.
		{"long before", dueCase{}, "2026-09-21/2026-09-23", "2026-10-01"},
		// Sat, Sun: no wd is lost; due Mon 5.10. stays
		{"a weekend", dueCase{on: "2026-09-03"}, "2026-10-03/2026-10-04", "2026-10-05"},
		// 22 wd count as 10: 1.–30.10., over Mon 2.11. (1.11. Sunday), + 10 = Mon 16.11.
		{"at most ten", dueCase{}, "2026-10-01/2026-10-30", "2026-11-16"},
		// assigned after it
		{"over before the assignment", dueCase{on: "2026-09-01"}, "2026-08-24/2026-08-28", "2026-10-01"},
		// a fixed day moves too: Fri 20.11., over Mon 23.11., + 1 = Tue 24.11.
		{"fixed day", dueCase{fixed: "2026-11-20"}, "2026-11-20/2026-11-20", "2026-11-24"},
		// the date moved by one falls into the next: 12.10., then 12.–13.10. = 2 wd, over Wed 14., + 2 = Fri 16.10.
		{"two in a row", dueCase{}, "2026-10-12/2026-10-13 2026-09-28/2026-10-02", "2026-10-16"},
		// absent from Tue 6. to Mon 12.10., the date reached: back Tue 13., + 3 = Fri 16.10.
		{"absent on the new date", dueCase{abs: "2026-10-06/2026-10-12"}, "2026-09-28/2026-10-02", "2026-10-16"},
		// pause 10.–30.9. gives 22.10.; the outage of the old date changes nothing
		{"a pause has moved it away", dueCase{abs: "2026-09-10/2026-09-30"}, "2026-09-28/2026-10-02", "2026-10-22"},
		// an extension to an agreed day within it: over Mon 12.10., + 5 = Mon 19.10.
		{"agreed day", dueCase{again: Extension, reOn: "2026-09-20", agreed: "2026-10-07", old: "2026-10-01"}, "2026-10-05/2026-10-09", "2026-10-19"},
	} {
		of := c.of
		if of.on == "" {
			of.on = "2026-09-01"
		}
		of.down = c.down
		got := mustDue(t, of.input(t))
		if got.DueOn != iso(t, c.want) {
			t.Errorf("%s: %s, want %s\n%+v", c.name, got.DueOn, c.want, got.Steps)
		}
	}
}

// Outages bring no date forward, touch none that is before them or began after
// them, leave none within, keep dates in their order, and do not depend on the order
// in which they were declared. All holds against Due without them.
func TestDueOutageProperties(t *testing.T) {
	t.Parallel()
	play := newDuePlay(t, 11, false)
	moved := 0
	for range propertyRuns {
		in := play.input()
		without := mustDue(t, in)
		var outages []Outage
		for range 1 + play.IntN(3) {
			from := without.DueOn.AddDays(play.IntN(30) - 20)
			outages = append(outages, Outage{Interval: calendar.Interval{From: from, Until: from.AddDays(play.IntN(20))},
				Reason: OutageReasons[play.IntN(len(OutageReasons))]})
		}
		in.Outages = outages
		got := mustDue(t, in)
		start := in.AssignedOn
		if in.Restart != nil {
			start = in.Restart.On
		}
		concerned := func(o Outage) bool { return start <= o.Until && without.DueOn >= o.From }
		switch {
		case got.DueOn < without.DueOn:
			t.Fatalf("earlier: %s after %s\n%+v", got.DueOn, without.DueOn, in)
		case !slices.ContainsFunc(outages, concerned) && got.DueOn != without.DueOn:
			t.Fatalf("not concerned, and moved to %s from %s\n%+v", got.DueOn, without.DueOn, in)
		case !in.Site.IsWorkingDay(got.DueOn):
			t.Fatalf("%s is no working day\n%+v", got.DueOn, in)
		}
		for _, o := range outages {
			if on, days := o.over(in.Site); days > 0 && o.Contains(got.DueOn) && start <= o.Until || concerned(o) && got.DueOn < on {
				t.Fatalf("%s lies in or too close to %+v\n%+v", got.DueOn, o, in)
			}
		}
		slices.Reverse(in.Outages)
		if again := mustDue(t, in); again.DueOn != got.DueOn {
			t.Fatalf("%s in another order, %s before\n%+v", again.DueOn, got.DueOn, in)
		}
		if got.DueOn > without.DueOn {
			moved++
		}
		if len(in.Absences) == 0 && in.Restart == nil && in.FixedDay == 0 && in.Days < 60 {
			in.Days++
			if later := mustDue(t, in); later.DueOn < got.DueOn {
				t.Fatalf("a day more gives %s, before %s\n%+v", later.DueOn, got.DueOn, in)
			}
		}
	}
	if moved < propertyRuns/10 {
		t.Errorf("only %d dates moved", moved)
	}
}
