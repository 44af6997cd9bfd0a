package curriculum

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
)

// outageDays is how many working days an outage gives back at most.
const outageDays = 10

// Outage is a time in which people could not learn: the platform, the network or
// the building was not there. Days are those that it touches.
type Outage struct {
	ID int64 // 0: not declared yet
	calendar.Interval
	Reason OutageReason
}

// OutageReason says what was not there. It is shown to everybody whose date moves.
type OutageReason string

// The reasons.
const (
	PlatformDown  OutageReason = "platform"
	NetworkDown   OutageReason = "network"
	PowerDown     OutageReason = "power"
	BuildingShut  OutageReason = "building"
	Extraordinary OutageReason = "extraordinary" // a flood, a pandemic: everybody had something else to do
)

// OutageReasons are all reasons, in the order of a form.
var OutageReasons = []OutageReason{PlatformDown, NetworkDown, PowerDown, BuildingShut, Extraordinary}

// step is the text key that explains the outage.
func (r OutageReason) step() string { return "due.step.outage." + string(r) }

// over is the day before which no date that the outage concerns may fall: the
// first working day of the site after it, and from there as many working days as
// the outage had, at most 10. days is that number; of an outage without a working
// day it is 0.
func (o Outage) over(site calendar.Set) (on calendar.Date, days int) {
	days = min(outageDays, site.CountWorkingDays(o.From, o.Until))
	return site.AddWorkingDays(site.NextWorkingDay(o.Until+1), days), days
}

// afterOutages raises a date that falls into an outage, or so shortly after it that
// one from within would overtake it, to the day on which the outage is over; and
// reports whether it did. So dates keep their order, and the rule can be applied
// again without effect. A duty that began after the outage is not concerned.
func (c *calculation) afterOutages(due calendar.Date, raise func(calendar.Date, Step) bool) bool {
	raised := false
	for _, o := range c.outages {
		if due < o.From || c.start > o.Until {
			continue
		}
		on, days := o.over(c.in.Site)
		if raise(on, Step{Key: o.Reason.step(), From: o.From, Until: o.Until, Days: days}) {
			due, raised = on, true
		}
	}
	return raised
}

// inOrder are the outages by first day; the argument stays as it is.
func inOrder(outages []Outage) []Outage {
	if len(outages) == 0 {
		return nil
	}
	sorted := slices.Clone(outages)
	slices.SortFunc(sorted, func(a, b Outage) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until)) })
	return sorted
}
