package curriculum

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// short writes effects as «gain IS-01 2026-03-31 joined».
func short(effects Effects) []string {
	var list []string
	for _, e := range effects {
		list = append(list, fmt.Sprintf("%s %s %s>%s %s", e.Kind, e.Course, e.FromDue, e.ToDue, e.Reason))
	}
	return list
}

func expect(t *testing.T, effects Effects, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, short(effects)); diff != "" {
		t.Errorf("effects (-want +got):\n%s", diff)
	}
}

func (s *sim) status(t *testing.T, course int64, on calendar.Date, want ledger.Status) {
	t.Helper()
	if got := s.duty(1, course).Status(on); got != want {
		t.Errorf("course %d on %s is %q, want %q", course, on, got, want)
	}
}

func TestPlanJoinMoveLeaveReturn(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	later := func(m *people.Member) { m.Employments[0].EntryOn = ymd(2026, 3, 2) }
	expect(t, s.day(orgOn(ymd(2026, 3, 1), true, later)))
	expect(t, s.day(orgOn(ymd(2026, 3, 2), true, later)),
		"gain DS-01 >2026-05-01 joined", "gain IS-01 >2026-04-01 joined")
	s.complete(1, is01, ymd(2026, 3, 10), 12)

	// Without a PC from now on: the completion of IS-01 is credited to the short
	// form, DS-01 is open and goes.
	expect(t, s.day(orgOn(ymd(2026, 3, 20), false)),
		"lose DS-01 2026-05-01> changed", "gain DS-01K >2026-05-19 changed", "lose IS-01 2026-04-01> changed", "gain IS-01K >2026-04-20 changed")
	s.status(t, is01k, ymd(2026, 3, 20), ledger.StatusFulfilled)
	s.status(t, is01, ymd(2026, 3, 20), ledger.StatusNone)
	if h := s.duty(1, is01k); h.How != ledger.HowEquivalence || h.ValidUntil != ymd(2027, 3, 10) {
		t.Errorf("credited %+v", h.Cycle)
	}

	// Back within 90 days: the same cycle, a due date that is no earlier.
	expect(t, s.day(orgOn(ymd(2026, 4, 10), true)),
		"gain DS-01 >2026-06-09 returned", "lose DS-01K 2026-05-19> changed", "gain IS-01 >2026-05-11 returned", "lose IS-01K 2026-04-20> changed")
	s.status(t, is01, ymd(2026, 4, 10), ledger.StatusFulfilled) // a valid completion counts again
	if h := s.duty(1, ds01); h.No != 1 {
		t.Errorf("cycle %d, want to go on in 1", h.No)
	}

	expect(t, s.day(orgOn(ymd(2026, 4, 20), true, gone)), "lose DS-01 2026-06-09> left", "lose IS-01 2026-05-11> left")
	// Back after more than 90 days: the open cycle is not taken up, what is valid is.
	expect(t, s.day(orgOn(ymd(2026, 9, 1), true)), "gain DS-01 >2026-11-02 returned", "gain IS-01 >2026-10-01 returned")
	if h := s.duty(1, ds01); h.No != 2 {
		t.Errorf("cycle %d, want a new one", h.No)
	}
	s.status(t, is01, ymd(2026, 9, 1), ledger.StatusFulfilled)
}

func TestPlanVoluntaryCompletionCounts(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.complete(1, is01, ymd(2026, 1, 5), 12)
	s.complete(1, ds01k, ymd(2026, 1, 5), 24) // never fulfils DS-01
	effects := s.day(orgOn(ymd(2026, 3, 2), true))
	expect(t, effects, "gain DS-01 >2026-05-01 joined", "gain IS-01 >2026-04-01 joined")
	s.status(t, is01, ymd(2026, 3, 2), ledger.StatusFulfilled)
	s.status(t, ds01, ymd(2026, 3, 2), ledger.StatusOpen)
	if h := s.duty(1, is01); h.No != 1 || h.CompletedOn != ymd(2026, 1, 5) {
		t.Errorf("%+v", h.Cycle)
	}
}

