package simyear

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"zaemme/internal/calendar"
)

// one is somebody who works in the town.
type one struct {
	no       int // also the personnel number
	unit     int
	entry    calendar.Date
	exit     calendar.Date // last day, Forever: stays
	mailbox  bool
	category string
	away     []calendar.Interval
	exempt   map[string]calendar.Date // course → first day
	done     map[string][]completion
}

// completion is a course passed, and which mail was taken before it.
type completion struct {
	on    calendar.Date
	mails int // taken before it was recorded
}

func (o *one) number() string  { return fmt.Sprintf("%05d", o.no) }
func (o *one) address() string { return fmt.Sprintf("p%05d@seedorf.example", o.no) }

// here reports that the person is employed on the day.
func (o *one) here(day calendar.Date) bool { return o.entry <= day && day <= o.exit }

// reachable reports that the person is employed and never away on the days.
func (o *one) reachable(days calendar.Interval) bool {
	return o.here(days.From) && o.here(days.Until) && !slices.ContainsFunc(o.away, func(a calendar.Interval) bool {
		return a.From <= days.Until && days.From <= a.Until
	})
}

// isAway reports an absence on the day.
func (o *one) isAway(day calendar.Date) bool {
	return slices.ContainsFunc(o.away, func(a calendar.Interval) bool { return a.Contains(day) })
}

// town is everybody, with the units that there are.
type town struct {
	*rand.Rand
	all   []*one
	units []int       // of the list; the first person of each leads it
	boss  map[int]int // unit → number of its head
}

const firstUnit = 11

// newTown is n people in units of about 25.
func newTown(seed uint64, n int, from calendar.Date) *town {
	t := &town{Rand: rand.New(rand.NewPCG(seed, 21)), boss: map[int]int{}}
	for i := range max(4, n/25) {
		t.units = append(t.units, firstUnit+i)
	}
	for range n {
		t.join(from.AddDays(-400 - t.IntN(3000)))
	}
	for i, u := range t.units { // the first ones lead, and have a mailbox
		t.boss[u], t.all[i].unit, t.all[i].mailbox, t.all[i].category = t.all[i].no, u, true, "unbefristet"
	}
	return t
}

func (t *town) join(entry calendar.Date) *one {
	o := &one{no: len(t.all) + 1, unit: t.units[t.IntN(len(t.units))], entry: entry, exit: calendar.Forever, mailbox: t.IntN(4) > 0,
		category: []string{"unbefristet", "unbefristet", "unbefristet", "befristet", "Stundenlohn"}[t.IntN(5)],
		exempt:   map[string]calendar.Date{}, done: map[string][]completion{}}
	t.all = append(t.all, o)
	return o
}

func (t *town) leads(o *one) bool { return t.boss[o.unit] == o.no }

// somebody is a random person who works there on the day and leads nobody.
func (t *town) somebody(day calendar.Date) *one {
	for range 1000 {
		if o := t.all[t.IntN(len(t.all))]; o.here(day) && o.exit == calendar.Forever && !t.leads(o) {
			return o
		}
	}
	return nil
}

// turn is what a month brings: a few join in it, move on its first day, and leave
// on its last.
func (t *town) turn(first, last calendar.Date) {
	n := len(t.all)
	for range 1 + n/60 {
		t.join(first.AddDays(t.IntN(14)))
	}
	for range 1 + n/80 {
		if o := t.somebody(first); o != nil {
			o.unit = t.units[t.IntN(len(t.units))]
		}
	}
	for range 1 + n/80 {
		if o := t.somebody(first); o != nil {
			o.exit = last
		}
	}
}

// merge lets the second unit become part of the first.
func (t *town) merge() (code, into int) {
	into, code = t.units[0], t.units[1]
	t.units = slices.Delete(t.units, 1, 2)
	for _, o := range t.all {
		if o.unit == code {
			o.unit = into
		}
	}
	delete(t.boss, code)
	return code, into
}
