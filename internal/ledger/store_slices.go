package ledger

import "strings"

// AtSQL is the condition that a row of assignment_states (alias, or bare without
// one) holds at a day as known at a moment; both are SQL expressions, such as
// "@day::date". It needs no index but the one by duty.
func AtSQL(alias, day, known string) string {
	if alias != "" {
		alias += "."
	}
	return strings.NewReplacer("%s", alias, "%d", day, "%k", known).Replace(
		`(%svalid_from <= %d and %sknown_from <= %k and %sknown_to > %k and (%snext_from > %d or %snext_known > %k))`)
}

// statusArguments are the columns that duty_status and duty_due take after the
// day, in their order (migration 00004).
var statusArguments = []string{"assigned_on", "due_on", "grace_until", "lapse_due_on", "started_on",
	"completed_on", "valid_until", "window_from", "cycle", "renewal", "withdrawn_on",
	"prev_cycle", "prev_assigned_on", "prev_due_on", "prev_lapse_due_on",
	"prev_completed_on", "prev_valid_until", "prev_window_from",
	"exempt_from", "exempt_until", "pause_from", "pause_until"}

// StatusSQL is the status (text, NULL without a row) of a row of assignments or
// assignment_states on a day, an SQL expression: Dates.Status in SQL. It may say
// in_progress; others than the person are shown open.
func StatusSQL(alias, day string) string {
	return `duty_status(` + day + `, ` + selected(alias, statusArguments) + `)`
}

// DueSQL is the due date in effect on a day: Governing.Due in SQL.
func DueSQL(alias, day string) string {
	return `duty_due(` + day + `, ` + selected(alias, statusArguments) + `)`
}
