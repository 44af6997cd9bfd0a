package people

import (
	"strings"
	"time"

	"zaemme/internal/calendar"
)

// Presence is how somebody stands to the organisation on a day.
type Presence string

// The presences.
const (
	Employed Presence = "employed"
	Later    Presence = "later" // has not begun
	Gone     Presence = "gone"  // has left, or never was employed
)

// Presences in the order of lists.
var Presences = []Presence{Employed, Later, Gone}

// Answer filters by a yes or no.
type Answer string

// The answers; empty does not filter.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Access is how far somebody is with getting in.
type Access string

// The answers; empty does not filter.
const (
	AccessNever   Access = "never"   // has never signed in
	AccessInvited Access = "invited" // neither, though invited
	AccessUsed    Access = "used"
)

// Accesses in the order of lists.
var Accesses = []Access{AccessNever, AccessInvited, AccessUsed}

// DirectoryFilter narrows a list of persons; zero fields do not filter.
type DirectoryFilter struct {
	// Search has words that must all occur in name, number, mail, function or
	// department.
	Search     string
	Department int64 // with all below it
	HasPC      Answer
	Category   Category
	NoManager  bool
	Presence   Presence
	Access     Access
	Sort       DirectorySort
	Descending bool
	Limit      int // rows, 50 if zero
	Offset     int
}

// DirectorySort is a column that a list of persons sorts by.
type DirectorySort string

// The columns.
const (
	SortName       DirectorySort = "name"
	SortNumber     DirectorySort = "number"
	SortDepartment DirectorySort = "department"
)

// DirectoryEntry is a person with the main employment: of the day, else the next
// one, else the last one.
type DirectoryEntry struct {
	Person
	HasPC        bool
	Presence     Presence
	DepartmentID int64 // 0: never employed
	Department   string
	Function     string
	Category     Category
	EntryOn      calendar.Date
	ExitOn       calendar.Date
	ManagerID    int64
	BeenIn       bool       // has signed in before
	InvitedAt    *time.Time // the last invitation, nil for none
}

const maxSearchWords = 6

// words of a search as patterns for LIKE.
func words(search string) []string {
	var list []string
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	for _, word := range strings.Fields(search) {
		if len(list) < maxSearchWords {
			list = append(list, "%"+escape.Replace(word)+"%")
		}
	}
	return list
}
