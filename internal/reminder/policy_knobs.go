package reminder

import (
	"reflect"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// Knobs are what HR sees of the steps.
type Knobs struct {
	DaysBefore int // of the first reminder before the due date, calendar days; 0: none
	Weekly     int // reminders to the person after the first one that follows the due date
	HRAfter    int // days after the due date until HR is told; 0: never
}

// The largest values.
const (
	MaxDaysBefore = 90
	MaxWeekly     = 12
	MaxHRAfter    = 180
)

// KnobsOf reads them from steps.
func KnobsOf(steps []Step) Knobs {
	var k Knobs
	for _, s := range steps {
		switch s.Code {
		case StepDueBefore:
			k.DaysBefore = -s.Offset
		case StepDueAfter:
			k.Weekly = s.MaxRepeats
		case StepHR:
			k.HRAfter = s.Offset
		}
	}
	return k
}

// Apply turns the knobs: steps as they hold, with those that change marked as new
// from the day on.
func (k Knobs) Apply(steps []Step, from calendar.Date) []Step {
	var list []Step
	for _, as := range defaultSteps() {
		i := slices.IndexFunc(steps, func(s Step) bool { return s.Code == as.Code })
		s := as
		if i >= 0 {
			s = steps[i]
		}
		switch s.Code {
		case StepDueBefore:
			s.Offset = -k.DaysBefore
		case StepDueAfter:
			s.MaxRepeats = k.Weekly
		case StepHR:
			s.Offset = k.HRAfter
		}
		switch {
		case s.Code == StepDueBefore && k.DaysBefore == 0, s.Code == StepHR && k.HRAfter == 0:
			continue
		case i < 0 && s.Code != StepDueBefore && s.Code != StepHR:
			continue // left out on purpose
		case i < 0 || !reflect.DeepEqual(s, steps[i]):
			s.Since = from
		}
		list = append(list, s)
	}
	known := func(s Step) bool {
		return slices.ContainsFunc(defaultSteps(), func(as Step) bool { return as.Code == s.Code })
	}
	for _, s := range steps {
		if !known(s) {
			list = append(list, s) // one that no knob turns
		}
	}
	return list
}

// check refuses steps that could not be carried out. They come from the database,
// where somebody may have written them by hand.
func check(steps []Step) error {
	wrong := func(code string) error {
		return apperr.New(apperr.Invalid, "error.reminder.step", map[string]any{"step": code})
	}
	seen := map[string]bool{}
	anchors := []Anchor{Assigned, DueDate, GraceEnd, WindowOpen, Expiry}
	audiences := []Audience{ToPerson, ToManager, ToDeputy, ToLead, ToHR}
	for _, s := range steps {
		switch {
		case s.Code == "" || seen[s.Code], !slices.Contains(anchors, s.Anchor), !slices.Contains(audiences, s.Audience),
			len(s.OnlyIf) == 0, s.Offset < -400 || s.Offset > 400, s.RepeatEvery < 0, s.MaxRepeats < 0 || s.MaxRepeats > 1000,
			s.MaxRepeats > 0 && s.RepeatEvery == 0,
			slices.ContainsFunc(s.OnlyIf, func(one ledger.Status) bool { return !slices.Contains(remindable, one) }):
			return wrong(s.Code)
		}
		seen[s.Code] = true
	}
	return nil
}

// remindable are the statuses in which something is left to do or to renew.
var remindable = []ledger.Status{
	ledger.StatusOpen, ledger.StatusInProgress, ledger.StatusInGrace, ledger.StatusOverdue, ledger.StatusExpired, ledger.StatusExpiring,
}
