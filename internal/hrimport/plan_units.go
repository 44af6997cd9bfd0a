package hrimport

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// unit is a node of the file's department tree. One with a code of the file is
// known by it; one without is known by the names from the top.
type unit struct {
	code     string // of the department: from the file, matched, or made
	coded    bool   // the file gives the code
	path     []string
	parent   *unit
	children []*unit
	line     int             // first line that speaks of it
	staff    map[string]bool // employments directly in it, see employmentKey
	official bool            // all of them are elected members
	pinned   bool            // HR says which department it is
	fileCode string          // as the file gives it
}

// units is the file's tree.
type units struct {
	all    []*unit // in the order of the file
	byCode map[string]*unit
	byPath map[string]*unit
	ofRow  []*unit
	flat   bool // no unit names another above it: the file says nothing of the tree
}

const pathSeparator = "\x1f"

func pathKey(names []string) string { return strings.Join(names, pathSeparator) }

func employmentKey(person, no string) string { return person + pathSeparator + no }

// readUnits builds the tree: the lowest unit of a row has the row's code, those
// above it have names only, unless another row gives one of them a code.
func (p *planner) readUnits() *units {
	u := &units{byCode: map[string]*unit{}, byPath: map[string]*unit{}, ofRow: make([]*unit, len(p.file.Rows))}
	p.readCodes(u)
	for i, row := range p.file.Rows {
		switch {
		case row.UnitCode != "":
			u.ofRow[i] = u.byCode[row.UnitCode]
		case len(row.UnitNames) > 0:
			u.ofRow[i] = u.at(row.UnitNames, row.Line)
		default:
			p.problem(row.Line, fieldUnit, severe, keyNoUnit, nil)
			continue
		}
		own := u.ofRow[i]
		if own.staff == nil {
			own.staff, own.official = map[string]bool{}, true
		}
		own.staff[employmentKey(row.PersonnelNo, p.number(row))] = true
		own.official = own.official && row.Category == people.Official
	}
	for _, one := range slices.Clone(u.all) {
		if len(one.path) > 1 {
			one.parent = u.at(one.path[:len(one.path)-1], one.line)
		}
	}
	for _, one := range u.all {
		if one.parent != nil {
			one.parent.children = append(one.parent.children, one)
		}
	}
	u.flat = !slices.ContainsFunc(u.all, func(one *unit) bool { return one.parent != nil })
	return u
}

// readCodes makes the units with a code. Where lines of one code name different
// paths, the most frequent one counts and the others are named.
func (p *planner) readCodes(u *units) {
	paths := map[string]map[string]int{}
	lines := map[string]int{}
	var order []string
	for _, row := range p.file.Rows {
		if row.UnitCode == "" {
			continue
		}
		if paths[row.UnitCode] == nil {
			paths[row.UnitCode] = map[string]int{}
			lines[row.UnitCode] = row.Line
			order = append(order, row.UnitCode)
		}
		paths[row.UnitCode][pathKey(row.UnitNames)]++
	}
	owners := map[string]int{}
	for _, code := range order {
		best := slices.MaxFunc(slices.Sorted(maps.Keys(paths[code])), func(a, b string) int {
			return cmp.Compare(paths[code][a], paths[code][b])
		})
		one := &unit{code: code, coded: true, line: lines[code]}
		if best != "" {
			one.path = strings.Split(best, pathSeparator)
			owners[best]++
			u.byPath[best] = one
		}
		u.byCode[code] = one
		u.all = append(u.all, one)
		if len(paths[code]) > 1 {
			for _, row := range p.file.Rows {
				if row.UnitCode == code && pathKey(row.UnitNames) != best {
					p.problem(row.Line, fieldUnit, mild, keyUnitDiffers, nil)
					break
				}
			}
		}
	}
	for path, n := range owners {
		if n > 1 {
			delete(u.byPath, path) // two codes of one name: neither is the unit of that name
		}
	}
}

// at finds or makes the unit with the names.
func (u *units) at(path []string, line int) *unit {
	key := pathKey(path)
	if found := u.byPath[key]; found != nil {
		return found
	}
	one := &unit{path: slices.Clone(path), line: line}
	u.byPath[key] = one
	u.all = append(u.all, one)
	if len(path) > 1 {
		one.parent = u.at(path[:len(path)-1], line)
	}
	return one
}

// first is since when the departments of a first import hold.
var first = calendar.NewDate(1900, 1, 1)

// planDepartments gives every unit its department and every row its code, and
// plans what is created, renamed or moved. What the file does not name stays.
func (p *planner) planDepartments() {
	u := p.readUnits()
	p.pin(u)
	p.match(u)
	for _, one := range u.all {
		entry := p.roster.Departments[one.code]
		again := entry != nil && entry.Ends <= p.effective
		if entry == nil || one.pinned || again {
			p.noteUnit(one)
		}
		if entry != nil && !again && (len(one.path) == 0 || one.pinned) {
			p.since[one.code] = entry.Since
			continue // no column names it, or HR says which one it is: as it is
		}
		after := people.DepartmentState{Name: one.code}
		switch {
		case len(one.path) > 0:
			after.Name = one.path[len(one.path)-1]
		case entry != nil:
			after.Name = entry.Name
		}
		switch {
		case one.parent != nil:
			after.Parent = one.parent.code
		case entry != nil && (u.flat || len(one.path) == 0 || p.options.partial()): // the file does not say
			if up := p.roster.Departments[entry.Parent]; up != nil && up.Ends > p.effective {
				after.Parent = entry.Parent
			}
		case entry == nil && one.code != p.options.Scope:
			after.Parent = p.options.Scope
		}
		change := people.DepartmentChange{Code: one.code, From: p.effective, Again: again}
		if entry == nil {
			change.Official = one.official && len(one.staff) > 0
			if p.isFirst() {
				change.From = first
			}
			p.since[one.code] = change.From
		} else {
			after.Head = entry.Head
			before := entry.DepartmentState
			change.Before = &before
			p.since[one.code] = entry.Since
			if again { // nobody can have been there in between
				p.since[one.code] = p.effective
			}
		}
		change.After = after
		if change.Before == nil || again || *change.Before != after {
			p.change.Departments = append(p.change.Departments, change)
		}
	}
	p.codes = make([]string, len(p.file.Rows))
	for i, one := range u.ofRow {
		if one != nil {
			p.codes[i] = one.code
		}
	}
}

// isFirst reports whether nothing is on record that an import could refer to.
func (p *planner) isFirst() bool { return len(p.roster.Departments) == 0 }
