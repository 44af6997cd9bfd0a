package pending

import (
	"time"

	"zaemme/internal/task"
)

// Step is how far an import of one of HR's lists is.
type Step string

// The steps. Computing and Applying end by themselves; all others wait for somebody.
const (
	Computing  Step = "computing"  // the preview
	Applying   Step = "applying"   // the preview that was shown
	Deciding   Step = "deciding"   // the preview waits
	Outdated   Step = "outdated"   // something has changed meanwhile: the preview has to be computed anew
	Unfinished Step = "unfinished" // there is no preview, the file has to be read in again
)

// Import is a list of HR's on its way.
type Import struct {
	Step  Step
	UID   string // of the plan; of the task where there is none yet
	Plan  bool   // UID is a plan's
	Task  string // uid of the task that is under way; only its owner may look at it
	Title string // name of the file
	List  string // as hrimport.List; empty: not known
	ByID  int64  // who read it in, 0: the system
	By    string
	Since time.Time
	// Failure is why the last attempt to compute or apply it came to nothing, nil: none did.
	Failure *task.Failure
}
