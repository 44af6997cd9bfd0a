package reminder_test

import (
	"testing"
)

// The administration hears of mails that were expected and did not leave, once,
// on a working day, in the hours of the window.
func TestTheWatchCriesWhenNothingLeaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.person("Anna", "anna@gemeinde.example", 0)
	w.assign(anna, 0, "2027-02-25", "2027-04-30")
	raised := func(day string, hour int) bool {
		t.Helper()
		a, err := w.service.Alarm(t.Context(), clock(day, hour))
		if err != nil {
			t.Fatal(err)
		}
		_, failed := w.service.Watch(t.Context(), clock(day, hour))
		if (failed != nil) != a.Raised() {
			t.Errorf("%s: alarm %+v, job %v", day, a, failed)
		}
		return a.Raised()
	}
	for _, c := range []struct {
		day    string
		hour   int
		raised bool
	}{
		{"2027-02-25", 8, false},  // the job may still be under way
		{"2027-02-25", 10, true},  // it has not run
		{"2027-02-27", 12, false}, // Saturday
		{"2027-03-29", 12, false}, // Easter Monday
	} {
		if got := raised(c.day, c.hour); got != c.raised {
			t.Errorf("%s at %d: %v", c.day, c.hour, got)
		}
	}
	w.run("2027-02-25")
	if !raised("2027-02-25", 10) {
		t.Error("a mail waits, and nobody is told")
	}
	w.dispatch(clock("2027-02-25", 10))
	if raised("2027-02-25", 11) {
		t.Error("the mail has left, and the alarm is still raised")
	}
	w.set("go_live", "2027-06-01")
	if raised("2027-03-01", 12) {
		t.Error("an alarm before go-live")
	}
}
