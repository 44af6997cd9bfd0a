package session

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/evidence"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/people"
)

// State of a session.
type State string

// The states.
const (
	Planned   State = "planned"
	Cancelled State = "cancelled"
	Recorded  State = "recorded" // «in Prüfung»: somebody else has to confirm it
	Decided   State = "decided"
)

// Circle is who may sign up.
type Circle string

// The circles.
const (
	Invited Circle = "invited" // nobody: who runs it puts people on the list
	Line    Circle = "line"    // the line of the owner
	All     Circle = "all"     // everybody who is employed
)

// Session is one training in person.
type Session struct {
	ID         int64
	UID        string
	CourseID   int64
	VersionID  int64 // what was taught, 0 before it is recorded
	OwnerID    int64 // who planned or recorded it
	TrainerID  int64 // who holds it and ticks off: the owner, or somebody else with an account; else 0
	Trainer    string
	HeldOn     calendar.Date
	StartsAt   string // «14:00», Europe/Zurich; empty: not stated
	Minutes    int
	Place      string
	State      State
	Circle     Circle
	Seats      int // 0: as many as come
	Quiz       bool
	Sequence   int
	Scan       []byte // hash of the signed list, nil: none
	CreatedAt  time.Time
	RecordedBy int64
	RecordedAt time.Time
}

// How it counts: with a quiz on paper, or by having been there.
func (s Session) How() ledger.How {
	if s.Quiz {
		return ledger.HowPaper
	}
	return ledger.HowClassroom
}

// RunBy reports whether the viewer runs the session: who planned it, and HR of the
// whole organisation.
func (s Session) RunBy(scope people.Scope) bool {
	return s.OwnerID == scope.Viewer || scope.Everyone
}

// HeldBy reports whether the viewer holds the session: ticks off who is there, has
// the list and the quiz on paper, and may do nothing else with it.
func (s Session) HeldBy(viewer int64) bool { return s.TrainerID != 0 && s.TrainerID == viewer }

// SeatState is how somebody stands on the list.
type SeatState string

// The states of a seat.
const (
	Seated    SeatState = "seated"
	Waiting   SeatState = "waiting" // until a seat is free
	Withdrawn SeatState = "withdrawn"
)

// Attendee is one person on the list of a session.
type Attendee struct {
	PersonID            int64
	PersonUID           string
	LastName, FirstName string
	PersonnelNo         string
	Department          string // of the main employment today
	State               SeatState
	Since               time.Time
	Present             *bool // nil: nobody has said
	Passed              *bool // of a quiz on paper
	InScope             bool  // belongs to whom the viewer may name
	Evidence            evidence.State
	Proposer            int64  // of the evidence
	Reason              string // why the evidence was refused: one of evidence.RefusalReasons
}

// Name of the person.
func (a Attendee) Name() string { return a.FirstName + " " + a.LastName }

// Was reports that the person was there, and passed where there was a quiz.
func (a Attendee) Was(quiz bool) bool {
	return a.Present != nil && *a.Present && (!quiz || a.Passed != nil && *a.Passed)
}

// Service has the use cases. It is safe for concurrent use.
type Service struct {
	Evidence *evidence.Service
	Courses  *course.Catalogue
	Press    *letter.Press
	Texts    *i18n.Bundle
}

// Start is when it begins, by the clock in Switzerland; the start of the day where no
// time is stated.
func (s Session) Start() time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s.HeldOn.String()+" "+s.StartsAt, calendar.Zurich)
	if err != nil {
		return s.HeldOn.Time()
	}
	return at
}
