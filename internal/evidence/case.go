package evidence

import (
	"crypto/rand"
	"io"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/curriculum"
	"zaemme/internal/ledger"
)

// Kind of a case.
type Kind string

// The kinds.
const (
	Recognition Kind = "recognition"
	Correction  Kind = "correction"
	Practical   Kind = "practical" // a task that the person reports as carried out
)

// State of a case.
type State string

// The states.
const (
	Waiting   State = "waiting" // «in Prüfung»
	Confirmed State = "confirmed"
	Refused   State = "refused"
	Withdrawn State = "withdrawn" // by who proposed it
	Lapsed    State = "lapsed"    // confirmed, but it brought nothing any more
)

// Act is what a correction does.
type Act string

// The acts. Exemptions and extensions can only be voided.
const (
	Void   Act = "void"   // the entry was never right
	Day    Act = "day"    // the completion was on another day
	Revoke Act = "revoke" // the completion counts no longer, from today on
)

// CorrectionReasons are the codes for a correction.
var CorrectionReasons = []string{"wrong_person", "wrong_course", "wrong_day", "not_attended", "invalid", "typing"}

// Case is one thing that is proposed, and perhaps decided.
type Case struct {
	ID                 int64
	UID                string
	Kind               Kind
	PersonID, CourseID int64
	State              State
	ProposedBy         int64
	ProposedAt         time.Time
	DecidedBy          int64
	DecidedAt          time.Time
	Reason             string        // of a correction, or why a practical task was refused
	Day                calendar.Date // of the evidence; of a correction by Day the right one
	Issuer             string
	Scan               []byte // hash of the file, nil: none
	Act                Act
	Corrects           int64 // event
	EventID            int64
	BatchID            int64
	SessionID          int64         // the training at which the person was, 0: none
	CorrectsKind       ledger.Kind   // of the event that is to be corrected
	CorrectsOn         calendar.Date // its effective day
	VersionID          int64         // of a practical task: what the person has read
	ContentLanguage    string        // in which they have
	SettingsHash       []byte        // with which placeholders
	Note               string        // what they said to it
}

// Own reports that the person has handed it in themselves.
func (c Case) Own() bool { return c.ProposedBy == c.PersonID }

// Pending is a case that waits, with the names that its page shows.
type Pending struct {
	Case
	PersonUID, LastName, FirstName string
	Proposer                       string
	Department                     string
}

// Name of the person concerned.
func (p Pending) Name() string { return p.FirstName + " " + p.LastName }

// Service proposes and confirms. It is safe for concurrent use.
type Service struct {
	ledger     *ledger.Ledger
	curriculum *curriculum.Service
	courses    *course.Catalogue
	random     io.Reader // of evidence numbers
}

// New makes a service.
func New(l *ledger.Ledger, c *curriculum.Service, courses *course.Catalogue) *Service {
	return &Service{ledger: l, curriculum: c, courses: courses, random: rand.Reader}
}
