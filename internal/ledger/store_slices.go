package ledger

import (
	"slices"
	"strings"
)

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

// AtDaysSQL is AtSQL for many days: of a row that meets the condition, bit i of the
// mask (bigint) says whether it holds at the i-th day, from 0. days is an SQL
// expression of type date[], ascending, of at most 62.
func AtDaysSQL(alias, days, known string) (condition, mask string) {
	r := strings.NewReplacer("%s", alias, "%d", "("+days+")", "%k", known)
	return r.Replace(`(%s.known_from <= %k and %s.known_to > %k and %s.valid_from <= %d[cardinality(%d)] and (%s.next_from > %d[1] or %s.next_known > %k))`),
		DaysSQL(days, alias+".valid_from", r.Replace(`case when %s.next_known > %k then date '9999-12-31' else %s.next_from - 1 end`))
}

// DaysSQL is a mask as of AtDaysSQL: the days from the first to the last one.
func DaysSQL(days, from, until string) string {
	return strings.NewReplacer("%d", days, "%f", from, "%u", until).Replace(
		`greatest((1::bigint << width_bucket(%u, %d)) - (1::bigint << width_bucket(%f - 1, %d)), 0)`)
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

// PublicColumns lists the columns that StatusSQL and DueSQL read, but for
// started_on: who is given null for it tells nobody who has begun.
func PublicColumns(alias string) string {
	return selected(alias, slices.DeleteFunc(slices.Clone(statusArguments), func(c string) bool { return c == "started_on" }))
}

// DueSQL is the due date in effect on a day: Governing.Due in SQL.
func DueSQL(alias, day string) string {
	return `duty_due(` + day + `, ` + selected(alias, statusArguments) + `)`
}
