package report

import "zaemme/internal/people"

// madeAs is the role in which the report was asked for, in words: HR's report by the
// roles that open it, of which somebody may have both, a line's by being in charge.
func (b *book) madeAs() string {
	if b.query.By.ID == 0 {
		return b.l.T("report.command_line")
	}
	if b.query.Variant == Line {
		return b.l.T("role.manager")
	}
	var roles []string
	for _, role := range []people.Role{people.RoleHR, people.RoleAuditor} {
		if b.query.Scope.Has(role) {
			roles = append(roles, b.l.T("role."+string(role)))
		}
	}
	return b.l.List(roles)
}
