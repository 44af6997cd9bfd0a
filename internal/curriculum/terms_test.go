package curriculum

import (
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

func (s *sim) give(c Curriculum) {
	c.ID, c.Code = 9, "given"
	s.book.Curricula = append(s.book.Curricula, c)
	s.book.Rules = []Rule{{ID: 19, Code: "given", Version: 1, Curriculum: "given", Active: true}}
}

// mandatory lists the mandatory duties in force on the day.
func (s *sim) mandatory(on calendar.Date) (codes []string) {
	for _, c := range s.courses {
		if h := s.duty(1, c.ID); h.Mandatory && h.ActiveOn(on) {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

func wantCodes(t *testing.T, got []string, want ...string) {
	t.Helper()
	if text(got) != text(append([]string(nil), want...)) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPlanSomeCoursesAreEnough(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.give(Curriculum{AtLeast: 2, Lines: []Line{line("KI-01", 30, 12), line("ZA-01", 30, 12), line("DS-01", 30, 12)}})
	s.day(orgOn(ymd(2026, 3, 2), true))
	wantCodes(t, s.mandatory(ymd(2026, 3, 2)), "KI-01", "ZA-01") // the first two; the third stands beside
	s.status(t, ds01, ymd(2026, 3, 2), ledger.StatusOpen)

	// Another choice counts from the night after.
	s.complete(1, ds01, ymd(2026, 3, 9), 12)
	s.day(orgOn(ymd(2026, 3, 10), true))
	wantCodes(t, s.mandatory(ymd(2026, 3, 10)), "DS-01", "KI-01")
	s.status(t, za01, ymd(2026, 3, 10), ledger.StatusOpen)

	// Enough: the rest goes.
	s.complete(1, ki01, ymd(2026, 3, 11), 12)
	s.day(orgOn(ymd(2026, 3, 12), true))
	wantCodes(t, s.mandatory(ymd(2026, 3, 12)), "DS-01", "KI-01")
	s.status(t, za01, ymd(2026, 3, 12), ledger.StatusNone)

	// When a renewal window has opened, the choice is open again.
	s.day(orgOn(ymd(2027, 1, 8), true))
	s.status(t, za01, ymd(2027, 1, 8), ledger.StatusOpen)
	wantCodes(t, s.mandatory(ymd(2027, 1, 8)), "DS-01", "KI-01")
	s.complete(1, za01, ymd(2027, 1, 10), 12)
	s.day(orgOn(ymd(2027, 1, 11), true))
	if got := s.mandatory(ymd(2027, 1, 11)); len(got) != 2 {
		t.Errorf("two count, not %v", got)
	}
}

func TestPlanMoreAreNeeded(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.give(Curriculum{AtLeast: 1, Lines: []Line{line("KI-01", 10, 12), line("ZA-01", 10, 12)}})
	s.day(orgOn(ymd(2026, 3, 2), true))
	s.book.Curricula[len(s.book.Curricula)-1].AtLeast = 2
	s.book.Rules[0].Version = 2
	s.day(orgOn(ymd(2026, 6, 1), true)) // long after the date of the recommended one
	if h := s.duty(1, za01); !h.Mandatory || h.DueOn < ymd(2026, 6, 11) {
		t.Errorf("what becomes mandatory has a term of its own: %+v", h.Dates)
	}
	s.status(t, ki01, ymd(2026, 6, 1), ledger.StatusOverdue)
}

func TestPlanShortRenewal(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	renewed := line("IS-01", 30, 12)
	renewed.Refresher = "IS-01K"
	s.give(Curriculum{Lines: []Line{renewed}})
	s.day(orgOn(ymd(2026, 3, 2), true))
	if h := s.duty(1, is01); h.Variant != "" {
		t.Errorf("the first time is the whole course: %q", h.Variant)
	}
	s.complete(1, is01, ymd(2026, 3, 12), 12)
	s.day(orgOn(ymd(2027, 1, 20), true))
	if h := s.duty(1, is01); h.No != 2 || h.Variant != "IS-01K" {
		t.Errorf("cycle %d, content %q", h.No, h.Variant)
	}
	s.status(t, is01, ymd(2027, 1, 20), ledger.StatusExpiring)

	// Nobody planned before the end: then it is the whole course again.
	missed := newSim(t)
	missed.give(Curriculum{Lines: []Line{renewed}})
	missed.day(orgOn(ymd(2026, 3, 2), true))
	missed.complete(1, is01, ymd(2026, 3, 12), 12)
	missed.day(orgOn(ymd(2027, 3, 20), true))
	if h := missed.duty(1, is01); h.No != 2 || h.Variant != "" {
		t.Errorf("cycle %d, content %q", h.No, h.Variant)
	}

	// A rule that asks for the whole course outweighs one that does not.
	s.book.Curricula[0].Lines = []Line{line("IS-01", 30, 12)}
	s.book.Rules = append(s.book.Rules, Rule{ID: 11, Code: "pc", Version: 1, Curriculum: "core", Active: true})
	s.day(orgOn(ymd(2027, 1, 25), true))
	if h := s.duty(1, is01); h.Variant != "" {
		t.Errorf("content %q", h.Variant)
	}
}

func TestPlanAgeOfEvidence(t *testing.T) {
	t.Parallel()
	limited := line("IS-01", 30, 12)
	limited.MaxAgeMonths = 6
	for _, test := range []struct {
		on   calendar.Date
		want ledger.Status
	}{{ymd(2025, 10, 1), ledger.StatusFulfilled}, {ymd(2025, 8, 1), ledger.StatusOpen}} {
		s := newSim(t)
		s.give(Curriculum{Lines: []Line{limited}})
		s.complete(1, is01, test.on, 12) // voluntarily
		s.day(orgOn(ymd(2026, 3, 2), true))
		s.status(t, is01, ymd(2026, 3, 2), test.want)
		if h := s.duty(1, is01); test.want == ledger.StatusOpen && (h.No != 2 || h.Prev.ValidUntil != ymd(2026, 3, 1)) {
			t.Errorf("%+v", h.Dates)
		}
	}
	// What was gained under a duty here is as good as it is valid.
	s := newSim(t)
	s.give(Curriculum{Lines: []Line{limited}})
	s.day(orgOn(ymd(2025, 7, 1), true))
	s.complete(1, is01, ymd(2025, 7, 10), 12)
	s.day(orgOn(ymd(2025, 7, 20), true, gone))
	s.day(orgOn(ymd(2026, 3, 2), true))
	s.status(t, is01, ymd(2026, 3, 2), ledger.StatusFulfilled)
}

func TestPlanUntil(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.give(Curriculum{Lines: []Line{line("IS-01", 30, 12)}})
	s.book.Rules[0].Until = ymd(2026, 3, 31)
	s.day(orgOn(ymd(2026, 3, 31), true))
	s.status(t, is01, ymd(2026, 3, 31), ledger.StatusOpen)
	s.day(orgOn(ymd(2026, 4, 1), true))
	s.status(t, is01, ymd(2026, 4, 1), ledger.StatusNone)
}

func TestTestBeforeTheModules(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	closed := line("IS-01", 30, 12)
	closed.NoTestOut = true
	s.give(Curriculum{Lines: []Line{closed, line("DS-01", 30, 12)}})
	s.day(orgOn(ymd(2026, 3, 2), true))
	if h := s.duty(1, is01); h.TestOut == nil || *h.TestOut {
		t.Error("the test is open before the modules")
	}
	if h := s.duty(1, ds01); h.TestOut == nil || !*h.TestOut {
		t.Error("the test is closed")
	}
	s.book.Curricula[len(s.book.Curricula)-1].Lines[0].NoTestOut = false
	expect(t, s.day(orgOn(ymd(2026, 3, 3), true)), "keep IS-01 2026-04-01>2026-04-01 changed")
}

// rolledOut is a rule for n persons, per week.
func rolledOut(t *testing.T, org *people.Org, per int, blackout ...calendar.Interval) Rule {
	t.Helper()
	r := Rule{ID: 19, Code: "given", Version: 1, Curriculum: "given", Active: true}
	placed, err := Rollout{PerWeek: per, Blackout: blackout}.placed(r.Code, r.Audience, org, org.Day)
	if err != nil {
		t.Fatal(err)
	}
	r.Rollout = placed
	return r
}

func TestRolloutIsStable(t *testing.T) {
	t.Parallel()
	w := newTown(3, 200)
	for _, m := range w.members {
		m.Employments = []people.Employment{{ID: m.ID, PersonID: m.ID, DepartmentID: 1, Pensum: 100, Category: people.Permanent, EntryOn: ymd(2020, 1, 1), ExitOn: calendar.Forever}}
		m.Absences = nil
	}
	day := ymd(2026, 3, 2)
	r := rolledOut(t, w.on(day), 30, calendar.Interval{From: ymd(2026, 3, 18), Until: ymd(2026, 3, 18)})
	weeks := r.Weeks(w.on(day))
	if len(weeks) != 7 || weeks[6].Persons != 20 {
		t.Fatalf("%+v", weeks)
	}
	for i, week := range weeks[:6] {
		if week.Persons != 30 {
			t.Errorf("week %d: %d persons", i, week.Persons)
		}
	}
	if weeks[1].From != day+7 || weeks[2].From != day+21 {
		t.Errorf("the week of the 18th is left out: %+v", weeks)
	}
	before := map[string]int{}
	for _, m := range w.members {
		before[m.PersonKey()] = r.Rollout.week(r.Code, m)
	}

	s := newSim(t)
	s.give(Curriculum{Lines: []Line{line("IS-01", 30, 12)}})
	s.book.Rules = []Rule{r}
	reached := func(on calendar.Date) int {
		s.day(w.on(on))
		n := 0
		for _, m := range w.members {
			if h := s.duty(m.ID, is01); h.ActiveOn(on) {
				n++
			}
		}
		return n
	}
	if n := reached(day); n != 30 {
		t.Errorf("%d begin in the first week", n)
	}
	// Ten leave, one enters, one more is hired into the past: nobody else moves.
	for _, m := range w.members[:10] {
		m.Employments = nil
	}
	w.members = append(w.members, newTown(4, 202).members[200:]...)
	late, joiner := w.members[200], w.members[201]
	late.Employments = []people.Employment{{ID: 901, PersonID: late.ID, DepartmentID: 1, EntryOn: ymd(2024, 1, 1), ExitOn: calendar.Forever}}
	joiner.Employments = []people.Employment{{ID: 902, PersonID: joiner.ID, DepartmentID: 1, EntryOn: day + 3, ExitOn: calendar.Forever}}
	reached(day + 7)
	for key, week := range before {
		for _, m := range w.members[:200] {
			if m.PersonKey() == key && r.Rollout.week(r.Code, m) != week {
				t.Errorf("%s jumps", key)
			}
		}
	}
	if h := s.duty(joiner.ID, is01); !h.ActiveOn(day + 7) {
		t.Error("who enters after it began is not phased")
	}
	at := r.Rollout.Starts()[r.Rollout.week(r.Code, late)]
	reached(at - 1)
	if h := s.duty(late.ID, is01); at > day+7 && h.ActiveOn(at-1) {
		t.Error("too early")
	}
	// Who has begun stays, whatever becomes of the weeks.
	begun := reached(at)
	slower, err := Rollout{PerWeek: 1}.placed(r.Code, r.Audience, w.on(at), at)
	if err != nil {
		t.Fatal(err)
	}
	s.book.Rules[0].Rollout = slower
	if n := reached(at + 1); n < begun {
		t.Errorf("%d of %d keep their duty", n, begun)
	}
}
