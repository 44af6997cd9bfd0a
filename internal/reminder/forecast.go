package reminder

import (
	"maps"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// DayCount is how much leaves on one day.
type DayCount struct {
	Day    calendar.Date
	Mails  int // to persons
	Slips  int // persons for whom a superior gets one
	Waits  int // persons whom the cap lets wait
	Absent int // persons who would get something and are absent
}

// Forecast counts what a policy will send on each of the coming days if nobody
// does anything. Persons are added one by one, so any number can be streamed.
type Forecast struct {
	policy Policy
	from   calendar.Date
	days   []DayCount
}

// NewForecast is for days days from the given one on, that one included.
func NewForecast(p Policy, from calendar.Date, days int) *Forecast {
	f := &Forecast{policy: p, from: from, days: make([]DayCount, days)}
	for i := range f.days {
		f.days[i].Day = from.AddDays(i)
	}
	return f
}

// Add plays the days through for one person and changes none of the arguments.
func (f *Forecast) Add(who Person, duties []ledger.Duty, h History) {
	h = History{Sent: maps.Clone(h.Sent), Mails: slices.Clone(h.Mails)}
	if h.Sent == nil {
		h.Sent = map[Key]bool{}
	}
	for i := range f.days {
		day := &f.days[i]
		if week := f.policy.week(day.Day); who.Channel() == Slip && who.Site.NextWorkingDay(week) != day.Day {
			continue // slips travel with the weekly digest
		}
		r := Due(f.policy, who, duties, h, day.Day)
		switch {
		case r.Reason == Capped:
			day.Waits++
		case r.Reason == Absent:
			day.Absent++
		case len(r.Items) == 0:
		case r.Channel == Mail:
			day.Mails++
			h.Mails = append(h.Mails, day.Day)
		default:
			day.Slips++
		}
		for _, item := range r.Items {
			h.Sent[item.Key] = true
		}
	}
}

// Days are the counts, one per day.
func (f *Forecast) Days() []DayCount { return slices.Clone(f.days) }