func TestPlanRenewal(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.day(orgOn(ymd(2025, 3, 3), true))
	s.complete(1, is01, ymd(2025, 3, 12), 12)
	s.complete(1, ds01, ymd(2025, 3, 12), 24)
	expect(t, s.day(orgOn(ymd(2026, 1, 10), true)))
	// The window of IS-01 opens 60 days before 12.3.2026.
	expect(t, s.day(orgOn(ymd(2026, 1, 11), true)), "gain IS-01 2025-04-02>2026-03-12 renewal")
	s.status(t, is01, ymd(2026, 1, 11), ledger.StatusExpiring)
	s.status(t, is01, ymd(2026, 3, 12), ledger.StatusExpiring)
	s.status(t, is01, ymd(2026, 3, 13), ledger.StatusExpired)
	if h := s.duty(1, is01); h.No != 2 || !h.Renewal || h.DueOn != ymd(2026, 3, 12) {
		t.Errorf("%+v", h.Dates)
	}
	// An absence over the end: paused, then ten working days from the return.
	absent := away(ymd(2026, 3, 2), ymd(2026, 3, 27))
	expect(t, s.day(orgOn(ymd(2026, 2, 20), true, absent)), "move IS-01 2026-03-12>2026-04-15 changed")
	s.status(t, is01, ymd(2026, 3, 13), ledger.StatusPaused)
	expect(t, s.day(orgOn(ymd(2026, 3, 30), true, absent)))
	s.complete(1, is01, ymd(2026, 4, 1), 12)
	expect(t, s.day(orgOn(ymd(2026, 4, 2), true, absent)))
}

func TestPlanMissedWindow(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.day(orgOn(ymd(2025, 3, 3), true))
	s.complete(1, is01, ymd(2025, 3, 12), 12)
	effects := s.day(orgOn(ymd(2026, 4, 8), true)) // nobody planned for a month
	if len(effects) != 1 || effects[0].ToDue != ymd(2026, 4, 15) {
		t.Fatalf("%s", text(effects)) // five own working days from the assignment
	}
}

func TestPlanAbsences(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.book.Curricula[0].Lines = s.book.Curricula[0].Lines[:1]
	s.day(orgOn(ymd(2026, 9, 1), true))
	// The worked example of DOMAIN.md §4.5.
	example := away(ymd(2026, 9, 10), ymd(2026, 9, 30))
	expect(t, s.day(orgOn(ymd(2026, 9, 5), true, example)), "move IS-01 2026-10-01>2026-10-22 changed")
	s.status(t, is01, ymd(2026, 9, 10), ledger.StatusPaused)
	s.status(t, is01, ymd(2026, 10, 1), ledger.StatusOpen)
	// It turns out shorter than ten days: no pause, the old date.
	expect(t, s.day(orgOn(ymd(2026, 9, 14), true, away(ymd(2026, 9, 10), ymd(2026, 9, 14)))), "move IS-01 2026-10-22>2026-10-01 changed")
	s.status(t, is01, ymd(2026, 9, 14), ledger.StatusOpen)
	// Without end: the date goes on its first day, and comes back with the end.
	open := away(ymd(2026, 9, 20), calendar.Forever)
	expect(t, s.day(orgOn(ymd(2026, 9, 16), true, open)), "keep IS-01 2026-10-01>2026-10-01 changed")
	expect(t, s.day(orgOn(ymd(2026, 9, 20), true, open)))
	s.status(t, is01, ymd(2026, 10, 20), ledger.StatusPaused)
	expect(t, s.day(orgOn(ymd(2026, 11, 2), true, away(ymd(2026, 9, 20), ymd(2026, 10, 31)))), "move IS-01 >2026-11-16 changed")
	// Absent at the assignment, without end: assigned without a date.
	s = newSim(t)
	s.book.Curricula[0].Lines = s.book.Curricula[0].Lines[:1]
	expect(t, s.day(orgOn(ymd(2026, 10, 1), true, open)), "gain IS-01 > joined")
	s.status(t, is01, ymd(2026, 10, 1), ledger.StatusPaused)
	expect(t, s.day(orgOn(ymd(2026, 11, 2), true, away(ymd(2026, 9, 20), ymd(2026, 10, 31)))), "move IS-01 >2026-12-01 changed")
}

