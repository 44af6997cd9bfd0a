package report

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// statuses are the public codes in the order of REPORT.md §2.
var statuses = ledger.Statuses()

// Counts are rows per public status.
type Counts [9]int

// Of is the count of one status.
func (c Counts) Of(s ledger.Status) int {
	if i := slices.Index(statuses, s); i >= 0 {
		return c[i]
	}
	return 0
}

// All is the sum.
func (c Counts) All() int {
	sum := 0
	for _, n := range c {
		sum += n
	}
	return sum
}

// Fulfilled are fulfilled and expiring.
func (c Counts) Fulfilled() int {
	return c.Of(ledger.StatusFulfilled) + c.Of(ledger.StatusExpiring)
}

// Late are overdue and expired.
func (c Counts) Late() int { return c.Of(ledger.StatusOverdue) + c.Of(ledger.StatusExpired) }

// ToDo are the rows in which something has to be done.
func (c Counts) ToDo() int {
	sum := 0
	for i, s := range statuses {
		if s.ToDo() {
			sum += c[i]
		}
	}
	return sum
}

// Minus subtracts, status by status.
func (c Counts) Minus(other Counts) Counts {
	for i := range c {
		c[i] -= other[i]
	}
	return c
}

func (c *Counts) add(s ledger.Status, n int) {
	if i := slices.Index(statuses, s); i >= 0 {
		c[i] += n
	}
}

// Rate is a share with its numerator and denominator.
type Rate struct{ Num, Den int }

// Defined reports that the denominator is not 0; else the rate is «–».
func (r Rate) Defined() bool { return r.Den > 0 }

// Group is what is counted of any set of rows.
type Group struct {
	Counts Counts
	// Due is the Fälligkeitsgrad: of what was due by the day, how much is done.
	Due Rate
}

// Fulfilment is the Erfüllungsgrad: (fulfilled + expiring) / (all − exempt − paused).
func (g Group) Fulfilment() Rate {
	return Rate{g.Counts.Fulfilled(), denominator(g.Counts)}
}

// Light is the traffic light of the group by the thresholds in per cent.
func (g Group) Light(green, amber int) Light {
	return lightOf(g.Due, g.Counts.Of(ledger.StatusUndated), green, amber)
}

func (g *Group) add(r Row, day calendar.Date) { g.addMany(r, day, 1) }

// addMany adds n rows that the rates treat alike.
func (g *Group) addMany(r Row, day calendar.Date, n int) {
	g.Counts.add(r.Status, n)
	if r.DueBy(day) {
		g.Due.Den += n
		if r.Status.Fulfilled() {
			g.Due.Num += n
		}
	}
}

// Light is a traffic light; its codes are those of the screens' marks.
type Light string

// The lights.
const (
	LightNone  Light = "none_due"   // fewer than five due
	LightGreen Light = "light_good" // on course
	LightAmber Light = "light_warn"
	LightRed   Light = "light_bad"
)

// minLight is the smallest denominator that has a light.
const minLight = 5

// LightOf is the light of a Fälligkeitsgrad by the thresholds in per cent.
func LightOf(due Rate, green, amber int) Light { return lightOf(due, 0, green, amber) }

// lightOf follows the exact ratio; with an undated row it is at most amber
// (REPORT.md §3).
func lightOf(due Rate, undated, green, amber int) Light {
	switch {
	case due.Den < minLight:
		return LightNone
	case due.Num*100 >= green*due.Den && undated == 0:
		return LightGreen
	case due.Num*100 >= amber*due.Den:
		return LightAmber
	default:
		return LightRed
	}
}
