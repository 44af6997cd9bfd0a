package hrimport

import (
	"maps"
	"slices"
	"strings"
)

func splitEmploymentKey(key string) (person, no string) {
	person, no, _ = strings.Cut(key, pathSeparator)
	return person, no
}

// checkRows finds what no single line shows: numbers given twice, one number
// with two names, one login for two persons, and namesakes.
func (p *planner) checkRows() {
	lines := map[string]int{}
	logins := map[string]int{}
	names := map[string][]int{}
	absent := p.absent()
	for i, row := range p.file.Rows {
		key := employmentKey(row.PersonnelNo, p.number(row))
		if line := lines[key]; line > 0 {
			p.problem(row.Line, fieldPersonnel, severe, keyDuplicate, map[string]any{"line": line})
		} else {
			lines[key] = row.Line
		}
		one := p.file.Rows[p.rows[row.PersonnelNo][0]]
		switch {
		case one.LastName != row.LastName && one.FirstName != row.FirstName:
			p.problem(row.Line, fieldLastName, severe, keyTwoNames, map[string]any{"line": one.Line})
		case one.Line == row.Line:
			name := nameKey(row.LastName, row.FirstName)
			names[name] = append(names[name], i)
		}
		if row.ExitOn > 0 && row.EntryOn > row.ExitOn {
			p.problem(row.Line, fieldExit, severe, keyExitBeforeEntry, nil)
		}
		p.checkLogin(row, logins, absent)
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		p.checkNamesakes(names[name], absent.names[name])
	}
}

// checkLogin refuses a login that is somebody else's.
func (p *planner) checkLogin(row Row, logins map[string]int, absent onRecord) {
	if row.Login == "" {
		return
	}
	login := strings.ToLower(row.Login)
	at, there := logins[login]
	if there && p.file.Rows[at].PersonnelNo != row.PersonnelNo {
		p.problem(row.Line, fieldLogin, severe, keyLoginTwice, map[string]any{"line": p.file.Rows[at].Line})
	}
	if !there {
		logins[login] = p.rows[row.PersonnelNo][0]
	}
	if absent.logins[login] {
		p.problem(row.Line, fieldLogin, severe, keyLoginTaken, nil)
	}
}

// checkNamesakes warns of persons of one name, where one of them is new: two
// numbers are two persons, but one of them may have got a second number.
func (p *planner) checkNamesakes(rows []int, onRecord bool) {
	var fresh, line int
	for _, i := range rows {
		row := p.file.Rows[i]
		if p.roster.Persons[row.PersonnelNo] == nil {
			fresh = i
			line = row.Line
		}
	}
	if line == 0 {
		return
	}
	for _, i := range rows {
		if i != fresh {
			p.problem(line, fieldLastName, mild, keyNamesake, map[string]any{"line": p.file.Rows[i].Line})
			return
		}
	}
	if onRecord {
		p.problem(line, fieldLastName, mild, keyNamesakeKnown, nil)
	}
}

// onRecord has the logins and names of persons who are not in the file.
type onRecord struct {
	logins map[string]bool
	names  map[string]bool // see nameKey
}

func nameKey(last, first string) string { return strings.ToLower(last + pathSeparator + first) }

func (p *planner) absent() onRecord {
	list := onRecord{logins: map[string]bool{}, names: map[string]bool{}}
	for key, entry := range p.roster.Persons {
		if len(p.rows[key]) > 0 {
			continue
		}
		list.names[nameKey(entry.LastName, entry.FirstName)] = true
		if entry.Login != "" {
			list.logins[strings.ToLower(entry.Login)] = true
		}
	}
	return list
}
