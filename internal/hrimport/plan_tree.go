package hrimport

import (
	"cmp"
	"maps"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// PlanTree compares a list of departments with what is on record; pure. rosters
// has every day on which a line of the file takes effect, see TreeFile.Days; day is
// that of the plan. Departments are matched by code. A column that is absent
// changes nothing, an empty cell clears. What the file does not name stays, unless
// Options.Complete: then it ends, if nobody works there.
//
// A line holds from its own day on, if that is not past: what has been is not
// altered. A new department holds from its own day in any case; without one, from
// the day of the plan, or since 1900 in an empty installation. The deputy is the
// head's standing deputy.
func PlanTree(rosters map[calendar.Date]*people.Roster, day calendar.Date, file *TreeFile, o Options) Proposal {
	p := &treePlanner{rosters: rosters, roster: rosters[day], day: day, file: file, problems: slices.Clone(file.Problems),
		lines: map[string]int{}, deputies: map[string]int{}, persons: map[string]people.PersonChange{}}
	p.change.EffectiveOn = day
	p.readCodes()
	parents := p.readParents()
	p.refuseCircles(parents)
	for i, row := range file.Units {
		if p.lines[row.Code] == row.Line {
			p.unit(row, parents[i])
		}
	}
	if o.Complete {
		p.endOthers()
	}
	for _, one := range p.persons {
		p.change.Persons = append(p.change.Persons, one)
	}
	p.change.Sort()
	slices.SortStableFunc(p.problems, func(a, b Problem) int { return a.Line - b.Line })
	return Proposal{Change: p.change, Problems: p.problems}
}

type treePlanner struct {
	rosters  map[calendar.Date]*people.Roster
	roster   *people.Roster // on the day of the plan
	day      calendar.Date
	file     *TreeFile
	lines    map[string]int // first line of each code
	deputies map[string]int // line that gives a head its deputy
	persons  map[string]people.PersonChange
	change   people.Change
	problems []Problem
}

func (p *treePlanner) problem(row TreeRow, field Field, severity Severity, key string, args map[string]any) {
	p.problems = append(p.problems, p.file.Problem(row.Line, field, severity, key, args))
}

// Days are those on which lines take effect, from the day of the plan on, in
// order.
func (f *TreeFile) Days(day calendar.Date) []calendar.Date {
	days := map[calendar.Date]bool{day: true}
	for _, row := range f.Units {
		days[max(row.From, day)] = true
	}
	return slices.Sorted(maps.Keys(days))
}

// maxTreeDays of one file are compared; each needs all that is on record.
const maxTreeDays = 24

func (p *treePlanner) readCodes() {
	for _, row := range p.file.Units {
		if line := p.lines[row.Code]; line > 0 {
			p.problem(row, fieldUnitCode, severe, keyUnitTwice, args("line", line))
			continue
		}
		p.lines[row.Code] = row.Line
	}
}

// readParents is the code of each line's parent: a code, or a name that only one
// department has.
func (p *treePlanner) readParents() []string {
	byName := map[string][]string{}
	for code, entry := range p.roster.Departments {
		if p.lines[code] == 0 {
			byName[entry.Name] = append(byName[entry.Name], code)
		}
	}
	for _, row := range p.file.Units {
		if p.lines[row.Code] == row.Line {
			byName[row.Name] = append(byName[row.Name], row.Code)
		}
	}
	parents := make([]string, len(p.file.Units))
	for i, row := range p.file.Units {
		switch codes := byName[row.Parent]; {
		case row.Parent == "":
		case p.lines[row.Parent] > 0 || p.roster.Departments[row.Parent] != nil:
			parents[i] = row.Parent
		case len(codes) == 1:
			parents[i] = codes[0]
		default:
			p.problem(row, fieldParent, severe, keyParentUnknown, nil)
		}
	}
	return parents
}

// refuseCircles looks at the tree as it would be.
func (p *treePlanner) refuseCircles(parents []string) {
	after := map[string]string{}
	for code, entry := range p.roster.Departments {
		after[code] = entry.Parent
	}
	if p.file.Has(fieldParent) {
		for i, row := range p.file.Units {
			after[row.Code] = parents[i]
		}
	}
	for i, row := range p.file.Units {
		if parents[i] != "" && isBelow(after, parents[i], row.Code) {
			p.problem(row, fieldParent, severe, keyParentCircle, nil)
		}
	}
}

// unit plans one line, against what is on record on its own day.
func (p *treePlanner) unit(row TreeRow, parent string) {
	from := max(row.From, p.day)
	roster := p.rosters[from]
	change := people.DepartmentChange{Code: row.Code, From: from}
	entry := roster.Departments[row.Code]
	if entry != nil {
		before := entry.DepartmentState
		change.Before, change.After = &before, before
		change.From = max(from, entry.Since)
	} else {
		change.From = cmp.Or(row.From, p.day)
		if len(p.roster.Departments) == 0 {
			change.From = cmp.Or(row.From, first)
		}
	}
	change.After.Name = row.Name
	if p.file.Has(fieldParent) {
		change.After.Parent = parent
	}
	if p.file.Has(fieldHead) {
		change.After.Head = p.person(row, fieldHead, row.HeadNo)
	}
	if change.Before == nil || *change.Before != change.After {
		p.change.Departments = append(p.change.Departments, change)
	}
	if p.file.Has(fieldHeadDeputy) && row.DeputyNo != "" {
		p.deputy(row, change.After.Head, from)
	}
}

// person is the key of a number on record, empty with a warning where it is none.
func (p *treePlanner) person(row TreeRow, field Field, number string) string {
	if number == "" {
		return ""
	}
	key := findPerson(p.roster, number)
	if key == "" {
		p.problem(row, field, mild, keyPersonUnknown, nil)
	}
	return key
}

// deputy gives the head of a line the standing deputy that it names; the first
// line counts.
func (p *treePlanner) deputy(row TreeRow, head string, from calendar.Date) {
	key := p.person(row, fieldHeadDeputy, row.DeputyNo)
	line := p.deputies[head]
	switch {
	case key == "":
		return
	case head == "":
		p.problem(row, fieldHeadDeputy, mild, keyHeadless, nil)
		return
	case key == head:
		p.problem(row, fieldHeadDeputy, mild, keyDeputySelf, nil)
		return
	case line > 0:
		if had := p.persons[head].Deputy; had != nil && had.After != key {
			p.problem(row, fieldHeadDeputy, mild, keyTwoDeputies, args("line", line))
		}
		return
	}
	p.deputies[head] = row.Line
	entry := p.rosters[from].Persons[head]
	if entry == nil || entry.Deputy == key {
		return
	}
	before := entry.PersonState
	p.persons[head] = people.PersonChange{Key: head, Kind: people.Changed, Before: &before,
		Deputy: &people.DeputyChange{Before: entry.Deputy, After: key, From: from}}
}

// endOthers ends the departments that a complete list does not have.
func (p *treePlanner) endOthers() {
	staff := map[string]int{}
	for _, person := range p.roster.Persons {
		for _, e := range person.Employments {
			for ; e != nil; e = e.Next {
				if e.ExitOn >= p.day {
					staff[e.Department]++
				}
			}
		}
	}
	stays := map[string]bool{} // who is above a department that stays, stays
	for _, row := range p.change.Departments {
		stays[row.After.Parent] = true
	}
	for code, entry := range p.roster.Departments {
		if p.lines[code] > 0 || staff[code] > 0 {
			stays[code], stays[entry.Parent] = true, true
		}
	}
	for _, code := range slices.Sorted(maps.Keys(p.roster.Departments)) {
		for up := p.roster.Departments[code]; stays[code] && up != nil && !stays[up.Parent]; up = p.roster.Departments[up.Parent] {
			stays[up.Parent] = true
		}
	}
	for _, code := range slices.Sorted(maps.Keys(p.roster.Departments)) {
		entry := p.roster.Departments[code]
		switch {
		case p.lines[code] > 0 || entry.Since > p.day || entry.Ends <= p.day:
		case staff[code] > 0:
			p.problems = append(p.problems, Problem{Severity: mild, Key: keyUnitStays, Args: args("unit", entry.Name, "persons", staff[code])})
		case !stays[code]:
			before := entry.DepartmentState
			p.change.Departments = append(p.change.Departments, people.DepartmentChange{Code: code, Before: &before, Ended: true, From: p.day})
		}
	}
}
