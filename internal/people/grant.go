package people

import (
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

// MaxPurpose is the longest purpose of a grant, in bytes.
const MaxPurpose = 300

// Grant is a role of a person over a subtree of departments for a span of days.
type Grant struct {
	PersonID     int64
	Role         Role
	DepartmentID int64 // with all below it; 0: the whole organisation
	Purpose      string
	From         calendar.Date
	Until        calendar.Date // last day, Forever: open
	By           int64         // who grants; 0: the operator, at installation
}

// Check says what is wrong with the grant, by field; nothing if it may be kept.
// A grant to oneself is Forbidden, all else Invalid.
func (g Grant) Check(today calendar.Date) []error {
	var wrong []error
	add := func(kind apperr.Kind, field, key string) { wrong = append(wrong, apperr.New(kind, key, nil).At(field)) }
	if g.By != 0 && g.By == g.PersonID {
		add(apperr.Forbidden, "", "error.role.own")
	}
	if !g.Role.Known() {
		add(apperr.Invalid, "role", "error.role.unknown")
	}
	if g.DepartmentID != 0 && !g.Role.BySubtree() {
		add(apperr.Invalid, "department", "error.role.whole_only")
	}
	switch {
	case g.From.IsZero() || (g.By != 0 && g.From < today):
		add(apperr.Invalid, "from", "error.role.from_past")
	case g.Until < g.From:
		add(apperr.Invalid, "until", "error.role.until_early")
	case g.Role.Documented() && g.Until >= g.From.AddMonths(12):
		add(apperr.Invalid, "until", "error.role.needs_end")
	}
	if g.Role.Documented() && strings.TrimSpace(g.Purpose) == "" {
		add(apperr.Invalid, "purpose", "error.role.needs_purpose")
	}
	if len(g.Purpose) > MaxPurpose {
		add(apperr.Invalid, "purpose", "error.role.purpose_long")
	}
	return wrong
}

// GrantState is how a grant stands to a day.
type GrantState string

// The states.
const (
	GrantHolds GrantState = "holds"
	GrantLater GrantState = "later" // begins after the day
	GrantEnded GrantState = "ended"
)

// GrantStates in the order of lists.
var GrantStates = []GrantState{GrantHolds, GrantLater, GrantEnded}

// GrantEntry is a grant as lists show it.
type GrantEntry struct {
	ID int64
	Grant
	Person     Person
	Department string // name today; empty: the whole organisation
	Granter    string // name, empty: at installation
	GrantedAt  time.Time
	State      GrantState
}

// GrantFilter narrows a list of grants; zero fields do not filter.
type GrantFilter struct {
	ID       int64
	PersonID int64
	Search   string // words that must all occur in name or number
	Role     Role
	State    GrantState
	Sort     GrantSort
	// Descending turns the order of Sort round.
	Descending bool
	Limit      int // rows, 50 if zero
	Offset     int
}

// GrantSort is a column that a list of grants sorts by.
type GrantSort string

// The columns; without one, what has ended comes last, then by role and name.
const (
	GrantByName GrantSort = "name"
	GrantByRole GrantSort = "role"
	GrantByFrom GrantSort = "from"
	GrantByTime GrantSort = "time" // when it was granted
)

// GrantAct is one act on somebody's roles.
type GrantAct struct {
	At         time.Time
	Actor      string // name, empty: at installation
	Ended      bool   // else granted
	Role       Role
	Department string // empty: the whole organisation
	Purpose    string
	From       calendar.Date
	Until      calendar.Date // last day, Forever: open
}
