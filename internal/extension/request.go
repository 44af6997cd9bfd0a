package extension

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"

	"zaemme/internal/course"
	"zaemme/internal/i18n"
)

// State of a request.
type State string

// The states.
const (
	Waiting   State = "waiting"
	Granted   State = "granted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn" // by the person
	Lapsed    State = "lapsed"    // there was nothing left to extend
)

// Request is one request for more time.
type Request struct {
	ID        int64
	UID       string
	PersonID  int64
	CourseID  int64
	AskedAt   time.Time
	DueOn     calendar.Date // when it was asked
	WantedOn  calendar.Date
	Reason    string // a code of curriculum.ExtensionReasons
	State     State
	DecidedAt time.Time // zero while it waits
	DecidedBy int64
	GrantedOn calendar.Date // the new due date, none unless granted
	EventID   int64
}

// Asking is a request in the list of who decides.
type Asking struct {
	Request
	PersonUID           string
	LastName, FirstName string
	Department          string // of the main employment today
}

// Name of the person.
func (a Asking) Name() string { return a.FirstName + " " + a.LastName }

// Service asks and decides. It is safe for concurrent use.
type Service struct {
	Ledger     *ledger.Ledger
	Curriculum *curriculum.Service
	Courses    *course.Catalogue
	Press      *letter.Press
	Texts      *i18n.Bundle
}
