package curriculum

import (
	"cmp"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strconv"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/holiday"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// The courses of the tests: 1 fulfils 3 besides, 2 fulfils 4, 7 fulfils 6.
const (
	is01 int64 = iota + 1
	ds01
	is01k
	ds01k
	ki01
	za01
	rm01
	last = rm01
)

// sim is a municipality without a database: it plans, applies by the code that
// Apply uses, and folds.
type sim struct {
	t       testing.TB
	book    Book
	courses []CourseFacts
	events  map[[2]int64][]ledger.Event
	last    int64

	version      map[int64]int // newest of a course, 0: the first; its ID is course×100 and the number
	requirements []Required
}

func ptr(n int) *int { return &n }

func line(course string, days, months int) Line {
	return Line{Course: course, DueDays: days, ValidityMonths: ptr(months), WindowDays: ptr(60), MinWorkingDays: ptr(5)}
}

func newSim(t testing.TB) *sim {
	return &sim{t: t, events: map[[2]int64][]ledger.Event{}, version: map[int64]int{},
		courses: []CourseFacts{{ID: is01, Code: "IS-01"}, {ID: ds01, Code: "DS-01"},
			{ID: is01k, Code: "IS-01K", FulfilledBy: []int64{is01}}, {ID: ds01k, Code: "DS-01K", FulfilledBy: []int64{ds01}},
			{ID: ki01, Code: "KI-01"}, {ID: za01, Code: "ZA-01", FulfilledBy: []int64{rm01}}, {ID: rm01, Code: "RM-01"}},
		book: Book{newest: map[string]int32{}, Curricula: []Curriculum{
			{ID: 1, Code: "core", Lines: []Line{line("IS-01", 30, 12), line("DS-01", 60, 24)}},
			{ID: 2, Code: "short", Lines: []Line{line("IS-01K", 30, 12), line("DS-01K", 60, 24)}},
		}, Rules: []Rule{
			{ID: 11, Code: "pc", Version: 1, Curriculum: "core", Active: true, Audience: Audience{PC: yes()}},
			{ID: 12, Code: "no-pc", Version: 1, Curriculum: "short", Active: true, Audience: Audience{PC: no()}},
		}}}
}

func (s *sim) held() iter.Seq[Held] {
	return func(yield func(Held) bool) {
		keys := slices.SortedFunc(maps.Keys(s.events), func(a, b [2]int64) int {
			return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
		})
		for _, k := range keys {
			if !yield(s.duty(k[0], k[1])) {
				return
			}
		}
	}
}

func (s *sim) heldOf(person int64) []Held {
	var list []Held
	for course := is01; course <= last; course++ {
		if len(s.events[[2]int64{person, course}]) > 0 {
			list = append(list, s.duty(person, course))
		}
	}
	return list
}

func (s *sim) duty(person, course int64) Held {
	events := s.events[[2]int64{person, course}]
	h := Held{Duty: ledger.Duty{PersonID: person, CourseID: course}}
	if folded := ledger.Fold(events); len(folded) > 0 {
		h.Dates = folded[len(folded)-1].Dates
	}
	for _, e := range events {
		if e.Cycle != h.No {
			continue
		}
		if len(e.Reasons) > 0 {
			h.Reasons, h.ValidityMonths, h.ValidityDay, h.Variant, h.TestOut = e.Reasons, e.ValidityMonths, e.ValidityDay, e.Variant, e.TestOut
		}
		if len(e.Calculation) > 0 {
			h.Calculation = e.Calculation
		}
	}
	return h
}

func (s *sim) add(events ...ledger.Event) {
	for _, e := range events {
		s.last++
		e.ID = s.last
		k := [2]int64{e.PersonID, e.CourseID}
		s.events[k] = append(s.events[k], e)
	}
}

// complete passes the course on the day, as learning does.
func (s *sim) complete(person, course int64, on calendar.Date, months int) {
	h := s.duty(person, course)
	kind, cycle := ledger.KindCompleted, h.No
	if h.AssignedOn == 0 || h.WithdrawnOn != 0 {
		kind, cycle = ledger.KindTaken, max(h.No, h.Prev.No)+1
	}
	until := on.AddMonths(months)
	s.add(ledger.Event{PersonID: person, CourseID: course, Cycle: cycle, Kind: kind, EffectiveOn: on, How: ledger.HowOnline,
		VersionID: course*100 + int64(s.version[course]), EvidenceNo: strconv.FormatInt(s.last, 10), ValidUntil: until, WindowFrom: until.AddDays(-60)})
}

func (s *sim) facts(org *people.Org) Facts {
	return Facts{Org: org, Day: org.Day, Book: s.book, Courses: s.courses, Calendars: holiday.OneSet(calendar.LucerneBase(2024, 2030)),
		Requirements: s.requirements}
}

// publish makes a new version of the course, and requires it until the day.
func (s *sim) publish(course int64, on, dueOn calendar.Date, whole bool) {
	s.version[course]++
	code := s.courses[slices.IndexFunc(s.courses, func(c CourseFacts) bool { return c.ID == course })].Code
	numbers := map[int64]int{}
	for n := range s.version[course] + 1 {
		numbers[course*100+int64(n)] = n
	}
	s.requirements = append(s.requirements, Required{Requirement{code, s.version[course], whole, dueOn}, course, on, numbers})
}

func (s *sim) plan(org *people.Org) Effects {
	s.t.Helper()
	effects, err := Plan(s.facts(org), s.held())
	if err != nil {
		s.t.Fatal(err)
	}
	return effects
}

func (s *sim) apply(org *people.Org, effects Effects) []ledger.Event {
	s.t.Helper()
	a := &applier{Decision: Decision{Day: org.Day, Batch: 1}, duties: map[[2]int64]*ledger.Duty{}, rules: map[string]int64{},
		sources: map[int64][]int64{}, number: func(code string) (string, error) { s.last++; return code + strconv.FormatInt(s.last, 10), nil }}
	for h := range s.held() {
		a.duties[[2]int64{h.PersonID, h.CourseID}] = &h.Duty
	}
	for _, c := range s.courses {
		a.sources[c.ID] = c.FulfilledBy
	}
	for _, r := range s.book.Rules {
		a.rules[r.Code] = r.ID
	}
	for _, e := range effects {
		if err := a.effect(e); err != nil {
			s.t.Fatal(err)
		}
	}
	s.add(a.events...)
	return a.events
}

// day plans and applies, and holds that nothing is left to do.
func (s *sim) day(org *people.Org) Effects {
	s.t.Helper()
	effects := s.plan(org)
	s.apply(org, effects)
	again := s.plan(org)
	if !slices.ContainsFunc(again, func(e Effect) bool { return e.Kind != Keep || e.Reason != ReasonVersion }) {
		s.apply(org, again) // behind a completion that was ended, a still older one shows
		again = s.plan(org)
	}
	if len(again) > 0 {
		s.t.Fatalf("%s: applied, and still to do: %s\nof %s", org.Day, text(again), text(effects))
	}
	return effects
}

func text(v any) string {
	out, _ := json.MarshalIndent(v, "", " ")
	return string(out)
}

// orgOn is one person, employed in full from entry to exit.
func orgOn(day calendar.Date, pc bool, change ...func(*people.Member)) *people.Org {
	m := &people.Member{Person: people.Person{ID: 1, PersonnelNo: "7"}, HasPC: pc, Employments: []people.Employment{{ID: 1, PersonID: 1,
		DepartmentID: 1, Pensum: 100, Category: people.Permanent, EntryOn: ymd(2020, 1, 1), ExitOn: calendar.Forever}}}
	for _, c := range change {
		c(m)
	}
	m.Employments = slices.DeleteFunc(m.Employments, func(e people.Employment) bool { return e.EntryOn > day || e.ExitOn < day })
	return people.NewOrg(day, []*people.Department{{ID: 1, Code: "A", Name: "A"}}, nil, []*people.Member{m})
}

func away(from, until calendar.Date) func(*people.Member) {
	return func(m *people.Member) {
		m.Absences = append(m.Absences, people.Absence{PersonID: m.ID, FromOn: from, UntilOn: until})
	}
}

func gone(m *people.Member) { m.Employments = nil }
