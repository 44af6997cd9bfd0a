package line

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// offeredMonths is how many month ends are offered; any other day is typed.
const offeredMonths = 24

// stateOf offers the days on which a page may stand, and what was known of them.
func stateOf(l *i18n.Printer, v *visit.Visit, a asked) (days, knowledge []page.Choice) {
	if !picksDay(v) {
		return nil, nil
	}
	add := func(day calendar.Date, label string) {
		if !slices.ContainsFunc(days, func(c page.Choice) bool { return c.Value == day.String() }) {
			days = append(days, page.Choice{Value: day.String(), Label: label, Selected: a.Day == day})
		}
	}
	add(v.Today, l.T("line.day.today"))
	year := v.Today.AddMonths(-12)
	if ends := monthEnds(v.Today, offeredMonths); a.Day != v.Today && a.Day != year && !slices.Contains(ends, a.Day) {
		add(a.Day, l.Date(a.Day))
	}
	add(year, l.T("line.day.year", "day", year))
	for _, day := range monthEnds(v.Today, offeredMonths) {
		add(day, l.T("line.day.month", "month", l.Month(day)))
	}
	if picksKnowledge(v) {
		knowledge = []page.Choice{{Value: "", Label: l.T("line.known.now")}, {Value: "damals", Label: l.T("line.known.then"), Selected: a.Then}}
	}
	return days, knowledge
}

// monthEnds are the last days of the n months that ended before the day, the newest
// first.
func monthEnds(day calendar.Date, n int) (list []calendar.Date) {
	for range n {
		day = calendar.FirstOfMonth(day).AddDays(-1)
		list = append(list, day)
	}
	return list
}
