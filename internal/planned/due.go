package planned

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/monthend"
)

// Rhythm is how often a report comes.
type Rhythm string

// The rhythms. A week's report is as of the day before its weekday; the others are
// as of the end of their period.
const (
	Weekly    Rhythm = "weekly"
	Monthly   Rhythm = "monthly"
	Quarterly Rhythm = "quarterly"
	Yearly    Rhythm = "yearly"
)

// Rhythms in the order of lists.
var Rhythms = []Rhythm{Weekly, Monthly, Quarterly, Yearly}

const (
	lastWeekday    = 5  // Friday
	lastWorkingDay = 10 // after a period
)

// period is how many months there are between two ends of the rhythm.
func (r Rhythm) period() int {
	switch r {
	case Quarterly:
		return 3
	case Yearly:
		return 12
	default:
		return 1
	}
}

// Slot is one time at which a plan is due.
type Slot struct {
	AsOf calendar.Date // D
	Due  calendar.Date // a working day
}

// Slots are those due after one day and up to another, in order. Of two that fall
// on the same working day, as after days on which everything is closed, the later one
// stands for both.
func (t Terms) Slots(days calendar.Set, after, until calendar.Date) []Slot {
	var list []Slot
	add := func(s Slot) {
		switch n := len(list); {
		case s.Due <= after || s.Due > until:
		case n > 0 && list[n-1].Due == s.Due:
			list[n-1] = s
		default:
			list = append(list, s)
		}
	}
	// A closure is at most a year long, so a slot is due within two of its day.
	const farthest = 24
	if t.Rhythm == Weekly {
		for day := after.AddMonths(-farthest); day <= until; day++ {
			if day.Weekday() == time.Weekday(t.Day) {
				add(Slot{AsOf: day.AddDays(-1), Due: days.NextWorkingDay(day)})
			}
		}
		return list
	}
	for end := monthend.MonthEnd(after.AddMonths(-farthest)); end < until; end = monthend.MonthEnd(end.AddDays(1)) {
		if _, month, _ := end.YMD(); int(month)%t.Rhythm.period() == 0 {
			add(Slot{AsOf: end, Due: days.AddWorkingDays(end, t.Day)})
		}
	}
	return list
}

// Next are the first n slots due after a day.
func (t Terms) Next(days calendar.Set, after calendar.Date, n int) []Slot {
	for months := (n + 1) * t.Rhythm.period(); ; months *= 2 {
		if list := t.Slots(days, after, after.AddMonths(months)); len(list) >= n {
			return list[:n]
		}
	}
}

// The hours of the day between which a mail leaves, Europe/Zurich.
const (
	fromHour, fromMinute = 7, 30
	untilHour            = 17
)

// leaves is the first moment from now on at which a mail may leave: within the
// hours of a working day.
func leaves(days calendar.Set, now time.Time) time.Time {
	day := calendar.DateOf(now)
	if !now.Before(at(day, untilHour, 0)) {
		day++
	}
	from := at(days.NextWorkingDay(day), fromHour, fromMinute)
	if from.After(now) {
		return from
	}
	return now
}

func at(day calendar.Date, hour, minute int) time.Time {
	year, month, d := day.YMD()
	return time.Date(year, month, d, hour, minute, 0, 0, calendar.Zurich).UTC()
}
