package reminder

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Reason says why something was not sent, or not yet; a code for texts
// (outbox.reason.…) and for the log.
type Reason string

// The reasons.
const (
	NotEmployed  Reason = "not_employed" // has left, or has not begun
	Absent       Reason = "absent"
	NoWorkday    Reason = "no_workday"
	AfterHours   Reason = "after_hours"
	Capped       Reason = "capped"   // enough mails in seven days; it waits
	SameDay      Reason = "same_day" // there was a mail today; it waits
	NoMailbox    Reason = "no_mailbox"
	Fulfilled    Reason = "fulfilled"
	Exempt       Reason = "exempt"
	Paused       Reason = "paused"
	Withdrawn    Reason = "withdrawn"
	NewerCycle   Reason = "newer_cycle"
	NewerStep    Reason = "newer_step" // a later step has fallen due
	NothingLeft  Reason = "nothing_left"
	TrialOver    Reason = "trial_over"
	NobodyToTell Reason = "nobody_to_tell" // no mailbox, and no superior with one
	InReview     Reason = "in_review"      // evidence was handed in
	Retired      Reason = "retired"        // the course is no longer offered
	Bounced      Reason = "bounced"        // the mail server does not know the address
	NoLongerStep Reason = "no_longer_step" // the policy sends it no more
)

// Person is what deciding needs to know of somebody.
type Person struct {
	ID       int64
	Employed []calendar.Interval // entry to last day
	Away     []calendar.Interval
	Mailbox  bool
	// Cared is set for elected members, militia and externals: their reminders
	// go through the Gemeindekanzlei (role Betreuung Behörden), as slips.
	Cared bool
	Site  calendar.Set // working days of the main employment's site
	// Bounced is set if a mail server has refused the person's address for good.
	Bounced bool
}

// Calendars finds the holiday set of a site by its name in the data.
type Calendars func(name string) calendar.Set

// NewPerson takes from a member what deciding needs.
func NewPerson(m *people.Member, org *people.Org, calendars Calendars) Person {
	p := Person{ID: m.ID, Mailbox: m.Email != ""}
	for _, e := range m.Employments {
		p.Employed = append(p.Employed, calendar.Interval{From: e.EntryOn, Until: e.ExitOn})
	}
	for _, a := range m.Absences {
		p.Away = append(p.Away, calendar.Interval{From: a.FromOn, Until: a.UntilOn})
	}
	name := ""
	if main, ok := m.Main(); ok {
		p.Cared = cared(main.Category)
		if site := org.Sites[main.SiteID]; site != nil {
			name = site.Calendar
		}
	}
	p.Site = calendars(name)
	return p
}

// cared are the categories that no superior or HR is told about.
func cared(c people.Category) bool {
	return c == people.Official || c == people.Militia || c == people.External
}

// Channel is how the person is reached.
func (p Person) Channel() Channel {
	if p.Mailbox && !p.Cared {
		return Mail
	}
	return Slip
}

// Reachable says why the person gets nothing on the day, empty if nothing
// speaks against it.
func (p Person) Reachable(day calendar.Date) Reason {
	switch {
	case !contains(p.Employed, day):
		return NotEmployed
	case contains(p.Away, day):
		return Absent
	case !p.Site.IsWorkingDay(day):
		return NoWorkday
	}
	return ""
}

// NextReachable is the first day from day on on which nothing speaks against a
// message; of an absence without end and after the last day it is a week on, to
// look again.
func (p Person) NextReachable(day calendar.Date) calendar.Date {
	for d := day; d < day.AddDays(400); d++ {
		if p.Reachable(d) == "" {
			return d
		}
	}
	return day.AddDays(7)
}

func contains(list []calendar.Interval, day calendar.Date) bool {
	for _, i := range list {
		if i.Contains(day) {
			return true
		}
	}
	return false
}

// at is the instant of a time of day, whatever the clocks do that night.
func at(day calendar.Date, since time.Duration) time.Time {
	year, month, d := day.YMD()
	return time.Date(year, month, d, int(since/time.Hour), int(since%time.Hour/time.Minute), 0, 0, calendar.Zurich).UTC()
}

// When is the first moment from now on at which a message may leave for the
// person.
func (w Window) When(p Person, now time.Time) time.Time {
	day := calendar.DateOf(now)
	if !now.Before(at(day, w.Until)) {
		day++
	}
	if next := p.NextReachable(day); next != calendar.DateOf(now) || now.Before(at(next, w.From)) {
		return at(next, w.From)
	}
	return now
}
