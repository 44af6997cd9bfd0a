package report

import (
	"fmt"
	"strings"

	"zaemme/internal/ledger"
)

// oneOf is the SQL condition that the column d.status is one of those that has
// holds of.
func oneOf(has func(ledger.Status) bool) string {
	var list []string
	for _, s := range statuses {
		if has(s) {
			list = append(list, "'"+string(s)+"'")
		}
	}
	return "d.status in (" + strings.Join(list, ", ") + ")"
}

var (
	isLate      = oneOf(ledger.Status.Late)
	isToDo      = oneOf(ledger.Status.ToDo)
	isFulfilled = oneOf(ledger.Status.Fulfilled)
	// wasDueSQL is Row.DueBy.
	wasDueSQL = `case when ` + isFulfilled + ` then coalesce(d.first_due_on <= @day, false) when d.status = 'open' then coalesce(d.due = @day, false)
		else ` + isLate + ` or d.status = 'in_grace' end`
)

// lateSQL holds of rows that are late for so many days.
func lateSQL(from, until int) string {
	return fmt.Sprintf(`%s and d.due between @day::date - %d and @day::date - %d`, isLate, until, from)
}

// endsSQL is Row.EndsWithin.
func endsSQL(days int) string {
	return fmt.Sprintf(`%s and d.valid_until <> date '9999-12-31' and d.valid_until between @day::date and @day::date + %d`, isFulfilled, days)
}

// longAgo is more days than anything is late.
const longAgo = 100_000

// sql is the condition that a row d of the list belongs to the group; an unknown
// group is what to do.
func (g RowGroup) sql() string {
	switch g {
	case GroupLate:
		return isLate
	case GroupLate30:
		return lateSQL(1, 30)
	case GroupLate60:
		return lateSQL(31, 60)
	case GroupLateMore:
		return lateSQL(61, longAgo)
	case GroupGrace:
		return `d.status = 'in_grace'`
	case GroupOpen:
		return `d.status in ('open', 'undated')`
	case GroupPending:
		return isToDo + ` and not ` + isLate
	case GroupEnding30:
		return endsSQL(30)
	case GroupEnding60:
		return endsSQL(60)
	case GroupEnding:
		return endsSQL(expiringDays)
	case GroupFulfilled:
		return isFulfilled
	case GroupDue:
		return wasDueSQL
	case GroupPaused:
		return `d.status = 'paused'`
	case GroupExempt:
		return `d.status = 'exempt'`
	case GroupAll:
		return `true`
	default:
		return isToDo + ` or d.status = 'expiring'`
	}
}
