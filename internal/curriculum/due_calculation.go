package curriculum

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
)

// calculation is the input of Due put in order.
type calculation struct {
	in     DueInput
	start  calendar.Date // the assignment, or the day that stands for it
	base   calendar.Date // start plus days, or the fixed or agreed day
	fixed  bool          // base is not moved by days
	days   int
	ownMin int
	pauses []calendar.Interval // joined, in order, the open one last
	shorts []calendar.Interval // shorter absences, joined, in order

	outages []Outage // in order
}

func newCalculation(in DueInput) (*calculation, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	c := &calculation{in: in, start: in.AssignedOn, days: in.Days, ownMin: max(leastOwnDays, in.MinOwnDays),
		outages: inOrder(in.Outages)}
	fixedDay := in.FixedDay
	if r := in.Restart; r != nil {
		c.start, fixedDay = r.On, r.AgreedDay
		if c.days == 0 {
			c.days = defaultDays
		}
	}
	c.base, c.fixed = fixedDay, !fixedDay.IsZero()
	if !c.fixed {
		c.base = c.start.AddDays(c.days)
	}
	for _, a := range joinAbsences(in.Absences, in.Site) {
		if a.Open() || a.Days() >= pauseDays {
			c.pauses = append(c.pauses, a)
		} else {
			c.shorts = append(c.shorts, a)
		}
	}
	return c, nil
}

// joinAbsences joins what overlaps, touches or has no working day of the site
// between (DESIGN.md §6.1); the result is in order, the argument unchanged.
func joinAbsences(absences []calendar.Interval, site calendar.Set) []calendar.Interval {
	if len(absences) == 0 {
		return nil
	}
	sorted := slices.Clone(absences)
	slices.SortFunc(sorted, func(a, b calendar.Interval) int { return cmp.Compare(a.From, b.From) })
	joined := sorted[:1]
	for _, a := range sorted[1:] {
		last := &joined[len(joined)-1]
		// The next working day is asked for, not the number of days between,
		// which may be years.
		if last.Open() || site.NextWorkingDay(last.Until+1) >= a.From {
			last.Until = max(last.Until, a.Until)
			continue
		}
		joined = append(joined, a)
	}
	return joined
}

// reached is how far the rules have moved the due date.
type reached struct {
	due        calendar.Date
	returnSets bool // the return from the last pause sets it
}

// reach is rules 2 to 4 with the first n pauses. Shorter absences take part by
// their own rule only: one that starts after the date reached changes nothing,
// so reach also says which date held before a pause that starts later.
func (c *calculation) reach(n int, steps *stepList) reached {
	site, pauses := c.in.Site, c.pauses[:n]
	due := c.base
	steps.add(c.baseStep())
	for _, p := range pauses {
		days := max(p.From, c.start).DaysUntil(p.Until) + 1
		switch {
		case days <= 0: // ended before the assignment
		case c.fixed:
			steps.add(Step{Key: StepPauseFixed, From: p.From, Until: p.Until, Due: due})
		case p.From > due:
			steps.add(Step{Key: StepPauseAfterDue, From: p.From, Until: p.Until, Due: due})
		default:
			due = due.AddDays(days)
			steps.add(Step{Key: StepPause, From: p.From, Until: p.Until, Days: days, Due: due})
		}
	}

	raise := func(to calendar.Date, step Step) bool {
		if to <= due {
			return false
		}
		due, step.Due = to, to
		steps.add(step)
		return true
	}
	raise(c.in.Work.after(c.start, c.ownMin, site, pauses), c.ownStep(StepOwnDays, StepOwnDaysEstimated, c.start, c.ownMin))
	if r := c.in.Restart; r != nil {
		if r.Cause == ReturnToAudience {
			raise(site.AddWorkingDays(c.start, returnDays), Step{Key: StepReturnToAudienceMin, From: c.start, Days: returnDays})
		}
		if r.Cause != Revocation {
			raise(r.Replaces, Step{Key: StepNotBefore})
		}
	}
	returnSets := false
	if n > 0 {
		last := pauses[n-1]
		returnSets = c.afterReturn(last, raise)
		if !returnSets && last.Until >= c.start {
			back := site.NextWorkingDay(last.Until + 1)
			steps.add(Step{Key: StepReturnCovered, From: back, Until: site.AddWorkingDays(back, returnDays), Days: returnDays, Due: due})
		}
	}
	for again := true; again; {
		for _, s := range c.shorts {
			if s.From <= due {
				back := site.NextWorkingDay(s.Until + 1)
				if raise(site.AddWorkingDays(back, shortReturnDays), Step{Key: StepShortAbsence, From: s.From, Until: s.Until, Days: shortReturnDays}) {
					returnSets = false
				}
			}
		}
		raise(site.NextWorkingDay(due), Step{Key: StepRounded, From: due})
		if again = c.afterOutages(due, raise); again {
			returnSets = false
		}
	}
	return reached{due, returnSets}
}

// afterReturn raises the date to what the return from a pause asks for, and
// reports whether it did.
func (c *calculation) afterReturn(p calendar.Interval, raise func(calendar.Date, Step) bool) bool {
	site := c.in.Site
	back := site.NextWorkingDay(p.Until + 1)
	bySite := raise(site.AddWorkingDays(back, returnDays), Step{Key: StepReturn, From: back, Days: returnDays})
	byOwn := raise(c.in.Work.after(back, returnOwnDays, site, nil), c.ownStep(StepReturnOwn, StepReturnOwnEstimated, back, returnOwnDays))
	return bySite || byOwn
}

// pausedDays are the days on which the first n pauses hold: from the assignment
// on, the last one up to the due date if the return from it sets that.
func (c *calculation) pausedDays(n int, end reached) []calendar.Interval {
	var days []calendar.Interval
	for i, p := range c.pauses[:n] {
		p.From = max(p.From, c.start)
		if i == n-1 && end.returnSets {
			p.Until = end.due
			if n < len(c.pauses) { // the next one may begin before that
				p.Until = min(p.Until, c.pauses[n].From-1)
			}
		}
		if p.From <= p.Until {
			days = append(days, p)
		}
	}
	return days
}
