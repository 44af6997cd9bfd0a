package ledger

import "time"

// Damage says what is wrong with a row.
type Damage string

// The kinds of damage.
const (
	Changed    Damage = "changed"    // it says something else than when it was sealed
	Missing    Damage = "missing"    // it is gone
	Added      Damage = "added"      // it was put in afterwards, with an older date
	Chain      Damage = "chain"      // the seal itself does not fit
	Projection Damage = "projection" // it is not what the events yield; Rebuild mends it
)

// Broken names the first row that is not as it must be.
type Broken struct {
	What  Damage
	Table string
	ID    int64 // 0 for projections, which have none
	Seal  int64 // whose span the row falls into, 0 for projections
	// PersonUID and CourseCode say whose duty it is, empty if the row concerns no
	// person, or is gone.
	PersonUID  string
	CourseCode string
	ValidFrom  string // of a slice
}

// Verdict is what verification found.
type Verdict struct {
	Seals  int
	Rows   int64     // covered by seals
	Until  time.Time // the end of the last seal
	Last   int64     // number of the last seal
	Duties int64     // whose projections were recomputed
	Broken *Broken   // nil: everything holds
}

// Progress is reported now and then during verification.
type Progress struct {
	Seals  int
	Rows   int64
	Duties int64
}
