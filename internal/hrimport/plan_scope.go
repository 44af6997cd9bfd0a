package hrimport

import "zaemme/internal/people"

// planScope finds the departments of Options.Scope and refuses lines of other
// ones: whoever is missing would leave a department that the file does not speak
// of.
func (p *planner) planScope() {
	if p.options.Scope == "" {
		return
	}
	root := p.roster.Departments[p.options.Scope]
	if root == nil {
		p.problems = append(p.problems, Problem{Severity: severe, Key: keyScopeUnknown})
		return
	}
	before, after := map[string]string{}, map[string]string{}
	for code, entry := range p.roster.Departments {
		before[code], after[code] = entry.Parent, entry.Parent
	}
	for _, one := range p.change.Departments {
		after[one.Code] = one.After.Parent
	}
	p.scope = map[string]bool{}
	for code := range before {
		if isBelow(before, code, p.options.Scope) {
			p.scope[code] = true
		}
	}
	for i, row := range p.file.Rows {
		if code := p.codes[i]; code != "" && !p.scope[code] && !isBelow(after, code, p.options.Scope) {
			p.problem(row.Line, fieldUnit, severe, keyOutsideScope, map[string]any{"unit": root.Name})
		}
	}
}

// isBelow reports whether code is root or lies below it.
func isBelow(parents map[string]string, code, root string) bool {
	for n := 0; code != "" && n <= len(parents); n++ {
		if code == root {
			return true
		}
		code = parents[code]
	}
	return false
}

// concerned reports whether the file speaks of the person: everybody, or who
// works in its department.
func (p *planner) concerned(entry *people.PersonEntry) bool {
	if p.options.Scope == "" {
		return true
	}
	for _, e := range entry.Employments {
		if e.At(p.effective) && p.scope[e.Department] {
			return true
		}
	}
	return false
}
