package calendar

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestWorkingDays(t *testing.T) {
	t.Parallel()
	set, err := LucerneBase(2026, 2027).With(nil, []Closure{
		{Interval{day(t, "2026-12-28"), day(t, "2026-12-31")}, "Betriebsferien"},
	})
	if err != nil {
		t.Fatal(err)
	}
	// Thu 24.12. is worked; Christmas Fri, St. Stephen Sat, closure Mo–Th, New Year Fr, Berchtold Sat.
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-12-24", 1, "2027-01-04"}, {"2026-12-24", 2, "2027-01-05"}, {"2026-12-25", 1, "2027-01-04"},
		{"2027-01-04", -1, "2026-12-24"}, {"2026-12-31", -2, "2026-12-23"}, {"2026-12-26", 0, "2026-12-26"},
		{"2026-10-01", 10, "2026-10-15"}, {"2027-12-31", 1, "2028-01-03"}, {"2025-12-31", 1, "2026-01-05"},
	} {
		if got := set.AddWorkingDays(day(t, c.from), c.n).String(); got != c.want {
			t.Errorf("%s and %d working days = %s, want %s", c.from, c.n, got, c.want)
		}
	}
	if got := set.NextWorkingDay(day(t, "2026-12-25")).String(); got != "2027-01-04" {
		t.Errorf("next working day after Christmas: %s", got)
	}
	if got := set.CountWorkingDays(day(t, "2026-12-21"), day(t, "2027-01-05")); got != 6 {
		t.Errorf("%d working days, want 6 (21.–24.12. and 4.–5.1.)", got)
	}
	if set.CountWorkingDays(day(t, "2027-01-05"), day(t, "2027-01-04")) != 0 {
		t.Error("a reversed range has no days")
	}
	if set.AddWorkingDays(Forever, 3) != Forever || set.NextWorkingDay(0) != 0 {
		t.Error("forever and no date stay what they are")
	}
}

// The tables must say the same as walking from day to day, inside and outside
// their years and across the edge.
func TestTablesEqualWalking(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(4, 6))
	sets := []Set{{}, LucerneBase(2026, 2028), LucerneBase(2026, 2028).WithWeek(NewWeekdays(time.Saturday, time.Sunday))}
	for range 2000 {
		set := sets[random.IntN(len(sets))]
		from := NewDate(2025, 6, 1).AddDays(random.IntN(1800))
		n := 1 + random.IntN(60)
		d := from
		for left := n; left > 0; {
			if d++; set.IsWorkingDay(d) {
				left--
			}
		}
		if got := set.AddWorkingDays(from, n); got != d {
			t.Fatalf("%s and %d working days = %s, want %s", from, n, got, d)
		}
		if got := set.CountWorkingDays(from+1, d); got != n {
			t.Fatalf("%s to %s: %d working days, want %d", from+1, d, got, n)
		}
		if back := set.AddWorkingDays(d+1, -n); set.CountWorkingDays(back, d) != n || !set.IsWorkingDay(back) {
			t.Fatalf("%s minus %d working days = %s", d+1, n, back)
		}
	}
}

func TestSetRefusesAndStaysItself(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]Closure{
		"reversed": {Interval{day(t, "2026-05-02"), day(t, "2026-05-01")}, "x"},
		"open":     {Interval{day(t, "2026-05-02"), Forever}, "x"},
		"no day":   {Interval{}, "x"},
	} {
		if _, err := NewSet(0, nil, []Closure{c}); err == nil {
			t.Errorf("a closure that is %s was accepted", name)
		}
	}
	if _, err := NewSet(0, []Holiday{{Name: "x"}}, nil); err == nil {
		t.Error("a holiday without a day was accepted")
	}
	base := LucerneBase(2026, 2026)
	days := []Holiday{{On: day(t, "2026-11-20"), Name: "Putztag"}}
	more, err := base.With(days, nil)
	if err != nil {
		t.Fatal(err)
	}
	days[0].On = day(t, "2026-11-19")
	if more.IsWorkingDay(day(t, "2026-11-20")) || !more.IsWorkingDay(day(t, "2026-11-19")) || base.Closed(day(t, "2026-11-20")) {
		t.Error("a set changed after it was made")
	}
	if w := base.WithWeek(NewWeekdays(time.Saturday)); !w.IsWorkingDay(day(t, "2026-11-21")) || w.IsWorkingDay(day(t, "2026-11-20")) {
		t.Error("the week of the site is not its own")
	}
	if base.IsOwnWorkingDay(day(t, "2026-08-15"), NewWeekdays(time.Saturday)) || !base.IsOwnWorkingDay(day(t, "2026-08-22"), NewWeekdays(time.Saturday)) {
		t.Error("own weekdays: Saturday counts, a holiday on a Saturday does not")
	}
}

func TestWeekdayWithoutClock(t *testing.T) {
	t.Parallel()
	for d := NewDate(1999, 12, 1); d < NewDate(2001, 1, 1); d++ {
		if d.Weekday() != d.Time().Weekday() {
			t.Fatalf("%s is a %s", d, d.Weekday())
		}
	}
	if NewWeekdays(time.Sunday, time.Saturday, time.Sunday).Len() != 2 || MondayToFriday.Has(time.Sunday) {
		t.Error("sets of weekdays")
	}
	span := Interval{NewDate(2026, 9, 10), NewDate(2026, 9, 30)}
	if span.Days() != 21 || !span.Contains(span.Until) || span.Contains(span.Until+1) || span.Open() {
		t.Error("an interval includes both its ends")
	}
}

func BenchmarkAddWorkingDays(b *testing.B) {
	set := LucerneBase(2020, 2040)
	from := NewDate(2026, 9, 1)
	for b.Loop() {
		set.AddWorkingDays(from, 50)
	}
}
