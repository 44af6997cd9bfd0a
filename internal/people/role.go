package people

// Role is a role that is granted; manager and deputy follow from the
// organisation and are not granted (DOMAIN.md §4.2).
type Role string

// The roles.
const (
	RoleHR            Role = "hr"             // curricula, rules, imports; all names, logged
	RoleAuthor        Role = "author"         // course content; no person data
	RoleManagement    Role = "management"     // aggregated reports; no names
	RoleAuditor       Role = "auditor"        // reports and samples, for a purpose and a time
	RolePrivacy       Role = "privacy"        // logs, register, deletion
	RoleAdmin         Role = "admin"          // technical; no results
	RoleOfficialsCare Role = "officials_care" // looks after elected members
)

// Roles in the order of lists.
var Roles = []Role{RoleHR, RoleAuthor, RoleManagement, RoleAuditor, RolePrivacy, RoleAdmin, RoleOfficialsCare}
