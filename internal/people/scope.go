package people

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Scope is what a viewer may see of persons on a day: the own line by name
// (reports, direct and indirect, departments headed, and the line of whom the
// viewer deputises for), everybody with the role HR, elected members with the
// role officials_care, or only the own person. No other role names anybody.
// Rights are judged today, whatever day a report is about (REPORT.md §1).
type Scope struct {
	Viewer int64
	Day    calendar.Date
	// Everyone is set for HR without a department limit.
	Everyone bool
	// Line is set where the viewer leads or deputises for somebody who leads.
	Line       bool
	roles      []Role
	principals []int64 // the viewer, and whom the viewer deputises for
	roots      []int64 // departments for which HR is granted
	officials  []int64 // departments of elected members, for who looks after them
	past       bool    // see Then
	audits     []int64 // departments for which Revision is granted, 0: all
}

// Has reports whether the role is granted on the day, anywhere.
func (s Scope) Has(role Role) bool { return slices.Contains(s.roles, role) }

// ForRoles is whom the viewer may name where roles are granted and looked up:
// everybody for administration and data protection, nobody else for others. It
// shows name, number and department; duties are read with the Scope itself.
func (s Scope) ForRoles() Scope {
	return Scope{Viewer: s.Viewer, Day: s.Day, Everyone: s.Has(RoleAdmin) || s.Has(RolePrivacy), roles: s.roles}
}

// ScopeOfProgram is whom another program may read of by its key: everybody, or who
// works in the department today, or below it.
func ScopeOfProgram(department int64, today calendar.Date) Scope {
	if department == 0 {
		return Scope{Day: today, Everyone: true}
	}
	return Scope{Day: today, roots: []int64{department}}
}

// ForHR is whom the viewer sees by the role HR alone: what HR's pages show goes
// beyond what a manager sees of the own line.
func (s Scope) ForHR() Scope {
	return Scope{Viewer: s.Viewer, Day: s.Day, Everyone: s.Everyone, roles: s.roles, roots: s.roots}
}

// ForReports is whom HR's report may hold: HR by its role, Revision by its grant,
// which has a purpose and an end.
func (s Scope) ForReports() Scope {
	out := s.ForHR()
	for _, id := range s.audits {
		if id == 0 {
			out.Everyone = true
		} else if !slices.Contains(out.roots, id) {
			out.roots = append(slices.Clone(out.roots), id)
		}
	}
	return out
}

// ForLeading is for whom the viewer may do something, such as renew a card: the
// own line, and whom HR sees. Who looks after elected members reads how they
// stand, and changes nothing of theirs.
func (s Scope) ForLeading() Scope {
	s.officials = nil
	return s
}

// ForLine is the own line alone, by name: nobody whom the viewer sees by a granted
// role.
func (s Scope) ForLine() Scope {
	return Scope{Viewer: s.Viewer, Day: s.Day, Line: s.Line, roles: s.roles, principals: s.principals}
}

// ReadsFigures reports whether the viewer reads figures of everybody and nobody's:
// the tables of month ends (DESIGN.md §1.5, zone C).
func (s Scope) ReadsFigures() bool { return slices.ContainsFunc(FigureReaders, s.Has) }

// ForAccess is whom the viewer may help with signing in: everybody for the
// administration, else whom HR sees.
func (s Scope) ForAccess() Scope {
	help := s.ForHR()
	help.Everyone = help.Everyone || s.Has(RoleAdmin)
	return help
}

// ByHR reports whether everybody in the scope is there by the role HR, so that
// one file may hold what HR reads of all of them.
func (s Scope) ByHR() bool {
	return s.Everyone || len(s.roots) > 0 && !s.Line && len(s.officials) == 0
}

// Then is the scope as a condition on another day: who was in the line on that day,
// only in the time in which the viewer, or whom the viewer deputised for then, was
// in charge. Who may be read by name is judged by the scope itself.
func (s Scope) Then(day calendar.Date) Scope {
	s.Day, s.past = day, true
	return s
}

// Where is an SQL condition on the person column, with its named arguments: the
// WHERE of every list of persons. The viewer is included only where HR or a
// line of somebody else includes them.
func (s Scope) Where(column string) (string, map[string]any) {
	if s.Everyone {
		// named, since GORM refuses named arguments for SQL that names none
		return "cast(@scope_everyone as boolean)", map[string]any{"scope_everyone": true}
	}
	roots := slices.Concat(s.roots, s.officials)
	args := map[string]any{"scope_day": s.Day, "scope_principals": db.Numbers(s.principals), "scope_roots": db.Numbers(roots)}
	principals := `cast(@scope_principals as bigint[])`
	if s.past {
		args["scope_viewer"] = s.Viewer
		principals = `array(
			select led from unnest(cast(@scope_principals as bigint[])) led
			where led = @scope_viewer or exists (
				select from deputies d where d.person_id = led and d.deputy_id = @scope_viewer and d.valid_from <= @scope_day
					and d.valid_to > @scope_day and d.known_to = '9999-12-31 00:00:00+00'))`
	}
	line := `select person_id from people_line(` + principals + `, cast(@scope_day as date))`
	if len(roots) == 0 {
		return column + ` in (` + line + `)`, args
	}
	return column + ` in (
		` + line + `
		union
		select person_id from people_within(cast(@scope_roots as bigint[]), cast(@scope_day as date)))`, args
}

// Name is the scope in the access log.
func (s Scope) Name() string {
	switch {
	case s.Everyone:
		return "everyone"
	case len(s.roots) > 0:
		return "departments"
	case len(s.officials) > 0:
		return "officials"
	case s.Line:
		return "line"
	default:
		return "self"
	}
}

// Department reports whether the viewer may see the department of the
// organisation, with its counts: for HR of the whole organisation any, else what
// lies in or below a department that HR is granted for, or that the viewer or
// whom the viewer deputises for heads, or of elected members whom the viewer
// looks after. o is the organisation on the day of the scope.
func (s Scope) Department(o *Org, department int64) bool {
	if s.Everyone {
		return o.Departments[department] != nil
	}
	for _, d := range o.Path(department) {
		if slices.Contains(s.roots, d.ID) || slices.Contains(s.officials, d.ID) || d.HeadID != 0 && slices.Contains(s.principals, d.HeadID) {
			return true
		}
	}
	return false
}
