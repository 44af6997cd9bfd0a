package calendar

import (
	"fmt"
	"slices"
	"sort"
)

// Holiday is one named day of a holiday set.
type Holiday struct {
	On   Date
	Name string // German, as the municipality writes it
	Half bool   // work rests for part of the day only; it counts as a working day
}

// Closure is a run of days on which a site is closed, such as bridging days.
type Closure struct {
	Interval
	Name string
}

// maxClosure keeps a slip in a date from closing a site for a century.
const maxClosure = 366

// Set is the holiday set of a site: its week, its holidays and its closures.
// It never changes once made and may be shared. The zero Set has the week from
// Monday to Friday and no holidays. Outside the years of its holidays and
// closures only the week counts.
type Set struct {
	week     Weekdays
	holidays []Holiday // by day
	closures []Closure // by first day

	origin Origin

	first  Date     // the first day that the two below know
	closed []uint64 // bit n: first+n is a full holiday or a closure
	rank   []int32  // rank[n]: working days in first … first+n-1
	work   []Date   // the working days of that range, in order
}

// Origin says where a set was taken from. It plays no part in the days.
type Origin struct {
	Edition int64  // number of the edition, 0: none
	Site    string // name, empty: no site's
}

// From is the set with an origin.
func (s Set) From(o Origin) Set {
	s.origin = o
	return s
}

// Origin is what From has set.
func (s Set) Origin() Origin { return s.origin }

// NewSet makes the holiday set of a site; an empty week stands for Monday to
// Friday. It fails on a holiday without a day and on a closure whose days are
// missing, reversed or more than 366.
func NewSet(week Weekdays, holidays []Holiday, closures []Closure) (Set, error) {
	if week.Len() == 0 {
		week = MondayToFriday
	}
	s := Set{week: week, holidays: slices.Clone(holidays), closures: slices.Clone(closures)}
	for _, h := range s.holidays {
		if h.On.IsZero() || h.On == Forever {
			return Set{}, fmt.Errorf("calendar: holiday %q has no day", h.Name)
		}
	}
	for _, c := range s.closures {
		if !c.Valid() || c.Days() > maxClosure {
			return Set{}, fmt.Errorf("calendar: closure %q from %s to %s is not a run of at most %d days",
				c.Name, c.From, c.Until, maxClosure)
		}
	}
	s.build()
	return s, nil
}

// With is the set with more holidays and closures; the set itself stays as it
// is. It fails as NewSet does.
func (s Set) With(holidays []Holiday, closures []Closure) (Set, error) {
	return NewSet(s.week, slices.Concat(s.holidays, holidays), slices.Concat(s.closures, closures))
}

// WithWeek is the set with another week; an empty one stands for Monday to
// Friday.
func (s Set) WithWeek(week Weekdays) Set {
	if week.Len() == 0 {
		week = MondayToFriday
	}
	s.week = week
	s.build()
	return s
}

// build makes the tables from week, holidays and closures, for whole years.
func (s *Set) build() {
	sort.SliceStable(s.holidays, func(i, j int) bool { return s.holidays[i].On < s.holidays[j].On })
	sort.SliceStable(s.closures, func(i, j int) bool { return s.closures[i].From < s.closures[j].From })
	from, until := Forever, Date(0)
	for _, h := range s.holidays {
		from, until = min(from, h.On), max(until, h.On)
	}
	for _, c := range s.closures {
		from, until = min(from, c.From), max(until, c.Until)
	}
	s.first, s.closed, s.rank, s.work = 0, nil, nil, nil
	if from > until {
		return
	}
	firstYear, _, _ := from.YMD()
	lastYear, _, _ := until.YMD()
	s.first = NewDate(firstYear, 1, 1)
	days := s.first.DaysUntil(NewDate(lastYear+1, 1, 1))
	s.closed = make([]uint64, days/64+1)
	for _, h := range s.holidays {
		if !h.Half {
			s.close(h.On)
		}
	}
	for _, c := range s.closures {
		for d := c.From; d <= c.Until; d++ {
			s.close(d)
		}
	}
	s.rank = make([]int32, days+1)
	s.work = make([]Date, 0, days*5/7)
	for n := range days {
		s.rank[n] = int32(len(s.work))
		if d := s.first + Date(n); s.week.Has(d.Weekday()) && !s.Closed(d) {
			s.work = append(s.work, d)
		}
	}
	s.rank[days] = int32(len(s.work))
}

func (s *Set) close(d Date) {
	n := int(d - s.first)
	s.closed[n/64] |= 1 << (n % 64)
}

// Week is the site's working week.
func (s Set) Week() Weekdays {
	if s.week == 0 {
		return MondayToFriday
	}
	return s.week
}

// Holidays are the named days from and until the given ones, half days
// included, in order.
func (s Set) Holidays(from, until Date) []Holiday {
	lo := sort.Search(len(s.holidays), func(i int) bool { return s.holidays[i].On >= from })
	hi := sort.Search(len(s.holidays), func(i int) bool { return s.holidays[i].On > until })
	if lo >= hi {
		return nil
	}
	return slices.Clone(s.holidays[lo:hi])
}

// Closed reports whether the day is a full holiday or in a closure, and so
// nobody's working day, whatever the weekday.
func (s Set) Closed(d Date) bool {
	n := int(d - s.first)
	return d >= s.first && n/64 < len(s.closed) && s.closed[n/64]>>(n%64)&1 == 1
}
