package report

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// ListQuery asks for rows of a scope as a page lists them, and for the counts
// beside them.
type ListQuery struct {
	Scope      people.Scope
	Day        calendar.Date // D
	Known      time.Time     // T; zero: what is known now
	Department string        // code; "": the whole scope
	Alone      bool          // the department without those below it
	Filter     ListFilter
	Order      Order
	Descending bool
	Limit      int                  // rows; 0: all
	Offset     int                  // beyond the end: the last page
	Courses    map[int64]*Course    // all of the catalogue, by ID
	Titles     func(*Course) string // of a course, by which OrderCourse sorts
	// InReview selects person_id and course_id of the duties of some persons for
	// which evidence waits, given a condition on person_id.
	InReview func(persons string) string
	Asides   []db.Part // numbers that are read beside
}

// ListFilter narrows the rows that are listed, not what is counted. The zero
// ListFilter lists what is to do and what will have to be done soon.
type ListFilter struct {
	Group  RowGroup
	Name   string // part of first and last name in either order
	Course string // code
	Circle Circle
}

// Circle says whether persons who count in the total are listed.
type Circle string

// The circles; empty: everybody.
const (
	InTotal      Circle = "total"
	OutsideTotal Circle = "outside"
)

// Order is a column by which rows are sorted.
type Order string

// The orders; the empty one is by urgency.
const (
	OrderUrgency Order = ""
	OrderPerson  Order = "person"
	OrderCourse  Order = "course"
	OrderStatus  Order = "status"
	OrderDue     Order = "due"
)

// Listing is what is counted of a scope. Overview counts those who belong to the
// total, All everybody who is listed.
type Listing struct {
	Overview
	All    Standing
	Late   [3]int // late rows of the total by days: 1–30, 31–60, more than 60
	Ending [3]int // valid completions of the total that end within 30, 60, 90 days, each including the one before
	// Beyond are persons of the subtree at D who are not in the viewer's line today.
	Beyond int
	Chosen int       // rows that the filter leaves
	From   int       // the first row handed out, from 0
	Listed []*Course // courses with at least one row, by code
	Asides []int
}

// Standing is what a heading says of rows, whoever counts in the total.
type Standing struct {
	Persons, Rows int
	Late, Open    int           // Open: something to do, not late
	Oldest, Next  calendar.Date // earliest due date among late, among open rows; none without
}

// Listed is a row with what a page shows beside it.
type Listed struct {
	Row
	InReview bool // evidence waits to be confirmed
}

// Until is the day that matters: the due date, of what is fulfilled the last day of
// its validity; Forever where there is none, and of what is paused or exempt.
func (r Row) Until() calendar.Date {
	day := r.Due
	if r.Status.Fulfilled() {
		day = r.Cycle.ValidUntil
	}
	if day.IsZero() || r.Status == ledger.StatusPaused || r.Status == ledger.StatusExempt {
		return calendar.Forever
	}
	return day
}

// Urgency is what comes first in a list of what to do, from 0.
func Urgency(s ledger.Status) int {
	switch s {
	case ledger.StatusOverdue, ledger.StatusExpired:
		return 0
	case ledger.StatusInGrace:
		return 1
	case ledger.StatusUndated:
		return 2
	case ledger.StatusOpen, ledger.StatusInProgress:
		return 3
	case ledger.StatusExpiring:
		return 4
	case ledger.StatusPaused:
		return 5
	case ledger.StatusExempt:
		return 6
	default:
		return 7
	}
}
