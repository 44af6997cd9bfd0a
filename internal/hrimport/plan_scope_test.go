package hrimport

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/people"
)

// only the rows of the departments, changed by alter.
func only(codes ...string) []Row {
	return slices.DeleteFunc(town(), func(r Row) bool { return !slices.Contains(codes, r.UnitCode) })
}

func TestAListOfOneDepartmentLetsNobodyElseGo(t *testing.T) {
	t.Parallel()
	roster := settled(t)
	scope := roster.Departments["1110"].Parent // Kanzlei und Informatik, with Kanzlei and Informatik below
	rows := only("1110", "1120")
	all := fileOf(rows)
	if p := Plan(roster, all, Options{Scope: scope}, shares); p.Blocked() || !p.Change.Empty() {
		t.Errorf("the department as it is: %s\n%s", found(p.Problems), describe(p.Change))
	}
	p := Plan(roster, fileOf(rows[:3]), Options{Scope: scope}, shares)
	if got := describe(p.Change); p.Blocked() || p.Change.Count(people.Left) != 1 || !strings.Contains(got, "00004 left") {
		t.Errorf("%s\n%s", found(p.Problems), got)
	}
	if diff := cmp.Diff(Brake{Employed: 4, Leavers: 1, LeaversOver: true}, p.Brake); diff != "" {
		t.Errorf("the share is that of the department: %s", diff)
	}
	if p := Plan(roster, fileOf(rows[:3]), Options{KeepMissing: true}, shares); !p.Change.Empty() {
		t.Errorf("a part lets nobody go: %s", describe(p.Change))
	}
}

func TestALineOfAnotherDepartmentIsNamed(t *testing.T) {
	t.Parallel()
	roster := settled(t)
	scope := roster.Departments["1110"].Parent
	p := Plan(roster, fileOf(only("1110", "1120", "2120")), Options{Scope: scope}, shares)
	if diff := cmp.Diff("error 6 outside_scope\nerror 7 outside_scope", found(p.Problems)); diff != "" {
		t.Error(diff)
	}
	if p := Plan(roster, fileOf(only("1110")), Options{Scope: "no such"}, shares); found(p.Problems) != "error 0 scope_unknown" {
		t.Error(found(p.Problems))
	}
}

func TestTheSecondEmploymentElsewhereStays(t *testing.T) {
	t.Parallel()
	rows := town()
	second := rows[4] // Steueramt
	second.PersonnelNo, second.EmploymentNo, second.LastName, second.Email, second.Login = "00001", "2", "Muster00001", rows[0].Email, rows[0].Login
	second.ManagerNo = ""
	p := Plan(emptyRoster(november), fileOf(append(rows, second)), Options{}, shares)
	roster := after(emptyRoster(november), p.Change, december)
	part := Plan(roster, fileOf(only("1110", "1120")), Options{Scope: roster.Departments["1110"].Parent}, shares)
	if part.Blocked() || !part.Change.Empty() {
		t.Errorf("%s\n%s", found(part.Problems), describe(part.Change))
	}
}

// A list that names only the lowest unit says nothing of the tree.
func TestAFlatListLeavesTheTree(t *testing.T) {
	t.Parallel()
	for name, coded := range map[string]bool{"by code": true, "by name": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roster, rows := settled(t), town()
			for i := range rows {
				rows[i].UnitNames = rows[i].UnitNames[len(rows[i].UnitNames)-1:]
				if !coded {
					rows[i].UnitCode = ""
				}
			}
			if p := Plan(roster, fileOf(rows), Options{}, shares); !p.Change.Empty() {
				t.Errorf("%s", describe(p.Change))
			}
		})
	}
}

func TestANewUnitMayBeOneOnRecord(t *testing.T) {
	t.Parallel()
	roster, rows := settled(t), town()
	for i := range rows {
		switch rows[i].UnitCode {
		case "2120": // another code
			rows[i].UnitCode, rows[i].UnitNames = "S-7", []string{"Finanzen", "Steuern und Betreibung", "Abteilung Steuern"}
		case "2230": // no code, another name
			rows[i].UnitCode, rows[i].UnitNames = "", []string{"Finanzen", "Immobilien", "Putzequipe"}
		}
		rows[i].Function = "" // the column is absent
	}
	file := fileOf(rows, fieldFunction)
	p := Plan(roster, file, Options{}, shares)
	want := []UnitNote{{Key: "S-7", Code: "S-7", Names: []string{"Finanzen", "Steuern und Betreibung", "Abteilung Steuern"}, Rows: 2}}
	if diff := cmp.Diff(want, p.Units); diff != "" { // the other one is known by its staff
		t.Error(diff)
	}
	if p.Change.Count(people.Moved) != 2 {
		t.Errorf("%s", describe(p.Change))
	}
	pinned := map[string]string{"S-7": "2120", pathKey([]string{"Finanzen", "Immobilien", "Putzequipe"}): "2230", "unused": "x"}
	p = Plan(roster, file, Options{Units: pinned}, shares)
	if !p.Change.Empty() || len(p.Units) != 2 || !p.Units[0].Known || !p.Units[1].Known {
		t.Errorf("%s\n%+v", describe(p.Change), p.Units)
	}
	gone := Plan(roster, file, Options{Units: map[string]string{"S-7": "gone"}}, shares)
	if gone.Change.Count(people.Moved) != 2 || gone.Units[0].Known {
		t.Errorf("a department that is not on record was taken: %s", describe(gone.Change))
	}
}
