package calendar

import "time"

// IsWorkingDay reports whether people work at the site on that day: a day of
// its week that is no full holiday and in no closure.
func (s Set) IsWorkingDay(d Date) bool { return s.Week().Has(d.Weekday()) && !s.Closed(d) }

// NextWorkingDay is d itself if it is a working day, else the first one after
// it. No date and Forever stay what they are.
func (s Set) NextWorkingDay(d Date) Date {
	if d.IsZero() || d == Forever {
		return d
	}
	for !s.IsWorkingDay(d) {
		d++
	}
	return d
}

// AddWorkingDays is the n-th working day after d, d being day 0 whether or not
// it is a working day itself; for a negative n the |n|-th before it. No date
// and Forever stay what they are.
func (s Set) AddWorkingDays(d Date, n int) Date {
	if d.IsZero() || d == Forever || n == 0 {
		return d
	}
	if n < 0 {
		for ; n < 0; n++ {
			d--
			for !s.IsWorkingDay(d) {
				d--
			}
		}
		return d
	}
	if i, ok := s.index(d + 1); ok {
		if at := int(s.rank[i]) + n - 1; at < len(s.work) {
			return s.work[at]
		}
	}
	for ; n > 0; n-- {
		d = s.NextWorkingDay(d + 1)
	}
	return d
}

// CountWorkingDays is the number of working days from and until the given ones,
// both included; 0 if until is before from. Meant for real days: an until of
// Forever walks through eight thousand years.
func (s Set) CountWorkingDays(from, until Date) int {
	if until < from {
		return 0
	}
	i, okFrom := s.index(from)
	j, okUntil := s.index(until)
	if okFrom && okUntil {
		return int(s.rank[j+1] - s.rank[i])
	}
	count := 0
	for d := from; d <= until; d++ {
		if s.IsWorkingDay(d) {
			count++
		}
	}
	return count
}

// index is the place of d in the tables, false outside their years.
func (s Set) index(d Date) (int, bool) {
	i := int(d - s.first)
	return i, d >= s.first && i+1 < len(s.rank)
}

// IsOwnWorkingDay reports whether somebody with these weekdays works on that
// day: own weekdays outside the site's week count, holidays and closures of the
// site never (DESIGN.md §6.4).
func (s Set) IsOwnWorkingDay(d Date, own Weekdays) bool {
	return own.Has(d.Weekday()) && !s.Closed(d)
}

// Easter is Easter Sunday of a year of the Gregorian calendar, by the anonymous
// algorithm (Meeus, Jones, Butcher).
func Easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return NewDate(year, time.Month(n/31), n%31+1)
}
