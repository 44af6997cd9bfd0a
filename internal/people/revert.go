package people

import "encoding/json"

// Reverted is what taking a batch back does to the facts: a value that can be
// compared.
type Reverted struct {
	Timelines []Timeline `json:",omitempty"` // restored, by table and ID
	Withdrawn []int64    `json:",omitempty"` // persons whom the batch had made, by ID
	Names     int        `json:",omitempty"` // how many persons get the names they had
	Kept      []KeptFact `json:",omitempty"` // what stays as it is
}

// Timeline is all that is held to be true about one thing, before and after, as
// rows of its columns.
type Timeline struct {
	Table         string
	ID            int64
	Before, After json.RawMessage
}

// KeptFact is something that a batch has written and that is not taken back.
type KeptFact struct {
	What         KeptWhat
	PersonID     int64 `json:",omitempty"`
	DepartmentID int64 `json:",omitempty"`
	Why          KeptWhy
}

// KeptWhat is what stays.
type KeptWhat string

// What can stay.
const (
	KeptDepartment KeptWhat = "department"
	KeptTraits     KeptWhat = "traits"
	KeptDeputy     KeptWhat = "deputy"
	KeptEmployment KeptWhat = "employment"
	KeptAbsence    KeptWhat = "absence"
	KeptJoin       KeptWhat = "join"
	KeptIdentity   KeptWhat = "identity"
	KeptPerson     KeptWhat = "person"
)

// KeptWhy is the reason why something stays.
type KeptWhy string

// The reasons.
const (
	KeptChanged KeptWhy = "changed" // it has been changed since
	KeptNeeded  KeptWhy = "needed"  // something that stays refers to it
	KeptTaken   KeptWhy = "taken"   // its login or number is somebody else's by now
)

// revertable describes one table of dated facts.
type revertable struct {
	what    KeptWhat
	table   string
	key     string   // column that names the thing
	columns []string // all that is said of it, days included
}

// revertables in the order in which they are restored: departments last, since
// what stays of the others may need them.
var revertables = []revertable{
	{KeptTraits, "person_traits", "person_id", append(traitColumns[:len(traitColumns):len(traitColumns)], "valid_from", "valid_to")},
	{KeptDeputy, "deputies", "person_id", append(deputyColumns[:len(deputyColumns):len(deputyColumns)], "valid_from", "valid_to")},
	{KeptAbsence, "absences", "person_id", []string{"from_on", "until_on"}},
	{KeptJoin, "person_joins", "person_id", append(joinColumns[:len(joinColumns):len(joinColumns)], "valid_from", "valid_to")},
	{KeptEmployment, "employment_facts", "employment_id",
		append(employmentColumns[:len(employmentColumns):len(employmentColumns)], "valid_from", "valid_to")},
	{KeptDepartment, "department_facts", "department_id",
		append(departmentColumns[:len(departmentColumns):len(departmentColumns)], "valid_from", "valid_to")},
}
