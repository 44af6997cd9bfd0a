package ledger

import (
	"encoding/json"
	"time"

	"zaemme/internal/calendar"
)

// Kind of an event (DESIGN.md §5.1).
type Kind string

// The kinds. Every one but KindAssigned and KindTaken needs a duty in force on
// its effective day.
const (
	KindAssigned     Kind = "assigned"     // opens or reopens a cycle
	KindDueSet       Kind = "due_set"      // moves due, grace, validity or window
	KindStarted      Kind = "started"      // first answer or «gelesen»
	KindCompleted    Kind = "completed"    // passed online or by test-out
	KindAcknowledged Kind = "acknowledged" // with How a completion, else a note that moves no date
	KindRecorded     Kind = "recorded"     // classroom, paper, external, equivalence, imported, practical
	KindExempted     Kind = "exempted"     // from the effective day until ExemptUntil
	KindExtended     Kind = "extended"     // a later due date for one person
	KindPaused       Kind = "paused"       // PauseFrom to PauseUntil, incl. the return grace
	KindResumed      Kind = "resumed"      // the pause ended before EffectiveOn, or on PauseUntil
	KindWithdrawn    Kind = "withdrawn"    // the duty ends; no row from the effective day on
	KindRevoked      Kind = "revoked"      // the completion of the cycle counts no longer
	KindCorrected    Kind = "corrected"    // voids an event; with Replaces it stands in for it
	KindTaken        Kind = "taken"        // completed without a duty; counts when one follows
)

// How something was fulfilled.
type How string

// The ways.
const (
	HowOnline      How = "online"
	HowTestOut     How = "test_out"
	HowClassroom   How = "classroom"
	HowPaper       How = "paper"
	HowExternal    How = "external"
	HowEquivalence How = "equivalence"
	HowImported    How = "imported"
	HowPractical   How = "practical" // a task at work that a superior has confirmed
)

// Difference is the variant of a renewal for which it is enough to learn what has
// changed since the version that was completed. It is no code of a course.
const Difference = "difference"

// Reason is a rule that asks for the duty, in the version in force.
type Reason struct {
	Rule    int64 `json:"rule"`
	Version int32 `json:"version"`
}

// Event is one fact about a duty. It is immutable once appended. The zero value
// of a field means «not stated» and is stored as NULL; a date that is not stated
// moves nothing. Whoever moves a date writes it finished: Fold knows no calendar.
type Event struct {
	ID          int64 // given by Append
	PersonID    int64
	CourseID    int64
	Cycle       int16 // from 1
	Kind        Kind
	EffectiveOn calendar.Date // the day from which it holds; of a completion its day
	RecordedAt  time.Time     // given by Append: the transaction's stamp, UTC, µs
	ActorID     int64         // 0: the system
	Reason      string        // a code from a list, never free text

	Voids    int64 // of a correction: the event it voids
	Replaces bool  // of a correction: its columns stand in for the voided event's

	DueOn       calendar.Date
	GraceUntil  calendar.Date // last day of grace; Append sets it to DueOn if not stated
	PauseFrom   calendar.Date // Append: EffectiveOn if not stated
	PauseUntil  calendar.Date // last day; of KindPaused Forever if not stated
	ExemptUntil calendar.Date // last day; of KindExempted Forever if not stated
	ValidUntil  calendar.Date // last day; of a completion Forever if not stated
	WindowFrom  calendar.Date // first day of the renewal window

	// Terms in force.
	Mandatory      *bool // nil: unchanged, true at the first assignment
	ValidityMonths *int16
	ValidityDay    calendar.YearDay // until that day of each year, besides or instead of months
	Variant        string           // of the content: empty the full one, Difference, else the code of the course that stands in
	TestOut        *bool
	RuleID         int64 // the rule whose date governs
	RuleVersion    int32
	Reasons        []Reason        // every rule that asks for it
	Calculation    json.RawMessage // steps of the due date as shown; opaque here

	// Of a completion.
	VersionID       int64
	ContentLanguage string
	SettingsHash    []byte // state of the placeholders the person saw
	How             How
	EvidenceNo      string // unique; see NewEvidenceNo
	SourceEvent     int64  // of an equivalence: the completion it rests on
	ConfirmedBy     int64  // neither actor nor person
	BatchID         int64
}

// completes reports that an event, taken by itself, is a completion. A correction
// completes if what it replaces does; Fold knows that.
func completes(kind Kind, how How) bool {
	switch kind {
	case KindCompleted, KindRecorded, KindTaken:
		return true
	case KindAcknowledged:
		return how != ""
	default:
		return false
	}
}
