package curriculum

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// IS-01 is passed on Tue 13.1.2026, valid until 13.1.2027 (renewal window from
// 14.11.2026). On Thu 1.10. version 2 is published and required until Fri 6.11.
func TestARequiredVersion(t *testing.T) {
	t.Parallel()
	passed, due := ymd(2026, 1, 13), ymd(2026, 11, 6)
	begin := func(t *testing.T) *sim {
		s := newSim(t)
		s.day(orgOn(ymd(2026, 1, 5), true))
		s.complete(1, is01, passed, 12)
		s.complete(1, ds01, passed, 24)
		return s
	}
	for _, c := range []struct {
		name    string
		of      func(s *sim)
		on      calendar.Date // published
		whole   bool
		due     calendar.Date // of the cycle that is open then
		until   calendar.Date // to which the completion counts
		variant string
	}{
		{name: "the difference", on: ymd(2026, 10, 1), due: due, until: due, variant: ledger.Difference},
		{name: "the whole", on: ymd(2026, 10, 1), whole: true, due: due, until: due},
		{name: "the difference, where the short course would renew", on: ymd(2026, 10, 1), due: due, until: due, variant: ledger.Difference,
			of: func(s *sim) { s.book.Curricula[0].Lines[0].Refresher = "IS-01K" }},
		// in the window since 14.11.: the course itself, or its short form, by the day required
		{name: "in the window", on: ymd(2026, 11, 20), due: ymd(2026, 12, 11), until: ymd(2026, 12, 11)},
		{name: "in the window, short", on: ymd(2026, 11, 20), due: ymd(2026, 12, 11), until: ymd(2026, 12, 11), variant: "IS-01K",
			of: func(s *sim) { s.book.Curricula[0].Lines[0].Refresher = "IS-01K" }},
		{name: "in the window, the whole", on: ymd(2026, 11, 20), whole: true, due: ymd(2026, 12, 11), until: ymd(2026, 12, 11),
			of: func(s *sim) { s.book.Curricula[0].Lines[0].Refresher = "IS-01K" }},
		// due after the completion ends: its own renewal comes first
		{name: "ends before", on: ymd(2026, 12, 1), due: ymd(2027, 1, 13), until: ymd(2027, 1, 13),
			of: func(s *sim) { s.requirements = nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := begin(t)
			dueOn := c.due
			if c.name == "ends before" {
				dueOn = ymd(2027, 2, 26)
			}
			if c.of != nil {
				c.of(s)
			}
			before := c.on.AddDays(-1)
			s.day(orgOn(before, true))
			s.publish(is01, c.on, dueOn, c.whole)
			s.day(orgOn(c.on, true))
			h := s.duty(1, is01)
			if h.No != 2 || h.DueOn != c.due || h.Prev.ValidUntil != c.until || h.Variant != c.variant {
				t.Fatalf("cycle %d due %s %q, the completion counts until %s", h.No, h.DueOn, h.Variant, h.Prev.ValidUntil)
			}
			if got := h.Status(c.on); got != ledger.StatusExpiring {
				t.Errorf("on the day: %s", got)
			}
			if got := h.Status(c.due.AddDays(1)); got != ledger.StatusExpired {
				t.Errorf("after the day: %s", got)
			}
			if other := s.duty(1, ds01); other.No != 1 {
				t.Errorf("another course: %+v", other.Dates)
			}
			s.complete(1, is01, c.on.AddDays(3), 12)
			s.day(orgOn(c.on.AddDays(4), true))
			if h := s.duty(1, is01); h.No != 2 || h.Status(c.on.AddDays(5)) != ledger.StatusFulfilled {
				t.Errorf("after the new version is passed: %+v", h.Dates)
			}
		})
	}
}

// Who passed the new version, who has something open, and who is exempt have
// nothing more to do; who comes back with an older evidence after the day gets the
// days that everybody has.
func TestWhomARequiredVersionLeavesAlone(t *testing.T) {
	t.Parallel()
	day, due := ymd(2026, 10, 1), ymd(2026, 11, 6)
	s := newSim(t)
	s.day(orgOn(ymd(2026, 9, 21), true))
	s.publish(is01, day, due, false)
	before := s.duty(1, is01)
	s.day(orgOn(day, true))
	if h := s.duty(1, is01); h.Dates != before.Dates {
		t.Errorf("open: %+v", h.Dates)
	}
	s.complete(1, is01, ymd(2026, 10, 5), 12)
	s.day(orgOn(ymd(2026, 10, 6), true))
	if h := s.duty(1, is01); h.No != 1 {
		t.Errorf("passed the new version: %+v", h.Dates)
	}

	s = newSim(t)
	s.day(orgOn(ymd(2026, 1, 5), true))
	s.complete(1, is01, ymd(2026, 1, 13), 12)
	s.add(ledger.Event{PersonID: 1, CourseID: is01, Cycle: 1, Kind: ledger.KindExempted, EffectiveOn: ymd(2026, 9, 1), ExemptUntil: ymd(2026, 10, 30)})
	s.publish(is01, day, due, false)
	s.day(orgOn(day, true))
	if h := s.duty(1, is01); h.No != 1 {
		t.Errorf("exempt: %+v", h.Dates)
	}
	s.day(orgOn(ymd(2026, 11, 2), true))
	if h := s.duty(1, is01); h.No != 2 || h.DueOn <= due {
		t.Errorf("no longer exempt: cycle %d due %s", h.No, h.DueOn)
	}

	s = newSim(t)
	s.day(orgOn(ymd(2026, 1, 5), true))
	s.complete(1, is01, ymd(2026, 1, 13), 12)
	s.day(orgOn(ymd(2026, 9, 1), true, gone))
	s.publish(is01, day, due, false)
	back := ymd(2026, 11, 23) // Monday
	s.day(orgOn(back, true))
	s.day(orgOn(back.AddDays(1), true))
	if h := s.duty(1, is01); h.Prev.ValidUntil > back.AddDays(1) || h.DueOn < back.AddDays(7) {
		t.Errorf("back after the day: due %s, the completion counts until %s", h.DueOn, h.Prev.ValidUntil)
	}
}

func TestRequirementIsValidated(t *testing.T) {
	t.Parallel()
	today := ymd(2026, 10, 1)
	for day, ok := range map[calendar.Date]bool{today.AddDays(13): false, today.AddDays(14): true, today.AddDays(730): true, today.AddDays(731): false, 0: false} {
		err := Requirement{Course: "IS-01", Version: 2, DueOn: day}.Validate(today)
		if ok != (err == nil) || err != nil && !apperr.Is(err, apperr.Invalid) {
			t.Errorf("%s: %v", day, err)
		}
	}
}
