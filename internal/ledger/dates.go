package ledger

import (
	"time"

	"zaemme/internal/calendar"
)

// Always is the open end of known time, as Forever is of valid time.
var Always = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// Cycle holds the dates of one cycle (Durchgang). A zero date means there is
// none. Days named until are the last day, inclusive.
type Cycle struct {
	No            int16 `gorm:"column:cycle"`
	AssignedOn    calendar.Date
	OriginalDueOn calendar.Date // as first set
	DueOn         calendar.Date // as it holds
	GraceUntil    calendar.Date // ≥ DueOn
	ExtendedUntil calendar.Date
	LapseDueOn    calendar.Date // due date moved after the completion: holds once that has ended
	StartedOn     calendar.Date
	CompletedOn   calendar.Date // of the completion that counts, not revoked
	ValidUntil    calendar.Date // of it; Forever: never ends
	WindowFrom    calendar.Date // of it; zero: no renewal window
	RuleID        int64
	RuleVersion   int32
	VersionID     int64 // course version of the completion
	How           How
	EvidenceNo    string
	AssignedEvent int64
	// CompletedEvent is the event of the completion: language, settings state and
	// confirmation stand there.
	CompletedEvent int64
}

// ValidOn reports a completion that is valid on day.
func (c Cycle) ValidOn(day calendar.Date) bool {
	return c.CompletedOn != 0 && c.CompletedOn <= day && day <= c.ValidUntil
}

// Dates is all that Fold yields for one duty from one day on: the newest cycle
// assigned, and of the other cycles the one whose completion still counts (else
// the last completed one). Comparable with ==.
type Dates struct {
	Cycle `gorm:"embedded"`
	// Prev has No 0 if no other cycle was completed.
	Prev Cycle `gorm:"embedded;embeddedPrefix:prev_"`

	Mandatory   bool
	Renewal     bool          // an earlier completion was valid when the newest cycle was assigned
	Corrected   bool          // a correction concerns the duty
	WithdrawnOn calendar.Date // first day without the duty
	FirstDueOn  calendar.Date // earliest due date among the cycles since it was last assigned anew
	ExemptFrom  calendar.Date
	ExemptUntil calendar.Date
	PauseFrom   calendar.Date
	PauseUntil  calendar.Date // incl. the return grace; Forever: no end known
}

// Duty is a row of assignments: the state after everything recorded. Of what
// takes effect later, a withdrawal, exemption, pause or first assignment shows
// from its day on, a moved due date at once. A past day needs At.
type Duty struct {
	PersonID int64
	CourseID int64
	Dates    `gorm:"embedded"`
	Revision int64 // number of events of the duty
}

// ValidSlice says which Dates hold from ValidFrom to the day before NextFrom.
type ValidSlice struct {
	ValidFrom calendar.Date
	NextFrom  calendar.Date // Forever: no later slice
	Dates
}

// Slice is a row of assignment_states. It answers (D, T) if
// ValidFrom ≤ D, KnownFrom ≤ T < KnownTo and (NextFrom > D or NextKnown > T).
type Slice struct {
	PersonID  int64
	CourseID  int64
	ValidFrom calendar.Date
	NextFrom  calendar.Date // Forever: none known
	KnownFrom time.Time
	KnownTo   time.Time // Always: still held to be true
	NextKnown time.Time // since when NextFrom is known; Always: none
	Dates     `gorm:"embedded"`
}

// Holds reports that the slice answers for (day, known).
func (s Slice) Holds(day calendar.Date, known time.Time) bool {
	return s.ValidFrom <= day && !s.KnownFrom.After(known) && s.KnownTo.After(known) &&
		(s.NextFrom > day || s.NextKnown.After(known))
}

// Open reports that the newest cycle is assigned and not completed.
func (d Dates) Open() bool { return d.AssignedOn != 0 && d.CompletedOn == 0 }

// ActiveOn reports that the person has the duty on day, fulfilled or not.
func (d Dates) ActiveOn(day calendar.Date) bool {
	_, ok := d.Governing(day)
	return ok
}

// NextCycle is the number that an assignment on day has to carry so that it
// opens a cycle of its own: after a gap, or for a renewal. A duty that is not in
// force (withdrawn, only taken) takes up a completion that is still valid, in its
// cycle: it counts again. Who returns within the term of DESIGN.md §6 goes on in
// d.No instead.
func (d Dates) NextCycle(day calendar.Date) int16 {
	newest := d.Cycle
	if d.Prev.No > d.No {
		newest = d.Prev
	}
	inForce := d.AssignedOn != 0 && (d.WithdrawnOn == 0 || d.WithdrawnOn > day)
	if !inForce && newest.ValidOn(day) {
		return newest.No
	}
	return newest.No + 1
}
