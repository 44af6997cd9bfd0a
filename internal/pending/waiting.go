package pending

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Kind of what waits.
type Kind string

// The kinds. Those that come after Attendance concern everybody.
const (
	Extensions  Kind = "extensions"  // more time was asked for
	Corrections Kind = "corrections" // of the ledger, for a second person
	Evidence    Kind = "evidence"    // in review, for a second person
	Sessions    Kind = "sessions"    // held and recorded, for a second person
	Attendance  Kind = "attendance"  // trainings that are over and of which nobody has said who was there
	Imports     Kind = "imports"     // HR's lists that were read and not applied
	Running     Kind = "running"     // HR's lists that are being computed or applied: nobody has to do anything
	Failed      Kind = "failed"      // HR's lists of which that came to nothing
	Previews    Kind = "previews"    // any other change that was shown and not applied
	Working     Kind = "working"     // other changes that are being computed or applied: nobody has to do anything
	Stuck       Kind = "stuck"       // other changes of which that came to nothing
	Undo        Kind = "undo"        // changes to be taken back
	Lists       Kind = "lists"       // of trainings held elsewhere, for a second person
	Feedback    Kind = "feedback"    // said, and not answered
	Drafts      Kind = "drafts"      // of courses, for a second person
	Reviews     Kind = "reviews"     // of courses, whose day has come
	Payroll     Kind = "payroll"     // months that are over, have something to hand over and are not closed
	Reports     Kind = "plans"       // planned reports that stand still: who owned them has left, or may no longer
)

// Runs reports whether nobody has to do anything about the kind.
func (k Kind) Runs() bool { return k == Running || k == Working }

// Item is one kind of what waits.
type Item struct {
	Kind   Kind
	Count  int
	Own    int           // of Count: what the viewer has handed in, so that somebody else decides
	Oldest calendar.Date // since when the oldest waits, none if nothing does
	Month  calendar.Date // of Payroll alone: the oldest month, its first day
}

// Viewer is who asks, and when.
type Viewer struct {
	// Scope is whom the viewer sees as HR.
	Scope people.Scope
	// Decide is for whom the viewer may decide about more time (people.Scope.ForLeading).
	Decide people.Scope
	// Confirm is for whom the viewer may confirm (evidence.Confirmers).
	Confirm people.Scope
	Now     time.Time
}
