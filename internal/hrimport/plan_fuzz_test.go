package hrimport

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"zaemme/internal/people"
)

// FuzzPlan plans any rows on any earlier rows: it does not fail, says the same
// twice, and names no department or manager that does not exist.
func FuzzPlan(f *testing.F) {
	next := town()
	next[1].ManagerNo, next[2].UnitNames, next[3].UnitCode = "00002", nil, ""
	for _, rows := range [][]Row{town(), next, next[2:4]} {
		text, err := json.Marshal(rows)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, text, uint16(0))
		f.Add([]byte("[]"), text, uint16(1<<4))
	}
	f.Fuzz(func(t *testing.T, before, now []byte, absent uint16) {
		var had, has []Row
		if json.Unmarshal(before, &had) != nil || json.Unmarshal(now, &has) != nil || len(had)+len(has) > 50 {
			return // no staff list
		}
		var without []Field
		for i, field := range []Field{fieldEmail, fieldEmployment, fieldSite, fieldFunction, fieldPensum, fieldCategory, fieldExit, fieldManager} {
			if absent>>i&1 == 1 {
				without = append(without, field)
			}
		}
		numbered := func(rows []Row) *File { // reading leaves out rows without a number
			return fileOf(slices.DeleteFunc(rows, func(r Row) bool { return r.PersonnelNo == "" }), without...)
		}
		roster := emptyRoster(november)
		if p := Plan(roster, numbered(had), Options{}, shares); !p.Blocked() {
			roster = after(roster, p.Change, december)
		}
		file := numbered(has)
		o := anyOptions(roster, absent)
		p := Plan(roster, file, o, shares)
		if again := Plan(roster, file, o, shares); again.Change.Digest() != p.Change.Digest() || found(again.Problems) != found(p.Problems) {
			t.Fatalf("not the same twice:\n%s\n%s", describe(p.Change), describe(again.Change))
		}
		if p.Blocked() {
			return
		}
		checkNames(t, roster, p.Change)
	})
}

// anyOptions takes a part, a department or a pinned unit of what is on record.
func anyOptions(roster *people.Roster, dice uint16) Options {
	codes := slices.Sorted(maps.Keys(roster.Departments))
	o := Options{KeepMissing: dice>>8&3 == 1}
	if len(codes) > 0 && dice>>8&3 == 2 {
		o.Scope = codes[int(dice>>10)%len(codes)]
	}
	if len(codes) > 0 && dice>>8&3 == 3 {
		o.Units = map[string]string{codes[0]: codes[len(codes)-1], "Bau": codes[0]}
	}
	return o
}

func checkNames(t *testing.T, roster *people.Roster, c people.Change) {
	t.Helper()
	departments, persons := map[string]bool{"": true}, map[string]bool{"": true}
	for code := range roster.Departments {
		departments[code] = true
	}
	for key := range roster.Persons {
		persons[key] = true
	}
	for _, d := range c.Departments {
		if !departments[d.After.Parent] {
			t.Errorf("%q is below %q, which does not exist by then", d.Code, d.After.Parent)
		}
		departments[d.Code] = true
	}
	for _, p := range c.Persons {
		persons[p.Key] = true
	}
	for _, p := range c.Persons {
		for _, e := range p.Employments {
			if e.After == nil {
				continue
			}
			if e.After.Department == "" || !departments[e.After.Department] || !persons[e.After.Manager] || e.After.Manager == p.Key {
				t.Errorf("%s/%s: %+v", p.Key, e.No, e.After)
			}
			if e.After.EntryOn > e.After.ExitOn {
				t.Errorf("%s/%s leaves on %s, before %s", p.Key, e.No, e.After.ExitOn, e.After.EntryOn)
			}
		}
	}
}