func TestPlanSeveralRules(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.book.Curricula = append(s.book.Curricula, Curriculum{ID: 3, Code: "fast", Lines: []Line{line("IS-01", 14, 6)}},
		Curriculum{ID: 4, Code: "all-short", Lines: []Line{line("IS-01K", 5, 3)}})
	s.book.Rules = append(s.book.Rules,
		Rule{ID: 13, Code: "fast", Version: 4, Curriculum: "fast", Active: true},
		Rule{ID: 14, Code: "k", Version: 1, Curriculum: "all-short", Active: true},
		Rule{ID: 15, Code: "off", Version: 1, Curriculum: "all-short"})
	effects := s.day(orgOn(ymd(2026, 3, 2), true))
	expect(t, effects, "gain DS-01 >2026-05-01 joined", "gain IS-01 >2026-03-16 joined") // no IS-01K beside IS-01
	detail, err := effects[1].DetailOf()
	if err != nil {
		t.Fatal(err)
	}
	if detail.Rule != (RuleRef{"fast", 4}) || detail.ValidityMonths != 6 || len(detail.Reasons) != 2 || len(detail.Steps) == 0 || !detail.Mandatory {
		t.Errorf("%s", text(detail))
	}
	// The stricter rule ends: the date moves back, the reasons are those left.
	s.book.Rules[2].Active = false
	expect(t, s.day(orgOn(ymd(2026, 3, 5), true)), "move IS-01 2026-03-16>2026-04-01 changed")
	if h := s.duty(1, is01); h.RuleID != 11 || *h.ValidityMonths != 12 || len(h.Reasons) != 1 {
		t.Errorf("%+v", h)
	}
	// It comes back: its own term counts from the day.
	s.book.Rules[2].Active = true
	expect(t, s.day(orgOn(ymd(2026, 3, 10), true)), "move IS-01 2026-04-01>2026-03-24 changed")
	// Too late to bring the date forward: the date stays, the reason is added.
	s.book.Rules = append(s.book.Rules, Rule{ID: 16, Code: "z", Version: 1, Curriculum: "fast", Active: true})
	expect(t, s.day(orgOn(ymd(2026, 3, 20), true)), "keep IS-01 2026-03-24>2026-03-24 changed")
}

func TestPlanChangedTerms(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.book.Curricula[0].Lines = s.book.Curricula[0].Lines[:1]
	s.day(orgOn(ymd(2026, 3, 2), true))
	terms := func(days int, version int32) {
		s.book.Curricula[0].Lines[0].DueDays, s.book.Rules[0].Version = days, version
	}
	terms(30, 2) // a new version that asks for the same
	expect(t, s.day(orgOn(ymd(2026, 3, 3), true)))
	terms(45, 3)
	expect(t, s.day(orgOn(ymd(2026, 3, 4), true)), "move IS-01 2026-04-01>2026-04-16 changed")
	terms(10, 4) // shorter: ten days from now, not from the assignment
	expect(t, s.day(orgOn(ymd(2026, 3, 24), true)), "move IS-01 2026-04-16>2026-04-07 changed")
	expect(t, s.day(orgOn(ymd(2026, 3, 25), true)))
}

func TestPlanLeavesAlone(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.add(ledger.Event{PersonID: 1, CourseID: is01k, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: ymd(2026, 1, 5), DueOn: ymd(2026, 6, 1), GraceUntil: ymd(2026, 6, 1)},
		ledger.Event{PersonID: 1, CourseID: is01, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: ymd(2026, 4, 1), DueOn: ymd(2026, 6, 1), GraceUntil: ymd(2026, 6, 1)},
		ledger.Event{PersonID: 1, CourseID: ds01, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: ymd(2026, 1, 5), DueOn: ymd(2026, 6, 1), GraceUntil: ymd(2026, 6, 1)},
		ledger.Event{PersonID: 1, CourseID: ds01, Cycle: 1, Kind: ledger.KindWithdrawn, EffectiveOn: ymd(2026, 4, 1)})
	expect(t, s.day(orgOn(ymd(2026, 3, 2), true))) // by hand, and what is decided for April
	expect(t, s.day(orgOn(ymd(2026, 3, 3), true, gone)), "lose IS-01K 2026-06-01> left")
}

