package learning

import (
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// windowDays is how long before the end of a completion its renewal window opens
// (REMINDERS.md).
const windowDays = 60

// Term is how long a completion is valid: months, 0 for ever; and until the day of
// the year, 0 for none. Where both are stated the earlier end holds.
type Term struct {
	Months int
	Day    calendar.YearDay
}

// end is the last day of a completion whose term begins on from.
func (t Term) end(completed, from calendar.Date, renews bool) calendar.Date {
	until := calendar.Forever
	if t.Months > 0 {
		until = from.AddMonths(t.Months)
	}
	if t.Day == 0 {
		return until
	}
	end := t.Day.After(from)
	if !renews && completed.DaysUntil(end) < windowDays {
		end = t.Day.After(end) // who completes shortly before the day need not do it again at once
	}
	return min(until, end)
}

// Validity is the last day of a completion and the first of its renewal window;
// what never ends has no window. before is the completion that is still valid,
// zero without one. Twelve months from 12.3.2026 end on 12.3.2027. Who renews
// within the window loses nothing: the new term begins where the old one ends. Of
// a short validity the window is half.
func Validity(completed calendar.Date, t Term, before ledger.Cycle) (until, window calendar.Date) {
	valid := before.ValidOn(completed)
	if t == (Term{}) || valid && before.ValidUntil == calendar.Forever {
		return calendar.Forever, 0
	}
	from, renews := completed, false
	if valid && before.WindowFrom != 0 && before.WindowFrom <= completed {
		from, renews = before.ValidUntil, true
	}
	until = t.end(completed, from, renews)
	if valid {
		until = max(until, before.ValidUntil)
	}
	return until, windowBefore(completed, until)
}

// windowBefore is the first day of the renewal window of a completion.
func windowBefore(completed, until calendar.Date) calendar.Date {
	return until.AddDays(-min(windowDays, completed.DaysUntil(until)/2))
}
