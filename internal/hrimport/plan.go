package hrimport

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Options of a plan. They are kept with it, so that it can be computed again.
type Options struct {
	HasPC       map[string]bool `json:",omitempty"` // HR's word on «PC ja/nein», by personnel number
	KeepMissing bool            `json:",omitempty"` // the file is a part: who is missing stays
	// Complete says of a list of departments or absences that what it does not have
	// ends. A staff list always is complete, but for KeepMissing and Scope.
	Complete bool `json:",omitempty"`
	// Scope is the code of a department: the file has its staff, all below it
	// included, and nobody else. Who is missing leaves only from there.
	Scope string `json:",omitempty"`
	// Units says by hand which department on record a unit of the file is, by
	// UnitNote.Key; its name and place on record stay.
	Units map[string]string `json:",omitempty"`
}

// partial reports whether the file has only a part of the staff.
func (o Options) partial() bool { return o.KeepMissing || o.Scope != "" }

// Shares of the staff, in per cent: more than so many leaving or moving have to
// be confirmed.
type Shares struct{ Leavers, Movers int }

// Proposal is what a file would change.
type Proposal struct {
	Change   people.Change
	Problems []Problem // of the file and of the plan, by line
	Brake    Brake
	Units    []UnitNote // of the file that are not on record, or are by hand
}

// Blocked reports whether a problem forbids applying anything.
func (p Proposal) Blocked() bool {
	return slices.ContainsFunc(p.Problems, func(one Problem) bool { return one.Severity == severe })
}

// Plan compares the file with what is known and says what would change; pure.
// Persons are matched by personnel number, employments by their number, lowest
// departments by code. A column that is absent changes nothing, an empty cell
// clears.
//
// Changes hold from the roster's day on, joiners from their entry, the
// departments of a first import since 1900; who is missing has had the last day
// on the day before.
func Plan(roster *people.Roster, file *File, o Options, shares Shares) Proposal {
	p := &planner{
		roster: roster, file: file, options: o, effective: roster.Day,
		problems: slices.Clone(file.Problems), since: map[string]calendar.Date{},
		rows: map[string][]int{}, sites: map[string]bool{}, unknownCategory: map[int]bool{},
		change: people.Change{EffectiveOn: roster.Day},
	}
	if rows := followJoins(roster, file.Rows); len(rows) > 0 {
		followed := *file
		followed.Rows = rows
		p.file = &followed
	}
	for i, row := range p.file.Rows {
		p.rows[row.PersonnelNo] = append(p.rows[row.PersonnelNo], i)
	}
	for _, problem := range file.Problems {
		if problem.Key == keyCategory {
			p.unknownCategory[problem.Line] = true
		}
	}
	p.lossy = !p.beyond1252()
	p.checkRows()
	p.planDepartments()
	p.planScope()
	p.planManagers()
	p.planPersons()
	p.planMissing()
	p.change.Sort()
	slices.SortStableFunc(p.problems, func(a, b Problem) int { return a.Line - b.Line })
	return Proposal{Change: p.change, Problems: p.problems, Brake: p.brake(shares), Units: p.notes}
}

// planner is the state of one Plan.
type planner struct {
	roster    *people.Roster
	file      *File
	options   Options
	effective calendar.Date
	rows      map[string][]int         // personnel number → positions in file.Rows
	codes     []string                 // department of each row
	managers  []string                 // PersonKey of each row's manager, empty: none
	since     map[string]calendar.Date // of each department of the file
	scope     map[string]bool          // departments of Options.Scope on record, it included
	notes     []UnitNote
	sites     map[string]bool // those to be created
	// unknownCategory are the lines whose category nobody could read.
	unknownCategory map[int]bool

	lossy     bool  // see keptName
	lossyRows []int // lines on which a name was kept for it
	change    people.Change
	problems  []Problem
}

// problem notes a problem of a line; field tells the column.
func (p *planner) problem(line int, field Field, severity Severity, key string, args map[string]any) {
	again := func(one Problem) bool { return one.Line == line && one.Key == key }
	if !slices.ContainsFunc(p.file.Problems, again) { // reading has found it already
		p.problems = append(p.problems, p.file.Problem(line, field, severity, key, args))
	}
}

// employment is an employment on record by employmentKey, nil if there is none.
func (p *planner) employment(key string) *people.EmploymentEntry {
	person, no := splitEmploymentKey(key)
	if entry := p.roster.Persons[person]; entry != nil {
		return entry.Employments[no]
	}
	return nil
}

// number is the employment number of a row. Where the file has none, it is that
// of the only employment on record, or 1.
func (p *planner) number(row Row) string {
	if row.EmploymentNo != "" {
		return row.EmploymentNo
	}
	if entry := p.roster.Persons[row.PersonnelNo]; entry != nil && len(entry.Employments) == 1 && !p.file.Has(fieldEmployment) {
		for no := range entry.Employments {
			return no
		}
	}
	return "1"
}
