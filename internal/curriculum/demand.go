package curriculum

import (
	"slices"

	"zaemme/internal/calendar"
)

// ask is one rule's demand for a course.
type ask struct {
	rule  *Rule
	terms Terms
}

// demand is all that asks one person for one course.
type demand struct {
	course *CourseFacts
	asks   []ask // by code of the rule
}

func (d *demand) mandatory() bool {
	return slices.ContainsFunc(d.asks, func(a ask) bool { return a.terms.Mandatory })
}

// governing are the asks that decide: the mandatory ones, if there are any.
func (d *demand) governing(yield func(Terms) bool) {
	mandatory := d.mandatory()
	for _, a := range d.asks {
		if a.terms.Mandatory == mandatory && !yield(a.terms) {
			return
		}
	}
}

// terms states the shortest validity that is asked for: a number of months, 0 for ever,
// and a day of the year until which it holds besides; and whether the test is open before the modules.
func (out *Detail) terms(d *demand) {
	shortest, day := 0, calendar.YearDay(0)
	for t := range d.governing {
		if t.ValidityMonths > 0 && (shortest == 0 || t.ValidityMonths < shortest) {
			shortest = t.ValidityMonths
		}
		if t.ValidityDay != 0 && (day == 0 || t.ValidityDay < day) {
			day = t.ValidityDay
		}
		out.NoTestOut = out.NoTestOut || !t.TestOut
	}
	out.ValidityMonths, out.ValidityDay = int16(shortest), day // months were checked when the line was saved
}

// refresher is the short course that renews, empty unless all agree.
func (d *demand) refresher() string {
	code, first := "", true
	for t := range d.governing {
		if !first && t.Refresher != code {
			return ""
		}
		code, first = t.Refresher, false
	}
	return code
}

// maxAge is how many months old evidence from elsewhere may be, 0: any that is
// valid.
func (d *demand) maxAge() int {
	lowest := 0
	for t := range d.governing {
		if t.MaxAgeMonths > 0 && (lowest == 0 || t.MaxAgeMonths < lowest) {
			lowest = t.MaxAgeMonths
		}
	}
	return lowest
}
