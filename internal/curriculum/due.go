package curriculum

import (
	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

// The numbers of DESIGN.md §6.
const (
	pauseDays        = 10 // an absence of so many calendar days stops the clock
	returnDays       = 10 // working days of the site after the return from a pause, and after the return to an audience
	returnOwnDays    = 5  // own working days after the return from a pause
	shortReturnDays  = 3  // working days of the site after the return from a shorter absence
	leastOwnDays     = 5  // own working days since the assignment, whatever the course says
	defaultDays      = 30 // calendar days of a course that has none
	hourlyPercent    = 20 // pensum of somebody paid by the hour
	percentPrecision = 100
)

// DueInput is all that a due date depends on, as valid on the day of computing.
type DueInput struct {
	AssignedOn calendar.Date
	Days       int           // calendar days of the course; 0 with a fixed day or a restart
	FixedDay   calendar.Date // instead of Days
	GraceDays  int           // calendar days after the due date
	MinOwnDays int           // k, own working days at least; below 5 counts as 5

	Site     calendar.Set // of the main employment
	Work     Work         // of all employments together: UnionWork
	Absences []calendar.Interval
	Restart  *Restart // nil unless DESIGN.md §6.7 applies
	Outages  []Outage // declared, in any order
}

// RestartCause says what writes a new due date into a running duty.
type RestartCause string

// The causes of DESIGN.md §6.7.
const (
	Extension        RestartCause = "extension"
	ExemptionEnd     RestartCause = "exemption_end"
	Revocation       RestartCause = "revocation"
	ReturnToAudience RestartCause = "return_to_audience"
	BecomesMandatory RestartCause = "becomes_mandatory" // was recommended so far
)

// Restart dates a duty anew.
type Restart struct {
	Cause     RestartCause
	On        calendar.Date // the day of the cause, which stands for the assignment; for an exemption its last day
	AgreedDay calendar.Date // the day agreed, if one was, instead of the course's days
	Replaces  calendar.Date // the due date in force so far; none if there was none
}

// DueResult holds the finished dates of a duty.
type DueResult struct {
	BaseOn     calendar.Date // assignment plus days, or the fixed or agreed day, before any other rule
	DueOn      calendar.Date // holds until an open pause begins; none if that began by the assignment
	GraceUntil calendar.Date // last day on which the duty is not yet overdue; none without DueOn

	// PausedFrom and PausedUntil are the last of Pauses, none without one; an
	// open pause ends on calendar.Forever.
	PausedFrom, PausedUntil calendar.Date

	// Pauses are the days on which the duty is paused, in order and apart: each
	// pause from the assignment on, the last one up to the due date if the
	// return from it sets that date.
	Pauses []calendar.Interval

	// Steps explain the calculation. They name absences, so they are for the
	// person and for HR, never for the line.
	Steps []Step
}

// Open reports whether a pause without end has taken the due date away.
func (r DueResult) Open() bool { return r.PausedUntil == calendar.Forever }

// DueAt is the due date in force on a day: none from the first day of a pause
// without end on.
func (r DueResult) DueAt(day calendar.Date) calendar.Date {
	if r.Open() && day >= r.PausedFrom {
		return 0
	}
	return r.DueOn
}

// Due computes the due date of a duty by DESIGN.md §6, rules 1 to 7; rule 8 is
// UnionWork. Outages come after rule 4: see afterOutages; where one moves the date,
// rules 3 (shorter absences) and 4 are asked again. Due reads nothing but its input
// and does not change it. Errors are
// of the kind Invalid: no assignment day, neither days nor a fixed day, negative
// grace, an absence without a first day or that ends before it begins.
func Due(in DueInput) (DueResult, error) {
	c, err := newCalculation(in)
	if err != nil {
		return DueResult{}, err
	}
	var open *calendar.Interval
	var counted int
	for ; counted < len(c.pauses); counted++ {
		p := c.pauses[counted]
		if p.From > c.start && p.From > c.reach(counted, nil).due.AddDays(in.GraceDays) {
			break // rule 5: it changes nothing, and no later one can
		}
		if p.Open() {
			open = &p
			break
		}
	}

	var steps stepList
	end := c.reach(counted, &steps)
	result := DueResult{BaseOn: c.base, DueOn: end.due}
	result.Pauses = c.pausedDays(counted, end)
	if open != nil {
		result.Pauses = append(result.Pauses, calendar.Interval{From: max(open.From, c.start), Until: calendar.Forever})
		if open.From <= c.start {
			result.DueOn, steps = 0, steps[:1]
		}
	}
	if n := len(result.Pauses); n > 0 {
		result.PausedFrom, result.PausedUntil = result.Pauses[n-1].From, result.Pauses[n-1].Until
	}
	result.GraceUntil = result.DueOn.AddDays(in.GraceDays)
	result.Steps = c.closingSteps(steps, result, open, counted)
	return result, nil
}

func (in DueInput) validate() error {
	invalid := func(key string) error { return apperr.New(apperr.Invalid, "error.curriculum."+key, nil) }
	switch {
	case in.AssignedOn.IsZero() || in.AssignedOn == calendar.Forever:
		return invalid("due_without_start")
	case in.GraceDays < 0 || in.Days < 0 || in.FixedDay == calendar.Forever:
		return invalid("due_without_days")
	case in.Restart == nil && in.Days == 0 && in.FixedDay.IsZero():
		return invalid("due_without_days")
	}
	if r := in.Restart; r != nil {
		switch {
		case r.On.IsZero() || r.On == calendar.Forever || r.AgreedDay == calendar.Forever || r.Replaces == calendar.Forever:
			return invalid("due_without_start")
		case r.Cause != Extension && r.Cause != ExemptionEnd && r.Cause != Revocation && r.Cause != ReturnToAudience && r.Cause != BecomesMandatory:
			return invalid("due_without_start")
		}
	}
	for _, a := range in.Absences {
		if !a.Valid() {
			return invalid("bad_absence")
		}
	}
	return nil
}
