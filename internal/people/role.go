package people

import "slices"

// Role is a role that is granted; manager and deputy follow from the
// organisation and are not granted (DOMAIN.md §4.2).
type Role string

// The roles.
const (
	RoleHR            Role = "hr"             // curricula, rules, imports; all names, logged
	RoleAuthor        Role = "author"         // course content; no person data
	RoleTrainer       Role = "trainer"        // attendance of own classroom sessions
	RoleManagement    Role = "management"     // aggregated reports; no names
	RoleAuditor       Role = "auditor"        // reports and samples, for a purpose and a time
	RolePrivacy       Role = "privacy"        // logs, register, deletion
	RoleAlliance      Role = "alliance"       // shared catalogue and benchmark; never a name
	RoleAdmin         Role = "admin"          // technical; no results
	RoleOfficialsCare Role = "officials_care" // looks after elected members
)

// Roles in the order of lists.
var Roles = []Role{
	RoleHR, RoleAuthor, RoleTrainer, RoleManagement, RoleAuditor, RolePrivacy, RoleAlliance, RoleAdmin, RoleOfficialsCare,
}

// FigureReaders are the roles that read figures and nobody's.
var FigureReaders = []Role{RoleManagement, RoleAuditor, RoleHR}

// Known reports whether there is such a role.
func (r Role) Known() bool { return slices.Contains(Roles, r) }

// BySubtree reports whether the role may be granted for a part of the
// organisation. What concerns everybody at once has no part.
func (r Role) BySubtree() bool {
	switch r {
	case RoleHR, RoleTrainer, RoleManagement, RoleAuditor:
		return true
	default:
		return false
	}
}

// Documented reports whether a grant needs a purpose and an end (DOMAIN.md §4.2:
// «only by documented, time-limited grant»).
func (r Role) Documented() bool { return r == RoleAuditor }
