package curriculum

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/testing/wide"
)

// town makes organisations that change from day to day.
type town struct {
	*rand.Rand
	members []*people.Member
}

func newTown(seed uint64, size int) *town {
	w := &town{Rand: rand.New(rand.NewPCG(seed, 9))}
	for id := range size {
		m := &people.Member{Person: people.Person{ID: int64(id + 1), PersonnelNo: fmt.Sprintf("%05d", id+1)}}
		w.members = append(w.members, m)
		w.change(m, ymd(2026, 1, 1))
	}
	return w
}

var propertyCategories = []people.Category{people.Permanent, people.Apprentice, people.Official, people.External, people.Hourly}

// change gives somebody other facts.
func (w *town) change(m *people.Member, day calendar.Date) {
	m.HasPC = w.IntN(3) > 0
	m.Employments = nil
	for n := range w.IntN(3) {
		e := people.Employment{ID: m.ID*10 + int64(n), PersonID: m.ID, No: fmt.Sprint(n), DepartmentID: int64(1 + w.IntN(4)),
			Pensum: float64(w.IntN(6) * 20), Category: propertyCategories[w.IntN(len(propertyCategories))],
			EntryOn: day.AddDays(w.IntN(60) - 40), ExitOn: calendar.Forever}
		if w.IntN(4) == 0 {
			e.ExitOn = e.EntryOn.AddDays(w.IntN(90))
		}
		m.Employments = append(m.Employments, e)
	}
	m.Absences = nil
	for range w.IntN(3) {
		a := people.Absence{PersonID: m.ID, FromOn: day.AddDays(w.IntN(60) - 20)}
		a.UntilOn = a.FromOn.AddDays(w.IntN(40))
		if w.IntN(6) == 0 {
			a.UntilOn = calendar.Forever
		}
		m.Absences = append(m.Absences, a)
	}
}

// on is the organisation of a day, its parts in any order.
func (w *town) on(day calendar.Date) *people.Org {
	departments := []*people.Department{{ID: 1, Code: "A"}, {ID: 2, Code: "B", ParentID: 1}, {ID: 3, Code: "C", ParentID: 2}, {ID: 4, Code: "D"}}
	members := make([]*people.Member, len(w.members))
	for i, at := range w.Perm(len(w.members)) {
		m := *w.members[at]
		m.Employments, m.Absences = slices.Clone(m.Employments), slices.Clone(m.Absences)
		m.Employments = slices.DeleteFunc(m.Employments, func(e people.Employment) bool { return e.EntryOn > day || e.ExitOn < day })
		w.Shuffle(len(m.Employments), func(i, j int) { m.Employments[i], m.Employments[j] = m.Employments[j], m.Employments[i] })
		w.Shuffle(len(m.Absences), func(i, j int) { m.Absences[i], m.Absences[j] = m.Absences[j], m.Absences[i] })
		members[i] = &m
	}
	return people.NewOrg(day, departments, nil, members)
}

