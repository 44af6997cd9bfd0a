package ledger

import "zaemme/internal/calendar"

// Status of a duty on a day, by the codes of REPORT.md §2. Empty: there is no
// row (withdrawn, not yet assigned, or only taken).
type Status string

// The statuses, in the order in which the first match wins.
const (
	StatusNone       Status = ""
	StatusFulfilled  Status = "fulfilled"
	StatusExpiring   Status = "expiring"
	StatusExempt     Status = "exempt"
	StatusPaused     Status = "paused"
	StatusExpired    Status = "expired"
	StatusOverdue    Status = "overdue"
	StatusInGrace    Status = "in_grace"
	StatusInProgress Status = "in_progress" // the person's own page only
	StatusOpen       Status = "open"
	StatusUndated    Status = "undated"
)

// Statuses lists the public codes in the order of REPORT.md §2.
func Statuses() []Status {
	return []Status{StatusFulfilled, StatusExpiring, StatusExempt, StatusPaused, StatusExpired,
		StatusOverdue, StatusInGrace, StatusOpen, StatusUndated}
}

// Fulfilled reports a valid completion (fulfilled, expiring): the numerator of
// both rates.
func (s Status) Fulfilled() bool { return s == StatusFulfilled || s == StatusExpiring }

// Late reports that due and grace are over (overdue, expired).
func (s Status) Late() bool { return s == StatusOverdue || s == StatusExpired }

// ToDo reports that the person has something to do.
func (s Status) ToDo() bool {
	switch s {
	case StatusExpired, StatusOverdue, StatusInGrace, StatusInProgress, StatusOpen, StatusUndated:
		return true
	default:
		return false
	}
}

// Counted reports that the row is in the denominator of the fulfilment rate:
// neither exempt nor paused (REPORT.md §3).
func (s Status) Counted() bool {
	return s != StatusNone && s != StatusExempt && s != StatusPaused
}

// Public is the code that others than the person may see, and that is hashed:
// in_progress is open.
func (s Status) Public() Status {
	if s == StatusInProgress {
		return StatusOpen
	}
	return s
}

// Status on day; the SQL function duty_status says the same.
func (d Dates) Status(day calendar.Date) Status {
	g, ok := d.Governing(day)
	if !ok {
		return StatusNone
	}
	return g.Status
}
