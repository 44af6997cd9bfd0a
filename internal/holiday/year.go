package holiday

import (
	"cmp"
	"slices"
	"time"

	"zaemme/internal/calendar"
)

// Entry is one line of a year: an entry of HR, or a feast computed for the year.
type Entry struct {
	Day
	No       int  // of Content.Days; -1: computed
	Replaced bool // computed, and an entry takes its place
}

// Year lists what the set has in a year, by first day; entries that only reach
// into the year are part of it.
func (c Content) Year(year int) []Entry {
	first, last := calendar.NewDate(year, time.January, 1), calendar.NewDate(year, time.December, 31)
	var list []Entry
	for i, d := range c.Days {
		if d.From <= last && d.Until >= first {
			list = append(list, Entry{Day: d, No: i})
		}
	}
	entered := c.entered()
	for _, t := range c.Ticks {
		f, known := feast(t.Code)
		if !known || year < FirstYear || year > LastYear {
			continue
		}
		on, kind := f.In(year).On, Full
		if t.Half {
			kind = Half
		}
		list = append(list, Entry{Day: Day{Interval: calendar.Interval{From: on, Until: on}, Kind: kind, Name: f.Name},
			No: -1, Replaced: entered[on]})
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.No, b.No)) })
	return list
}

// LastOf is the last day of the last entry of the kind, none if there is none.
func (c Content) LastOf(kind Kind) calendar.Date {
	var last calendar.Date
	for _, d := range c.Days {
		if d.Kind == kind {
			last = max(last, d.Until)
		}
	}
	return last
}

// Difference lists what an edition adds and drops, feasts by their codes.
type Difference struct {
	Added, Dropped   []Day
	Ticked, Unticked []Tick
	Title, Week      bool // changed
}

// Since is what the content has that before had not, and the other way round.
func (c Content) Since(before Content) Difference {
	d := Difference{Title: c.Title != before.Title, Week: c.Week != before.Week}
	d.Added, d.Dropped = beyond(c.Days, before.Days), beyond(before.Days, c.Days)
	d.Ticked, d.Unticked = beyond(c.Ticks, before.Ticks), beyond(before.Ticks, c.Ticks)
	return d
}

// Empty reports that nothing differs.
func (d Difference) Empty() bool {
	return len(d.Added)+len(d.Dropped)+len(d.Ticked)+len(d.Unticked) == 0 && !d.Title && !d.Week
}

func beyond[T comparable](list, other []T) []T {
	var more []T
	for _, one := range list {
		if !slices.Contains(other, one) {
			more = append(more, one)
		}
	}
	return more
}