// rules are some more rules than those of the tests, some of them not in force.
func (w *town) rules(s *sim) {
	s.book.Curricula = slices.Clone(s.book.Curricula[:2])
	s.book.Rules = slices.Clone(s.book.Rules[:2])
	renewed := line("IS-01", 30, 12)
	if w.IntN(2) == 0 {
		renewed.Refresher, renewed.NoTestOut = "IS-01K", w.IntN(2) == 0
	}
	s.book.Curricula[0].Lines = []Line{renewed, s.book.Curricula[0].Lines[1]}
	aged := line("RM-01", 40, 18)
	aged.MaxAgeMonths = w.IntN(4)
	s.book.Curricula = append(s.book.Curricula,
		Curriculum{ID: 5, Code: "choice", AtLeast: 1 + w.IntN(2), Ordered: true, Lines: []Line{
			{Course: "KI-01", DueDays: 20, ValidityMonths: ptr(0), ValidityDay: 630, MaxAgeMonths: w.IntN(3)}, line("ZA-01", 40, 6), aged}},
		Curriculum{ID: 3, Code: "extra", Lines: []Line{line("IS-01", 5+w.IntN(60), 6), line("DS-01K", 10+w.IntN(20), 12)}},
		Curriculum{ID: 4, Code: "maybe", Lines: []Line{{Course: "DS-01", Mandatory: no(), FixedDay: ymd(2026, 6, 30), GraceDays: 7, ValidityMonths: ptr(0)}}})
	version := int32(1 + w.IntN(1000))
	s.book.Rules = append(s.book.Rules,
		Rule{ID: 15, Code: "choice", Version: version, Curriculum: "choice", Active: true, Until: w.until(), Rollout: w.rollout(),
			Audience: Audience{Except: &Audience{Departments: []DepartmentRef{{Code: "D"}}}}},
		Rule{ID: 16, Code: "phased", Version: version, Curriculum: "maybe", Active: true, Rollout: w.rollout(), Audience: Audience{PC: yes()}},
		Rule{ID: 13, Code: "extra", Version: version, Curriculum: "extra", Active: w.IntN(3) > 0,
			Audience: Audience{Departments: []DepartmentRef{{Code: "B"}}, Except: &Audience{Categories: []people.Category{people.External}}}},
		Rule{ID: 14, Code: "maybe", Version: version, Curriculum: "maybe", Active: w.IntN(3) > 0,
			Audience: Audience{Any: []Audience{{Categories: []people.Category{people.Official}}, {Departments: []DepartmentRef{{Code: "D", Only: true}}}}}})
}

func (w *town) until() calendar.Date {
	if w.IntN(3) > 0 {
		return 0
	}
	return ymd(2026, 1, 1).AddDays(w.IntN(600))
}

func (w *town) rollout() *Rollout {
	if w.IntN(2) == 0 {
		return nil
	}
	r := Rollout{PerWeek: 1 + w.IntN(4), From: ymd(2026, 1, 1).AddDays(w.IntN(300)), Placed: true}
	for range w.IntN(3) {
		from := r.From.AddDays(w.IntN(60))
		r.Blackout = append(r.Blackout, calendar.Interval{From: from, Until: from.AddDays(w.IntN(20))})
	}
	for range w.IntN(5) {
		r.Bounds = append(r.Bounds, w.Uint32())
	}
	slices.Sort(r.Bounds)
	return &r
}

func TestPlanProperties(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(25)) {
		w, s := newTown(seed, 12), newSim(t)
		w.rules(s)
		day := ymd(2026, 1, 1)
		for range 40 {
			day = day.AddDays(1 + w.IntN(25))
			if w.IntN(5) == 0 {
				w.rules(s)
			}
			if w.IntN(8) == 0 {
				s.publish(is01+int64(w.IntN(int(last))), day, day.AddDays(w.IntN(120)-20), w.IntN(2) == 0)
			}
			for _, m := range w.members {
				if w.IntN(4) == 0 {
					w.change(m, day)
				}
			}
			a, b := s.plan(w.on(day)), s.plan(w.on(day))
			if a.Digest() != b.Digest() {
				t.Fatalf("seed %d, %s: the order of the parts matters", seed, day)
			}
			org := w.on(day)
			s.day(org)
			s.holds(t, org)
			w.decide(s, day)
			for _, m := range w.members { // some learn
				for course := is01; course <= last; course++ {
					if h := s.duty(m.ID, course); w.IntN(6) == 0 && !h.ValidOn(day) && !h.Prev.ValidOn(day) {
						s.complete(m.ID, course, day, 3+w.IntN(6))
						if w.IntN(4) == 0 { // from elsewhere
							e := &s.events[[2]int64{m.ID, course}][len(s.events[[2]int64{m.ID, course}])-1]
							e.How = ledger.HowExternal
						}
					}
				}
			}
		}
	}
}

