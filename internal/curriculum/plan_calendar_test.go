package curriculum

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/holiday"
	"zaemme/internal/people"
	"zaemme/internal/testing/wide"
)

// calendarPlay is one person whose facts change, and two sets that are edited.
type calendarPlay struct {
	*sim
	*rand.Rand
	editions []holiday.Edition
	follows  [2]string // sets of the sites 1 and 2
	site     int64
	absences []people.Absence
	pensum   float64
	outages  []Outage
	day      calendar.Date
	sets     *holiday.Book // of the editions
}

func newCalendarPlay(t *testing.T, seed uint64) *calendarPlay {
	p := &calendarPlay{sim: newSim(t), Rand: rand.New(rand.NewPCG(seed, 12)), follows: [2]string{"luzern", "luzern"}, site: 1,
		pensum: 100, day: ymd(2026, 3, 2)}
	for n, code := range []string{"luzern", "luzern-stadt"} {
		p.editions = append(p.editions, holiday.Edition{ID: int64(n + 1), Code: code, Now: true,
			Content: holiday.Content{Title: code, Ticks: holiday.BaseTicks()}})
	}
	p.sets = holiday.NewBook(p.editions)
	return p
}

func (p *calendarPlay) facts() Facts {
	m := &people.Member{Person: people.Person{ID: 1, PersonnelNo: "7"}, HasPC: true, Absences: p.absences, Employments: []people.Employment{{ID: 1,
		PersonID: 1, DepartmentID: 1, SiteID: p.site, Pensum: p.pensum, Category: people.Permanent, EntryOn: ymd(2020, 1, 1), ExitOn: calendar.Forever}}}
	org := people.NewOrg(p.day, []*people.Department{{ID: 1, Code: "A", Name: "A"}},
		[]*people.Site{{ID: 1, Name: "Rathaus", Calendar: p.follows[0]}, {ID: 2, Name: "Werkhof", Calendar: p.follows[1]}}, []*people.Member{m})
	f := p.sim.facts(org)
	f.Calendars, f.Outages = p.sets, p.outages
	return f
}

func (p *calendarPlay) plan(dates DatesChange) Effects {
	p.t.Helper()
	f := p.facts()
	f.Dates = dates
	effects, err := Plan(f, p.held())
	if err != nil {
		p.t.Fatal(err)
	}
	return effects
}

// settle applies what is planned; then nothing is left.
func (p *calendarPlay) settle(effects Effects) {
	p.t.Helper()
	p.apply(p.facts().Org, effects)
	if again := p.plan(DatesChange{}); len(again) > 0 {
		p.t.Fatalf("%s: applied, and still to do: %s\nof %s", p.day, text(again), text(effects))
	}
}

// change alters a fact of the person, or a rule, or declares an outage.
func (p *calendarPlay) change() {
	switch p.IntN(6) {
	case 0:
		p.site = 3 - p.site
	case 1:
		from := p.day.AddDays(p.IntN(50) - 5)
		p.absences = append(p.absences, people.Absence{PersonID: 1, FromOn: from, UntilOn: from.AddDays(p.IntN(20))})
	case 2:
		if n := len(p.absences); n > 0 {
			p.absences = p.absences[:n-1]
		}
	case 3:
		p.pensum = float64(20 + 20*p.IntN(5))
	case 4:
		lines := p.book.Curricula[0].Lines
		p.book.Curricula[0].Lines = []Line{line("IS-01", 20+p.IntN(30), 12), lines[1]}
		p.book.Rules[0].Version++
	default:
		from := p.day.AddDays(20 + p.IntN(40))
		p.outages = append(p.outages, Outage{Interval: calendar.Interval{From: from, Until: from.AddDays(p.IntN(8))}, Reason: PowerDown})
	}
}

// edit makes an edition of a set, or lets a site follow the other one.
func (p *calendarPlay) edit() {
	if p.IntN(4) == 0 {
		p.follows[p.IntN(2)] = []string{"luzern", "luzern-stadt"}[p.IntN(2)]
		return
	}
	code := []string{"luzern", "luzern-stadt"}[p.IntN(2)]
	for i := range p.editions {
		one := &p.editions[i]
		if one.Code != code || !one.Now {
			continue
		}
		one.Now = false
		content := one.Content
		if n := len(content.Days); n > 0 && p.IntN(3) == 0 {
			content = content.Without(p.IntN(n))
		} else {
			from := p.day.AddDays(p.IntN(70))
			content = content.With(holiday.Day{Interval: calendar.Interval{From: from, Until: from.AddDays(p.IntN(15))},
				Kind: holiday.Closure, Name: fmt.Sprint(len(p.editions))})
		}
		p.editions = append(p.editions, holiday.Edition{ID: int64(len(p.editions) + 1), Code: code, Now: true, Content: content})
		p.sets = holiday.NewBook(p.editions)
		return
	}
}

// Whatever has happened to the person before: once that is written, editing sets
// and what sites follow asks for nothing. A recalculation brings no date forward.
func TestEditingASetAsksForNothing(t *testing.T) {
	t.Parallel()
	moved := 0
	for seed := range uint64(wide.N(40)) {
		p := newCalendarPlay(t, seed)
		p.settle(p.plan(DatesChange{}))
		for range 20 {
			p.day = p.day.AddDays(p.IntN(4))
			for range p.IntN(3) {
				p.change()
			}
			p.settle(p.plan(DatesChange{}))
			for range 1 + p.IntN(3) {
				p.edit()
				if effects := p.plan(DatesChange{}); len(effects) > 0 {
					t.Fatalf("seed %d, %s: editing a set asks for %s", seed, p.day, text(effects))
				}
			}
			effects := p.plan(DatesChange{Recalculate: true})
			for _, e := range effects {
				if e.Kind == Move && e.ToDue < e.FromDue {
					t.Fatalf("seed %d, %s: brought forward: %s", seed, p.day, text(effects))
				}
			}
			moved += effects.Count(Move)
			if p.IntN(2) == 0 {
				p.settle(effects)
			}
		}
	}
	if moved < 50 {
		t.Errorf("only %d dates moved: the test tries nothing", moved)
	}
}
