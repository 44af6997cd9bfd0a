package holiday

import (
	"zaemme/internal/calendar"
)

// Set is the content to count with. Content that Validate refuses gives the week
// alone.
func (c Content) Set() calendar.Set {
	entered := c.entered()
	var holidays []calendar.Holiday
	for _, t := range c.Ticks {
		f, known := feast(t.Code)
		for year := FirstYear; known && year <= LastYear; year++ {
			h := f.In(year)
			if h.Half = t.Half; !entered[h.On] {
				holidays = append(holidays, h)
			}
		}
	}
	open := c.open()
	var closures []calendar.Closure
	for _, d := range c.Days {
		switch d.Kind {
		case Full, Half:
			for on := d.From; on <= d.Until; on++ {
				if !open[on] {
					holidays = append(holidays, calendar.Holiday{On: on, Name: d.Name, Half: d.Kind == Half})
				}
			}
		case Closure, School:
			closures = append(closures, without(d, open)...)
		}
	}
	set, err := calendar.NewSet(c.Week, holidays, closures)
	if err != nil {
		set, _ = calendar.NewSet(c.Week, nil, nil) // a week alone is never refused
	}
	return set
}

// entered are the days for which HR has an entry of its own.
func (c Content) entered() map[calendar.Date]bool {
	days := map[calendar.Date]bool{}
	for _, d := range c.Days {
		if d.Kind == Closure || d.Kind == School {
			continue // a feast within them stays one, with its name
		}
		for on := d.From; on <= d.Until; on++ {
			days[on] = true
		}
	}
	return days
}

func (c Content) open() map[calendar.Date]bool {
	days := map[calendar.Date]bool{}
	for _, d := range c.Days {
		for on := d.From; d.Kind == Open && on <= d.Until; on++ {
			days[on] = true
		}
	}
	return days
}

// without are the closures that are left of the entry between open days.
func without(d Day, open map[calendar.Date]bool) []calendar.Closure {
	var list []calendar.Closure
	from := calendar.Date(0)
	for on := d.From; on <= d.Until+1; on++ {
		closed := on <= d.Until && !open[on]
		switch {
		case closed && from == 0:
			from = on
		case !closed && from != 0:
			list = append(list, calendar.Closure{Interval: calendar.Interval{From: from, Until: on - 1}, Name: d.Name})
			from = 0
		}
	}
	return list
}
