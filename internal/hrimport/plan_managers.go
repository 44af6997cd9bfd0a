package hrimport

import (
	"strings"

	"zaemme/internal/people"
)

// planManagers decides on each row's manager: somebody of the file or on record,
// not the person. A link that fails is left out with a warning; a circle stops
// the import, for nobody knows which of its links is the wrong one.
func (p *planner) planManagers() {
	p.managers = make([]string, len(p.file.Rows))
	above := map[string][]string{} // person → managers accepted so far
	for i, row := range p.file.Rows {
		if row.ManagerNo == "" {
			continue
		}
		note := func(severity Severity, key string) { p.problem(row.Line, fieldManager, severity, key, nil) }
		switch {
		case row.ManagerNo == row.PersonnelNo:
			note(mild, keyManagerSelf)
		case len(p.rows[row.ManagerNo]) == 0 && p.roster.Persons[row.ManagerNo] == nil:
			note(mild, keyManagerUnknown)
		case reaches(above, row.ManagerNo, row.PersonnelNo, map[string]bool{}):
			p.problem(row.Line, fieldManager, severe, keyManagerCircle, map[string]any{"chain": chain(above, row.PersonnelNo, row.ManagerNo)})
		default:
			if len(p.rows[row.ManagerNo]) == 0 && !p.options.partial() {
				note(mild, keyManagerMissing)
			}
			p.managers[i] = row.ManagerNo
			above[row.PersonnelNo] = append(above[row.PersonnelNo], row.ManagerNo)
		}
	}
}

// reaches reports whether to stands above from.
func reaches(above map[string][]string, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, next := range above[from] {
		if reaches(above, next, to, seen) {
			return true
		}
	}
	return false
}

// chain is the circle that a manager would close, upwards by personnel number:
// «00125 → 00123 → 00124 → 00125».
func chain(above map[string][]string, person, manager string) string {
	links := []string{person, manager}
	seen := map[string]bool{}
	for at := manager; at != person && !seen[at]; {
		seen[at] = true
		for _, next := range above[at] {
			if reaches(above, next, person, map[string]bool{}) {
				at = next
				break
			}
		}
		links = append(links, at)
	}
	return strings.Join(links, " → ")
}

// deputy is the standing deputy the person's rows name, with the same care.
func (p *planner) deputy(rows []int) string {
	for _, i := range rows {
		row := p.file.Rows[i]
		switch {
		case row.DeputyNo == "":
			continue
		case row.DeputyNo == row.PersonnelNo:
			p.problem(row.Line, fieldDeputy, mild, keyDeputySelf, nil)
		case len(p.rows[row.DeputyNo]) == 0 && p.roster.Persons[row.DeputyNo] == nil:
			p.problem(row.Line, fieldDeputy, mild, keyDeputyUnknown, nil)
		default:
			return row.DeputyNo
		}
	}
	return ""
}

// planDeputy plans the deputy where the file has the column.
func (p *planner) planDeputy(change *people.PersonChange, entry *people.PersonEntry, rows []int) {
	if !p.file.Has(fieldDeputy) {
		return
	}
	before := ""
	if entry != nil {
		before = entry.Deputy
	}
	if after := p.deputy(rows); after != before {
		change.Deputy = &people.DeputyChange{Before: before, After: after, From: p.effective}
	}
}
