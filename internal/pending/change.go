package pending

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/task"
)

// Step is how far a change is.
type Step string

// The steps. Computing and Applying end by themselves; all others wait for somebody.
const (
	Computing  Step = "computing"  // the preview
	Applying   Step = "applying"   // the preview that was shown
	Deciding   Step = "deciding"   // the preview waits
	Outdated   Step = "outdated"   // something has changed meanwhile: the preview has to be computed anew
	Unfinished Step = "unfinished" // there is no preview, it has to be begun again
)

// Change is a list of HR's, or another change, on its way.
type Change struct {
	Kind  change.Kind
	Step  Step
	UID   string // of the plan; of the task where there is none yet
	Plan  bool   // UID is a plan's
	Task  string // uid of the task that is under way; only its owner may look at it
	Title string // of a list the name of its file
	List  string // as hrimport.List; empty: no list, or not known
	ByID  int64  // who began it, 0: the system
	By    string
	Since time.Time
	// EffectiveOn and ExpiresAt are the plan's, zero without one.
	EffectiveOn calendar.Date
	ExpiresAt   time.Time
	// Failure is why the last attempt to compute or apply it came to nothing, nil: none did.
	Failure *task.Failure
}

// Runs reports whether nobody has to do anything.
func (c Change) Runs() bool { return c.Step == Computing || c.Step == Applying }
