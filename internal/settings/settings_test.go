package settings_test

import (
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
)

func TestDefaultsAreValid(t *testing.T) {
	t.Parallel()
	for _, d := range settings.Defs {
		if err := settings.Check(d.Key, d.Default); err != nil {
			t.Errorf("default of %s: %v", d.Key, err)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{
		{"mail_cap", "viele"}, {"mail_cap", "-1"}, {"accent", "petrol"}, {"go_live", "1.1.2027"}, {"mail_from", "niemand"},
		{"municipality", " "}, {"municipality", "Gemeinde\nEmmen"}, {"unbekannt", "x"}, {"second_factor", "immer"}, {"second_factor", ""},
	} {
		if err := settings.Check(c[0], c[1]); apperr.KindOf(err) == apperr.Internal {
			t.Errorf("%s = %q: %v", c[0], c[1], err)
		}
	}
}

func TestSetKeepsThePast(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	first, second := calendar.NewDate(2026, time.May, 1), calendar.NewDate(2026, time.September, 1)
	set := func(from calendar.Date, value string) {
		t.Helper()
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			return settings.Set(t.Context(), tx, 0, from, "municipality", value)
		}); err != nil {
			t.Fatal(err)
		}
	}
	set(first, "Gemeinde Horw")
	set(second, "Gemeinde Ebikon")
	set(second, "Gemeinde Kriens")
	for day, want := range map[calendar.Date]string{
		first - 1: "Gemeinde Emmen", first: "Gemeinde Horw", second - 1: "Gemeinde Horw", second: "Gemeinde Kriens",
	} {
		s, err := settings.Load(t.Context(), d, day)
		if err != nil || s.Text("municipality") != want {
			t.Errorf("on %s: %q, %v; want %q", day, s.Text("municipality"), err, want)
		}
	}
	var rows, audited int
	if err := d.Query(t.Context()).Raw(`select count(*) from settings`).Scan(&rows).Error; err != nil || rows != 4 {
		t.Errorf("%d facts on record, want 4 (two superseded, one of them cut), %v", rows, err)
	}
	if err := d.Query(t.Context()).Raw(`select count(*) from audit_log where action = 'settings.set'`).Scan(&audited).Error; err != nil || audited != 3 {
		t.Errorf("%d audit entries, %v", audited, err)
	}
}

// The history has every act once, also there and back on one day; what is
// planned is seen, and setting today's value anew gives it up.
func TestHistoryAndPlans(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	day := calendar.NewDate(2026, time.May, 1)
	set := func(from calendar.Date, value string) {
		t.Helper()
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return settings.Set(t.Context(), tx, 0, from, "mail_cap", value) }); err != nil {
			t.Fatal(err)
		}
	}
	for _, value := range []string{"5", "2", "5"} {
		set(day, value)
	}
	set(day.AddDays(10), "7")
	history, err := settings.History(t.Context(), d, "mail_cap", 10)
	if err != nil || len(history) != 4 || history[0].Value != "7" || history[1].Value != "5" || history[2].Value != "2" || history[3].Value != "5" {
		t.Errorf("%+v, %v", history, err)
	}
	last := func() settings.Change {
		t.Helper()
		changes, err := settings.LastChanges(t.Context(), d, day)
		if err != nil || len(changes) != 1 {
			t.Fatalf("%+v, %v", changes, err)
		}
		return changes["mail_cap"]
	}
	if c := last(); c.Next != "7" || c.NextOn != day.AddDays(10) || !c.At.Equal(history[0].KnownFrom) {
		t.Errorf("planned: %+v", c)
	}
	set(day, "5")
	if c := last(); c.NextOn != 0 {
		t.Errorf("given up, and still planned: %+v", c)
	}
	if s, err := settings.Load(t.Context(), d, day.AddDays(20)); err != nil || s.Int("mail_cap") != 5 {
		t.Errorf("later: %q, %v", s.Text("mail_cap"), err)
	}
}

func TestPlaceholderHashFollowsPlaceholdersOnly(t *testing.T) {
	t.Parallel()
	s := settings.Defaults()
	if s.With("mail_cap", "5").PlaceholderHash() != s.PlaceholderHash() {
		t.Error("a setting that no text shows changed the hash")
	}
	if s.With("ict_emergency", "041 000 00 99").PlaceholderHash() == s.PlaceholderHash() {
		t.Error("a new phone number left the hash as it was")
	}
}
