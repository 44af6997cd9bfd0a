package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// life is one invented person's time with the municipality.
type life struct {
	no        string
	last      string
	first     string
	email     string // empty: no mailbox
	language  string
	stints    []stint // by start; several may overlap
	deputy    string  // number
	noManager bool
}

// stint is a stretch of one employment in one unit.
type stint struct {
	employment string
	unit       unit
	function   string
	pensum     float64 // per cent, 0: by the hour
	category   people.Category
	from, last calendar.Date // last day, Forever: open
	entry      calendar.Date // of the employment
	exit       calendar.Date // of the employment, Forever: open
	head       bool
}

// at reports whether the stint contains the day.
func (s stint) at(day calendar.Date) bool { return s.from <= day && day <= s.last }

// world is everybody who works, worked or will work here.
type world struct {
	today calendar.Date
	rng   *rand.Rand
	lives []*life
	heads map[string]*life // code of unit → who leads it
	used  map[string]bool  // mail addresses
	next  int              // personnel number
	start calendar.Date    // first day of the demo's history

	renamed map[string]renaming // by code of the unit
}

// renaming is a unit's name from a day on.
type renaming struct {
	from calendar.Date
	name string
}

// newWorld invents the organisation: today's staff by the table of units, and
// what led there within a year.
func newWorld(today calendar.Date, seed uint64) *world {
	year, month, _ := today.YMD()
	w := &world{
		today: today, rng: rand.New(rand.NewPCG(seed, 600)), heads: map[string]*life{}, used: map[string]bool{},
		start: calendar.NewDate(year, month-13, 1),
	}
	for _, u := range units {
		for i := range u.people {
			w.add(u, i)
		}
	}
	w.special()
	w.leavers()
	return w
}

// add invents the i-th person of a unit; the first one leads it.
func (w *world) add(u unit, i int) *life {
	w.next += 2 + w.rng.IntN(7)
	l := &life{no: fmt.Sprintf("%05d", w.next), language: "de", last: pick(w, lastNames), first: pick(w, firstNames)}
	if w.rng.IntN(25) == 0 {
		l.last += "-" + pick(w, lastNames)
	}
	if i < u.people-u.withoutPC || u.withoutPC == 0 {
		l.email = w.address(l)
	}
	s := stint{employment: "1", unit: u, function: u.function, category: u.category, last: calendar.Forever, exit: calendar.Forever, head: i == 0}
	if s.category == "" {
		s.category = people.Permanent
	}
	s.pensum = []float64{100, 100, 100, 100, 80, 80, 80, 60, 60, 50, 40, 20}[w.rng.IntN(12)]
	s.entry = w.start.AddDays(-30 - w.rng.IntN(9000))
	w.shape(&s, i)
	if s.head {
		s.function, s.pensum = "Leitung "+u.name, 100
		w.heads[u.code] = l
	}
	s.from = s.entry
	l.stints = []stint{s}
	w.lives = append(w.lives, l)
	return l
}

// shape fits category, pensum and dates of one stint to the unit.
func (w *world) shape(s *stint, i int) {
	switch {
	case s.category == people.Official:
		s.pensum, s.head = 80, false
	case s.category == people.Apprentice:
		s.pensum = 100
		year, _, _ := w.today.YMD()
		begin := year - 1 - i%3
		if w.today >= calendar.NewDate(year, 8, 1) {
			begin++
		}
		s.entry = calendar.NewDate(begin, 8, 1)
		s.exit = calendar.NewDate(begin+3, 7, 31)
		s.last = s.exit
		s.head = false
	case i > 0 && s.unit.withoutPC > 0 && w.rng.IntN(8) == 0:
		s.category, s.pensum = people.Hourly, 0
	case i > 1 && w.rng.IntN(14) == 0: // joined within the year
		s.entry = calendar.FirstOfMonth(w.start.AddDays(60 + w.rng.IntN(300)))
	}
}

func pick(w *world, list []string) string { return list[w.rng.IntN(len(list))] }

// address invents a mail address that nobody else has.
func (w *world) address(l *life) string {
	base := mailName(l.first + "." + l.last)
	address := base + "@emmen.example"
	for n := 2; w.used[address]; n++ {
		address = fmt.Sprintf("%s%d@emmen.example", base, n)
	}
	w.used[address] = true
	return address
}

// manager is the number of who leads the person in the stint: the unit's head,
// for a head that of the department's first unit, then the Direktion's, then the
// Kanzlei.
func (w *world) manager(l *life, s stint) string {
	if l.noManager || s.category == people.Official {
		return ""
	}
	if s.unit.code == dissolved.code {
		return w.heads["1110"].no
	}
	chain := []string{s.unit.code, firstUnit(func(u unit) bool { return u.department == s.unit.department }),
		firstUnit(func(u unit) bool { return u.direktion == s.unit.direktion }), "1110"}
	if s.category == people.Apprentice {
		chain = []string{"1310"} // the trainer is in the Personaldienst
	}
	for _, code := range chain {
		if head := w.heads[code]; head != nil && head != l {
			return head.no
		}
	}
	return ""
}

func firstUnit(fits func(unit) bool) string {
	return units[slices.IndexFunc(units, fits)].code
}
