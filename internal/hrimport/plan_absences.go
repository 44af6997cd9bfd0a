package hrimport

import (
	"maps"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// PlanAbsences compares a list of absences with what is on record; pure. A new
// interval is added, one with the same first day and another last day is
// corrected; what is not in the file stays, unless Options.Complete: then it is
// taken back from the roster's day on, and what runs on that day ends on the day
// before.
func PlanAbsences(roster *people.Roster, file *AbsenceFile, o Options) Proposal {
	p := &absencePlanner{roster: roster, file: file, problems: slices.Clone(file.Problems), lines: map[string][]Absence{}}
	for _, a := range file.Absences {
		key := findPerson(roster, a.PersonnelNo)
		if key == "" {
			p.problems = append(p.problems, file.Problem(a.Line, fieldPersonnel, mild, keyPersonUnknown, nil))
			continue
		}
		p.lines[key] = append(p.lines[key], a)
	}
	keys := slices.Sorted(maps.Keys(p.lines))
	if o.Complete {
		keys = slices.Sorted(maps.Keys(roster.Persons))
	}
	c := people.Change{EffectiveOn: roster.Day}
	for _, key := range keys {
		entry := roster.Persons[key]
		if changes := p.person(entry.Absences, p.lines[key], o.Complete && people.HasNumber(key)); len(changes) > 0 {
			before := entry.PersonState
			c.Persons = append(c.Persons, people.PersonChange{Key: key, Kind: people.Changed, Before: &before, Absences: changes})
		}
	}
	c.Sort()
	slices.SortStableFunc(p.problems, func(a, b Problem) int { return a.Line - b.Line })
	return Proposal{Change: c, Problems: p.problems}
}

type absencePlanner struct {
	roster   *people.Roster
	file     *AbsenceFile
	problems []Problem
	lines    map[string][]Absence // by PersonKey
}

func (p *absencePlanner) warn(a Absence, key string, args map[string]any) {
	p.problems = append(p.problems, p.file.Problem(a.Line, fieldFrom, mild, key, args))
}

// person compares the lines of one person with what is on record.
func (p *absencePlanner) person(had []calendar.Interval, lines []Absence, complete bool) []people.AbsenceChange {
	var changes []people.AbsenceChange
	kept := map[int]bool{} // positions in had
	seen := map[calendar.Interval]int{}
	var fresh []Absence
	for i, a := range lines {
		now := calendar.Interval{From: a.From, Until: a.To}
		if line, twice := seen[now]; twice {
			p.warn(a, keyAbsenceTwice, args("line", line))
			continue
		}
		seen[now] = a.Line
		if slices.ContainsFunc(lines[:i], func(b Absence) bool { return b.From <= a.To && a.From <= b.To }) {
			p.warn(a, keyAbsenceOverlaps, nil)
		}
		if at := slices.Index(had, now); at >= 0 {
			kept[at] = true
			continue
		}
		fresh = append(fresh, a)
	}
	for _, a := range fresh {
		now := calendar.Interval{From: a.From, Until: a.To}
		change := people.AbsenceChange{After: &now}
		for at, before := range had {
			if !kept[at] && before.From == now.From {
				kept[at], change.Before = true, &before
				break
			}
		}
		changes = append(changes, change)
	}
	for at, before := range had {
		if !complete || kept[at] || before.Until < p.roster.Day {
			continue
		}
		change := people.AbsenceChange{Before: &before}
		if before.From < p.roster.Day {
			change.After = &calendar.Interval{From: before.From, Until: p.roster.Day.AddDays(-1)}
		}
		changes = append(changes, change)
	}
	return changes
}

// findPerson is the key of a number on record; a number whose leading zeros a
// spreadsheet has taken is found if only one person can be meant.
func findPerson(roster *people.Roster, number string) string {
	if roster.Persons[number] != nil && people.HasNumber(number) {
		return number
	}
	found := ""
	for zeros := "0"; len(zeros)+len(number) <= maxNumberWidth; zeros += "0" {
		if key := zeros + number; roster.Persons[key] != nil {
			if found != "" {
				return ""
			}
			found = key
		}
	}
	return found
}

// maxNumberWidth is the length up to which lost zeros are looked for.
const maxNumberWidth = 12