func TestPlanExemptionAndExtension(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.book.Curricula[0].Lines = s.book.Curricula[0].Lines[:1]
	s.day(orgOn(ymd(2026, 3, 2), true))
	s.add(ledger.Event{PersonID: 1, CourseID: is01, Cycle: 1, Kind: ledger.KindExempted, EffectiveOn: ymd(2026, 3, 10), ExemptUntil: ymd(2026, 6, 30)})
	expect(t, s.day(orgOn(ymd(2026, 3, 11), true)), "move IS-01 2026-04-01>2026-07-30 changed")
	expect(t, s.day(orgOn(ymd(2026, 7, 1), true)))
	s = newSim(t)
	s.book.Curricula[0].Lines = s.book.Curricula[0].Lines[:1]
	s.day(orgOn(ymd(2026, 3, 2), true))
	s.add(ledger.Event{PersonID: 1, CourseID: is01, Cycle: 1, Kind: ledger.KindExtended, EffectiveOn: ymd(2026, 3, 10), DueOn: ymd(2026, 5, 29), GraceUntil: ymd(2026, 5, 29)})
	expect(t, s.day(orgOn(ymd(2026, 3, 11), true)))
	s.add(ledger.Event{PersonID: 1, CourseID: is01, Cycle: 1, Kind: ledger.KindExempted, EffectiveOn: ymd(2026, 3, 12), ExemptUntil: calendar.Forever})
	expect(t, s.day(orgOn(ymd(2026, 3, 12), true, away(ymd(2026, 3, 14), calendar.Forever))))
}

func TestPlanIgnoresWhatIsLearnedOnTheDay(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	day := ymd(2026, 3, 2)
	s.day(orgOn(day, true))
	proposal := orgOn(ymd(2026, 3, 9), true, away(ymd(2026, 3, 10), ymd(2026, 3, 31)))
	shown := s.plan(proposal)
	if len(shown) != 2 {
		t.Fatalf("%s", text(shown))
	}
	s.complete(1, is01, ymd(2026, 3, 9), 12)
	again := s.plan(proposal)
	if shown.Digest() != again.Digest() {
		t.Errorf("somebody's learning altered the plan:\n%s\n%s", text(shown), text(again))
	}
	s.apply(proposal, again)
	if h := s.duty(1, is01); h.DueOn != ymd(2026, 4, 1) || h.LapseDueOn != 0 {
		t.Errorf("what was completed keeps its dates: %+v", h.Cycle)
	}
	s.status(t, is01, ymd(2026, 3, 10), ledger.StatusFulfilled)
}

func TestPlanProvisionalPerson(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	org := orgOn(ymd(2026, 3, 2), true).With(people.Change{Persons: []people.PersonChange{{Key: "8", Kind: people.Joined,
		After:       &people.PersonState{LastName: "Neu", FirstName: "Nora", Email: "nora.neu@gemeinde.example"},
		Employments: []people.EmploymentChange{{No: "1", From: ymd(2026, 3, 2), After: &people.EmploymentState{Department: "A", Pensum: 60, Category: people.Permanent, EntryOn: ymd(2026, 3, 2), ExitOn: calendar.Forever}}},
	}}})
	effects := s.plan(org)
	if len(effects) != 4 || effects[2].Person != "8" || effects[2].PersonID >= 0 || effects[2].Reason != ReasonJoined {
		t.Errorf("%s", text(effects))
	}
}

// Two rules ask for IS-01, with 30 and 34 days. Back on Thu 2.7.2026, when Wed 5.8. was
// in force: to the rule with 34 days that is its own date, to the other one it is
// what was agreed. It stands, that day and the next.
func TestBackWithTheDateOfOneOfTwoRules(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.book.Curricula = append(s.book.Curricula, Curriculum{ID: 3, Code: "extra", Lines: []Line{line("IS-01", 34, 12)}})
	s.book.Rules = append(s.book.Rules, Rule{ID: 13, Code: "extra", Version: 1, Curriculum: "extra", Active: true, Audience: Audience{PC: yes()}})
	s.day(orgOn(ymd(2026, 6, 1), true))
	h := s.duty(1, is01)
	agreed := ymd(2026, 8, 5)
	s.add(ledger.Event{PersonID: 1, CourseID: is01, Cycle: h.No, Kind: ledger.KindDueSet, EffectiveOn: ymd(2026, 6, 2), DueOn: agreed, GraceUntil: agreed})
	s.day(orgOn(ymd(2026, 7, 1), true, gone))
	for day := ymd(2026, 7, 2); day < ymd(2026, 7, 5); day++ {
		s.day(orgOn(day, true))
		if h := s.duty(1, is01); h.DueOn != agreed || h.No != 1 {
			t.Fatalf("%s: cycle %d due %s", day, h.No, h.DueOn)
		}
	}
}
