package hrimport

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

var (
	november = calendar.NewDate(2026, time.November, 2)
	december = calendar.NewDate(2026, time.December, 1)
	shares   = Shares{Leavers: 5, Movers: 10}
)

// allColumns are present unless a case takes one away.
var allColumns = []Field{fieldPersonnel, fieldLastName, fieldFirstName, fieldEmail, fieldLogin, fieldEmployment, fieldUnit, fieldSite,
	fieldFunction, fieldPensum, fieldCategory, fieldEntry, fieldExit, fieldManager, fieldDeputy, fieldLanguage}

// fileOf numbers the lines and says which columns there are.
func fileOf(rows []Row, without ...Field) *File {
	f := &File{Found: Found{Present: map[Field]int{}, Headers: map[Field]string{}}}
	for i, field := range allColumns {
		if !slices.Contains(without, field) {
			f.Present[field] = i + 1
		}
	}
	for i, row := range rows {
		row.Line = i + 2
		f.Rows = append(f.Rows, row)
	}
	return f
}

func percent(p float64) *float64 { return &p }

// town is a staff list of nine people: two Direktionen, three Departemente, five
// Bereiche.
func town() []Row {
	unit := func(code string, names ...string) Row { return Row{UnitCode: code, UnitNames: names} }
	kanzlei := unit("1110", "Präsidiales", "Kanzlei und Informatik", "Kanzlei")
	informatik := unit("1120", "Präsidiales", "Kanzlei und Informatik", "Informatik")
	steuern := unit("2120", "Finanzen", "Steuern und Betreibung", "Steueramt")
	reinigung := unit("2230", "Finanzen", "Immobilien", "Reinigung")
	rat := unit("9020", "Finanzen", "Immobilien", "Gemeinderat")
	var rows []Row
	for i, of := range []Row{kanzlei, kanzlei, informatik, informatik, steuern, steuern, reinigung, reinigung, rat} {
		no := fmt.Sprintf("%05d", i+1)
		of.PersonnelNo, of.EmploymentNo, of.LastName, of.FirstName = no, "1", "Muster"+no, "Anna"
		of.Email, of.Login = "p"+no+"@example.ch", "u"+no
		of.Site, of.Function, of.Pensum, of.Category, of.Language = "Rathaus", "Sachbearbeitung", percent(80), people.Permanent, "de"
		of.EntryOn, of.ExitOn = calendar.NewDate(2020, time.January, 1), calendar.Forever
		if i > 0 && i < 8 {
			of.ManagerNo = "00001"
		}
		if of.UnitCode == "2230" {
			of.Email, of.Site = "", "Werkhof"
		}
		if of.UnitCode == "9020" {
			of.Category = people.Official
		}
		rows = append(rows, of)
	}
	return rows
}

func emptyRoster(day calendar.Date) *people.Roster {
	return &people.Roster{Day: day, Departments: map[string]*people.DepartmentEntry{}, Sites: map[string]int64{},
		Persons: map[string]*people.PersonEntry{}}
}

// after is the roster once the change was applied, seen from a later day. It
// stands for the database in tables of cases.
func after(r *people.Roster, c people.Change, day calendar.Date) *people.Roster {
	r.Day = day
	for _, d := range c.Departments {
		r.Departments[d.Code] = &people.DepartmentEntry{Since: d.From, Ends: calendar.Forever, Official: d.Official, DepartmentState: d.After}
	}
	for _, s := range c.Sites {
		r.Sites[s] = 1
	}
	for _, p := range c.Persons {
		entry := r.Persons[p.Key]
		if entry == nil {
			entry = &people.PersonEntry{Employments: map[string]*people.EmploymentEntry{}}
			r.Persons[p.Key] = entry
		}
		if p.After != nil {
			entry.PersonState = *p.After
		}
		if p.Traits != nil {
			entry.Traits = &p.Traits.After
		}
		if p.Deputy != nil {
			entry.Deputy = p.Deputy.After
		}
		for _, e := range p.Employments {
			if e.After == nil {
				delete(entry.Employments, e.No)
				continue
			}
			facts := 1
			if had := entry.Employments[e.No]; had != nil {
				facts += had.Facts
			}
			entry.Employments[e.No] = &people.EmploymentEntry{ValidFrom: e.ValidFrom(), Facts: facts, EmploymentState: *e.After}
		}
	}
	return r
}

// settled is the roster with the town on record since November.
func settled(t *testing.T) *people.Roster {
	t.Helper()
	p := Plan(emptyRoster(november), fileOf(town()), Options{}, shares)
	if len(p.Problems) > 0 {
		t.Fatalf("the town has problems: %v", p.Problems)
	}
	return after(emptyRoster(november), p.Change, december)
}

// describe writes a change in one line per part.
func describe(c people.Change) string {
	var lines []string
	for _, d := range c.Departments {
		what := "creates"
		switch {
		case d.Ended:
			what = "ends"
		case d.Renamed() && d.Moved():
			what = "renames and moves"
		case d.Renamed():
			what = "renames"
		case d.Moved():
			what = "moves"
		case !d.Created() && d.Before.Head != d.After.Head:
			what = "gives " + d.After.Head
		}
		lines = append(lines, fmt.Sprintf("%s %s: %s under %q from %s", what, d.Code, d.After.Name, d.After.Parent, d.From))
	}
	for _, s := range c.Sites {
		lines = append(lines, "site "+s)
	}
	for _, p := range c.Persons {
		var fields []string
		for _, f := range p.Fields() {
			fields = append(fields, fmt.Sprintf("%s %q→%q", f.Name, f.Old, f.New))
		}
		line := fmt.Sprintf("%s %s: %s", p.Key, p.Kind, strings.Join(fields, ", "))
		for _, e := range p.Employments {
			line += fmt.Sprintf(" [%s from %s]", e.No, e.From)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// found writes problems in one line each: severity, line, key without its
// beginning.
func found(problems []Problem) string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, fmt.Sprintf("%s %d %s", p.Severity, p.Line, strings.TrimPrefix(p.Key, "import.problem.")))
	}
	return strings.Join(lines, "\n")
}
