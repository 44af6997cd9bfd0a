package demo

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// special makes of some people those cases that every feature has to stand
// (DOMAIN.md §4.8).
func (w *world) special() {
	of := func(code string, i int) *life {
		n := 0
		for _, l := range w.lives {
			if l.stints[0].unit.code == code {
				if n == i {
					return l
				}
				n++
			}
		}
		panic("demo: unit " + code + " is too small") // the table above is ours
	}
	rename := func(l *life, first, last string) {
		delete(w.used, l.email)
		l.first, l.last = first, last
		if l.email != "" {
			l.email = w.address(l)
		}
	}
	day := func(back int) calendar.Date { return calendar.FirstOfMonth(w.today.AddDays(-back)) }

	of("1110", 1).no = "00007"
	rename(of("2120", 3), "Nicole", "Schürch")
	rename(of("2120", 7), "Nicole", "Schürch") // namesakes in one unit
	rename(of("3130", 2), "Françoise", "D’Angelo")
	of("3130", 2).language = "fr"
	rename(of("1120", 4), "Oliver", "Hughes")
	of("1120", 4).language = "en"

	// Two employments in different Direktionen.
	two := of("4220", 2)
	two.stints[0].pensum = 60
	second := two.stints[0]
	second.employment, second.unit, second.function, second.pensum, second.head = "2", *find("5210"), "Fachperson Jugend", 20, false
	second.entry, second.from = day(400), day(400)
	two.stints = append(two.stints, second)

	// A manager on long leave with a deputy; the absence is in the calendar.
	of("5110", 0).deputy = of("5110", 1).no

	of("1230", 3).noManager = true

	// An apprentice who has rotated through units.
	rotating := of("1330", 5)
	s := rotating.stints[0]
	before := s
	change := calendar.FirstOfMonth(w.today.AddDays(-110))
	if change > s.entry {
		before.unit, before.last = *find("1210"), change-1
		s.from = change
		rotating.stints = []stint{before, s}
	}

	// Movers of the year, and the three of the dissolved unit.
	for i, move := range []struct{ code, from string }{
		{"1210", "1220"}, {"2110", "2120"}, {"3120", "3110"}, {"5110", "5130"}, {"4110", "1110"}, {"2210", "2110"}, {"5230", "5210"},
	} {
		w.moved(of(move.code, 4), *find(move.from), day(320-30*i))
	}
	for i := 4; i < 7; i++ {
		w.moved(of("1110", i), dissolved, w.reorganised())
		of("1110", i).stints[0].function = dissolved.function
	}

	// Tomorrow's people: a leaver at the end of next month, and one who has come
	// back after three months.
	year, month, _ := w.today.YMD()
	leaver := &of("2130", 5).stints[0]
	leaver.exit = calendar.NewDate(year, month+2, 0)
	leaver.last = leaver.exit
	back := of("2120", 9)
	back.stints[0].entry, back.stints[0].from = w.start.AddDays(-700), w.start.AddDays(-700)
	again := back.stints[0]
	back.stints[0].exit, back.stints[0].last = day(200)-1, day(200)-1
	again.employment, again.entry, again.from = "2", day(100), day(100)
	back.stints = append(back.stints, again)

	// The employee of the tour has joined lately, and both courses are open.
	tour := &of("3130", 1).stints[0]
	tour.entry = calendar.FirstOfMonth(w.today.AddDays(-10))
	tour.from = tour.entry

	// One who starts next month.
	future := &w.add(*find("3120"), 2).stints[0]
	future.entry = calendar.NewDate(year, month+1, 1)
	future.from = future.entry
}

// moved lets somebody have worked in another unit before the day.
func (w *world) moved(l *life, from unit, on calendar.Date) {
	now := l.stints[0]
	if now.entry >= on {
		now.entry = w.start.AddDays(-900)
	}
	before := now
	before.unit, before.function, before.from, before.last, before.head = from, from.function, now.entry, on-1, false
	now.from = on
	l.stints = []stint{before, now}
}

// reorganised is the day on which units were renamed and one dissolved.
func (w *world) reorganised() calendar.Date {
	return calendar.FirstOfMonth(w.today.AddDays(-150))
}

func find(code string) *unit {
	return &units[slices.IndexFunc(units, func(u unit) bool { return u.code == code })]
}

// leavers are people of the year who are gone today.
func (w *world) leavers() {
	for i := range 34 {
		u := units[(i*7)%len(units)]
		if u.category == people.Official || u.category == people.Apprentice {
			continue
		}
		l := w.add(u, 2)
		s := &l.stints[0]
		s.entry = w.start.AddDays(-200 - w.rng.IntN(3000))
		s.from = s.entry
		s.exit = calendar.FirstOfMonth(w.start.AddDays(50+w.rng.IntN(330))) - 1
		s.last = s.exit
	}
}
