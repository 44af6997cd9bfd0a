package calendar

import (
	"testing"
	"time"
)

func TestDateIsADay(t *testing.T) {
	t.Parallel()
	winter := NewDate(2026, time.March, 28)
	if got := winter.AddDays(1).String(); got != "2026-03-29" {
		t.Errorf("the day with 23 hours: %s", got)
	}
	if got := winter.AddDays(1).End().UTC().Format(time.RFC3339); got != "2026-03-29T22:00:00Z" {
		t.Errorf("end of the day with 23 hours: %s", got)
	}
	if got := NewDate(2026, 10, 25).End().UTC().Format(time.RFC3339); got != "2026-10-25T23:00:00Z" {
		t.Errorf("end of the day with 25 hours: %s", got)
	}
	late := time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC)
	if got := DateOf(late).String(); got != "2026-07-02" {
		t.Errorf("an instant belongs to its day in Zurich: %s", got)
	}
}

func TestAddMonths(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"},
		{"2028-02-29", 12, "2029-02-28"}, {"2026-11-21", 2, "2027-01-21"},
		{"2026-03-31", -1, "2026-02-28"},
	} {
		from, err := ParseISO(c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := from.AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s plus %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestDateTextAndColumn(t *testing.T) {
	t.Parallel()
	var d Date
	if err := d.UnmarshalText([]byte("2026-02-30")); err == nil {
		t.Error("30 February was accepted")
	}
	if v, err := Date(0).Value(); v != nil || err != nil {
		t.Errorf("no date is stored as %v, %v", v, err)
	}
	if err := d.Scan(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)); err != nil || d.String() != "2026-11-21" {
		t.Errorf("scanned %s, %v", d, err)
	}
	if Forever.AddDays(30) != Forever || Date(0).AddMonths(3) != 0 {
		t.Error("forever and no date stay what they are")
	}
}
