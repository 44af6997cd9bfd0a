package curriculum

import "zaemme/internal/calendar"

// Step is one line of «So wurde Ihre Frist berechnet»: a key of the message
// catalogue; Args holds its placeholders {from}, {until}, {n}, {percent}, {due}.
type Step struct {
	Key     string        `json:"key"`
	From    calendar.Date `json:"from,omitempty"`
	Until   calendar.Date `json:"until,omitempty"`
	Days    int           `json:"days,omitempty"`
	Percent float64       `json:"percent,omitempty"` // pensum
	Due     calendar.Date `json:"due,omitempty"`     // the date reached with this step

	// Of the first step: the edition of the holiday set by which all was computed,
	// and the site. They are not shown.
	Edition int64  `json:"edition,omitempty"`
	Site    string `json:"site,omitempty"`
}

// Args are the placeholders of the step's text; n also picks its plural form.
func (s Step) Args() map[string]any {
	return map[string]any{"from": s.From, "until": s.Until, "n": s.Days, "percent": s.Percent, "due": s.Due}
}

// The keys of the steps, in the order in which they can appear.
const (
	StepAssigned             = "due.step.assigned"               //nolint:gosec // a text key, no credential: from, n, due
	StepFixed                = "due.step.fixed"                  // due
	StepExtension            = "due.step.extension"              // from, n, due
	StepExemptionEnd         = "due.step.exemption_end"          // from, n, due
	StepRevocation           = "due.step.revocation"             // from, n, due
	StepReturnToAudience     = "due.step.return_to_audience"     // from, n, due
	StepBecomesMandatory     = "due.step.becomes_mandatory"      // from, n, due
	StepAgreed               = "due.step.agreed"                 // from, due
	StepPause                = "due.step.pause"                  // from, until, n, due
	StepPauseFixed           = "due.step.pause_fixed"            // from, until, due
	StepPauseAfterDue        = "due.step.pause_after_due"        // from, until, due
	StepOwnDays              = "due.step.own_days"               // from, n, due
	StepOwnDaysEstimated     = "due.step.own_days_estimated"     // from, n of the site, percent, due
	StepReturnToAudienceMin  = "due.step.return_to_audience_min" // from, n, due
	StepNotBefore            = "due.step.not_before"             // due
	StepReturn               = "due.step.return"                 // from, n, due
	StepReturnOwn            = "due.step.return_own"             // from, n, due
	StepReturnOwnEstimated   = "due.step.return_own_estimated"   // from, n of the site, percent, due
	StepReturnCovered        = "due.step.return_covered"         // from, until, n, due
	StepShortAbsence         = "due.step.short_absence"          // from, until, n, due
	StepRounded              = "due.step.rounded"                // from, due
	StepPauseLate            = "due.step.pause_late"             // from
	StepPausedWithoutEnd     = "due.step.paused_without_end"     // from, due
	StepPausedFromAssignment = "due.step.paused_from_assignment" // from
	StepResult               = "due.step.result"                 // due
	StepGrace                = "due.step.grace"                  // n, until
)

// StepKeys are all keys above and those of outages, for the check that every language has them.
func StepKeys() []string {
	keys := []string{
		StepAssigned, StepFixed, StepExtension, StepExemptionEnd, StepRevocation, StepReturnToAudience, StepBecomesMandatory, StepAgreed,
		StepPause, StepPauseFixed, StepPauseAfterDue, StepOwnDays, StepOwnDaysEstimated, StepReturnToAudienceMin,
		StepNotBefore, StepReturn, StepReturnOwn, StepReturnOwnEstimated, StepReturnCovered, StepShortAbsence,
		StepRounded, StepPauseLate, StepPausedWithoutEnd, StepPausedFromAssignment, StepResult, StepGrace,
	}
	for _, r := range OutageReasons {
		keys = append(keys, r.step())
	}
	return keys
}

// stepList collects steps; a nil one collects nothing, for trial runs.
type stepList []Step

func (l *stepList) add(s Step) {
	if l == nil {
		return
	}
	if *l == nil {
		*l = make(stepList, 0, 6)
	}
	*l = append(*l, s)
}

func (c *calculation) baseStep() Step {
	s := c.firstStep()
	s.Edition, s.Site = c.in.Site.Origin().Edition, c.in.Site.Origin().Site
	return s
}

func (c *calculation) firstStep() Step {
	s := Step{Key: StepAssigned, From: c.start, Days: c.days, Due: c.base}
	r := c.in.Restart
	switch {
	case r == nil && c.fixed:
		return Step{Key: StepFixed, Due: c.base}
	case r == nil:
	case c.fixed:
		return Step{Key: StepAgreed, From: c.start, Due: c.base}
	case r.Cause == Extension:
		s.Key = StepExtension
	case r.Cause == ExemptionEnd:
		s.Key = StepExemptionEnd
	case r.Cause == Revocation:
		s.Key = StepRevocation
	case r.Cause == ReturnToAudience:
		s.Key = StepReturnToAudience
	case r.Cause == BecomesMandatory:
		s.Key = StepBecomesMandatory
	}
	return s
}

// ownStep explains n own working days, counted or, with unknown weekdays,
// estimated.
func (c *calculation) ownStep(counted, estimated string, from calendar.Date, n int) Step {
	if c.in.Work.known() {
		return Step{Key: counted, From: from, Days: n}
	}
	return Step{Key: estimated, From: from, Days: c.in.Work.siteDays(n), Percent: c.in.Work.percent()}
}

// closingSteps adds what follows from the date: pauses that come too late, the
// open one, the result and the grace.
func (c *calculation) closingSteps(steps stepList, r DueResult, open *calendar.Interval, counted int) []Step {
	if open != nil {
		if r.DueOn.IsZero() {
			steps.add(Step{Key: StepPausedFromAssignment, From: r.PausedFrom})
		} else {
			steps.add(Step{Key: StepPausedWithoutEnd, From: r.PausedFrom, Due: r.DueOn})
		}
		return steps
	}
	for _, late := range c.pauses[counted:] {
		steps.add(Step{Key: StepPauseLate, From: late.From})
	}
	steps.add(Step{Key: StepResult, Due: r.DueOn})
	if c.in.GraceDays > 0 {
		steps.add(Step{Key: StepGrace, Days: c.in.GraceDays, Until: r.GraceUntil})
	}
	return steps
}
