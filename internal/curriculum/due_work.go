package curriculum

import (
	"math"

	"zaemme/internal/calendar"
)

// Work says on which days somebody works.
type Work struct {
	Weekdays calendar.Weekdays // own weekdays; empty: unknown
	Pensum   float64           // per cent, to two decimals; 0: by the hour, which counts as 20
}

// UnionWork is the work of several employments together: the sum of the pensum,
// at most 100, work by the hour counting 20; the union of the weekdays, unknown
// if they are unknown in one (DESIGN.md §6.8). Without any employment it is work
// by the hour on unknown days.
func UnionWork(employments ...Work) Work {
	var all Work
	known := true
	hundredths := 0
	for _, w := range employments {
		hundredths += w.hundredths()
		all.Weekdays |= w.Weekdays
		known = known && w.Weekdays.Len() > 0
	}
	if !known {
		all.Weekdays = 0
	}
	all.Pensum = float64(min(hundredths, 100*percentPrecision)) / percentPrecision
	return all
}

// hundredths is the pensum in hundredths of a per cent, 1 to 10000.
func (w Work) hundredths() int {
	if !(w.Pensum > 0) { // also what is no number
		return hourlyPercent * percentPrecision
	}
	return max(1, int(math.Round(min(w.Pensum, 100)*percentPrecision)))
}

// percent is the pensum that counts.
func (w Work) percent() float64 { return float64(w.hundredths()) / percentPrecision }

// known reports whether the own weekdays are known.
func (w Work) known() bool { return w.Weekdays.Len() > 0 }

// siteDays is how many working days of the site stand for n own working days
// of somebody whose weekdays are unknown: ceil(n / pensum) (DOMAIN.md §4.5.4).
func (w Work) siteDays(n int) int {
	full, h := 100*percentPrecision*n, w.hundredths()
	return (full + h - 1) / h
}

// after is the day on which n own working days have passed since from, from
// being day 0 and days within one of the pauses (in order) not counted.
func (w Work) after(from calendar.Date, n int, site calendar.Set, pauses []calendar.Interval) calendar.Date {
	week := w.Weekdays
	if !w.known() {
		week, n = site.Week(), w.siteDays(n)
		if len(pauses) == 0 {
			return site.AddWorkingDays(from, n)
		}
	}
	d := from
	for n > 0 {
		d++
		for len(pauses) > 0 && pauses[0].Until < d {
			pauses = pauses[1:]
		}
		if len(pauses) > 0 && pauses[0].Contains(d) {
			d = pauses[0].Until
			continue
		}
		if site.IsOwnWorkingDay(d, week) {
			n--
		}
	}
	return d
}