// In parts, by person, comes to the same as at once.
func TestPlanInParts(t *testing.T) {
	t.Parallel()
	w, s := newTown(5, 30), newSim(t)
	w.rules(s)
	day := ymd(2026, 2, 1)
	for range 12 {
		day = day.AddDays(20)
		org := w.on(day)
		whole := s.plan(org)
		var parts Effects
		for from := int64(0); from <= 30; from += 7 {
			p := newPlanner(s.facts(org))
			p.limit(from, from+6)
			for h := range s.held() {
				if h.PersonID < from || h.PersonID > from+6 {
					continue
				}
				if err := p.add(h); err != nil {
					t.Fatal(err)
				}
			}
			effects, err := p.end()
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, effects...)
		}
		parts.Sort()
		if whole.Digest() != parts.Digest() {
			t.Fatalf("%s: %d effects at once, %d in parts", day, len(whole), len(parts))
		}
		s.apply(org, whole)
		for _, m := range w.members {
			w.change(m, day)
		}
	}
}

// decide extends the term of some, and exempts others.
func (w *town) decide(s *sim, day calendar.Date) {
	for _, m := range w.members {
		h := s.duty(m.ID, is01)
		if h.Open() && h.WithdrawnOn == 0 && w.IntN(8) == 0 {
			e := ledger.Event{PersonID: m.ID, CourseID: is01, Cycle: h.No, Kind: ledger.KindExempted, EffectiveOn: day, ExemptUntil: day.AddDays(w.IntN(50))}
			switch w.IntN(4) {
			case 0:
				e.ExemptUntil = calendar.Forever
			case 1:
				e.Kind, e.ExemptUntil, e.DueOn = ledger.KindExtended, 0, max(h.DueOn, day).AddDays(w.IntN(30))
				e.GraceUntil = e.DueOn
			}
			s.add(e)
		}
	}
}

// holds checks that everybody has the duties that are asked for, and no other.
func (s *sim) holds(t *testing.T, org *people.Org) {
	t.Helper()
	p := newPlanner(s.facts(org))
	for _, m := range org.Members {
		asked, chosen := map[int64]bool{}, map[int64]bool{}
		for _, d := range p.ask(m, s.heldOf(m.ID)) {
			asked[d.course.ID] = true
			for _, a := range d.asks {
				if a.rule.Code == "choice" {
					chosen[d.course.ID] = true
				}
			}
		}
		counts := 0
		if len(asked) > 0 && len(m.Employments) == 0 {
			t.Fatalf("person %d is not employed", m.ID)
		}
		for course := is01; course <= last; course++ {
			h := s.duty(m.ID, course)
			_, has := h.Governing(org.Day)
			if has != asked[course] {
				t.Fatalf("%s, person %d, course %d: has %t, asked %t", org.Day, m.ID, course, has, asked[course])
			}
			for _, r := range s.requirements {
				for _, c := range []ledger.Cycle{h.Cycle, h.Prev} {
					if has && r.CourseID == course && h.AssignedOn < org.Day && h.ExemptUntil < org.Day &&
						r.concerns(c) && c.ValidOn(org.Day) && c.ValidUntil > max(r.DueOn, org.Day) {
						t.Fatalf("%s, person %d, course %d: a completion of an older version lasts beyond %s: %+v", org.Day, m.ID, course, r.DueOn, h.Dates)
					}
				}
			}
			if chosen[course] && h.Mandatory {
				counts++
			}
			if has && h.Status(org.Day) == "undated" {
				t.Fatalf("%s, person %d, course %d has no date: %+v", org.Day, m.ID, course, h.Dates)
			}
		}
		if want := s.book.Curriculum("choice"); len(chosen) > 0 && want != nil && counts != want.AtLeast && !s.covered(chosen) {
			t.Fatalf("%s, person %d: %d of %v count, want %d", org.Day, m.ID, counts, chosen, want.AtLeast)
		}
	}
}

// covered: of ZA-01 and RM-01, which fulfils it, one is asked for alone.
func (s *sim) covered(chosen map[int64]bool) bool { return chosen[rm01] && !chosen[za01] }

func BenchmarkPlan(b *testing.B) {
	const size = 6000
	w, s := newTown(1, size), newSim(b)
	w.rules(s)
	org := w.on(ymd(2026, 3, 2))
	first := s.plan(org)
	s.apply(org, first)
	held := slices.Collect(s.held())
	facts := s.facts(w.on(ymd(2026, 3, 3)))
	for name, duties := range map[string][]Held{"first": nil, "next": held} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Plan(facts, slices.Values(duties)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
