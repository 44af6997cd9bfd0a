package hrimport

import (
	"errors"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// planned is what an edit of the settled town does, or the key and field of the
// error.
func planned(t *testing.T, e edit, from calendar.Date, alter ...func(*people.Roster)) string {
	t.Helper()
	r := settled(t)
	for _, a := range alter {
		a(r)
	}
	c, err := e.plan(r, from)
	var refused *apperr.Error
	if errors.As(err, &refused) {
		return refused.Key + " at " + refused.Field
	}
	if err != nil {
		t.Fatal(err)
	}
	c.Sort()
	return describe(c)
}

// TestEditDepartment has the town's departments: 1 over 11 over 1110 and 1120, 2
// over 21 and 22; by the codes that the import gave those without one.
func TestEditDepartment(t *testing.T) {
	t.Parallel()
	r := settled(t)
	kanzlei := r.Departments["1110"].DepartmentState
	top, middle := "", kanzlei.Parent
	top = r.Departments[middle].Parent
	state := func(name, parent, head string) people.DepartmentState {
		return people.DepartmentState{Name: name, Parent: parent, Head: head}
	}
	announced := func(r *people.Roster) { r.Departments["1110"].Next = december.AddDays(60) }
	for name, c := range map[string]struct {
		edit  edit
		from  calendar.Date
		alter func(*people.Roster)
		want  string
	}{
		"renamed": {edit: &DepartmentEdit{Code: "1110", State: state("Stadtkanzlei", middle, "")},
			want: `renames 1110: Stadtkanzlei under "` + middle + `" from 2026-12-01`},
		"moved": {edit: &DepartmentEdit{Code: "1110", State: state("Kanzlei", top, "")},
			want: `moves 1110: Kanzlei under "` + top + `" from 2026-12-01`},
		"headed": {edit: &DepartmentEdit{Code: "1110", State: state("Kanzlei", middle, "00002")},
			want: `gives 00002 1110: Kanzlei under "` + middle + `" from 2026-12-01`},
		"nothing":          {edit: &DepartmentEdit{Code: "1110", State: kanzlei}, want: ""},
		"below itself":     {edit: &DepartmentEdit{Code: top, State: state("Präsidiales", "1110", "")}, want: "error.edit.department_circle at parent"},
		"its own parent":   {edit: &DepartmentEdit{Code: "1110", State: state("Kanzlei", "1110", "")}, want: "error.edit.department_circle at parent"},
		"without a name":   {edit: &DepartmentEdit{Code: "1110", State: state("", middle, "")}, want: "error.form.required at name"},
		"under nobody":     {edit: &DepartmentEdit{Code: "1110", State: state("Kanzlei", "77", "")}, want: "error.edit.unknown_department at parent"},
		"headed by nobody": {edit: &DepartmentEdit{Code: "1110", State: state("Kanzlei", middle, "77")}, want: "error.edit.unknown_person at head"},
		"before it was": {edit: &DepartmentEdit{Code: "1110", State: state("Neu", "", "")}, from: november, alter: func(r *people.Roster) { r.Departments["1110"].Since = december },
			want: "error.edit.department_later at from"},
		"over what is to come": {edit: &DepartmentEdit{Code: "1110", State: state("Neu", middle, "")}, alter: announced, want: "error.edit.later at from"},
		"in the past, but there": {edit: &DepartmentEdit{Code: "1110", State: state("Neu", middle, "")}, from: november,
			want: `renames 1110: Neu under "` + middle + `" from 2026-11-02`},
		"new": {edit: &DepartmentEdit{Code: "1130", New: true, State: state("Archiv", middle, "")},
			want: `creates 1130: Archiv under "` + middle + `" from 2026-12-01`},
		"new with a code of before": {edit: &DepartmentEdit{Code: "1110", New: true, State: state("Archiv", middle, "")}, want: "error.edit.code_taken at code"},
		"new without a code":        {edit: &DepartmentEdit{New: true, State: state("Archiv", middle, "")}, want: "error.form.required at code"},
		"dissolved with people":     {edit: &DissolveEdit{Code: "1110"}, want: "error.edit.not_empty at from"},
		"dissolved with some below": {edit: &DissolveEdit{Code: middle}, want: "error.edit.not_empty at from"},
		"merged into itself":        {edit: &MergeEdit{Code: "1110", Into: "1110"}, want: "error.edit.merge_below at into"},
		"merged into what is below": {edit: &MergeEdit{Code: middle, Into: "1110"}, want: "error.edit.merge_below at into"},
		"merged into nothing":       {edit: &MergeEdit{Code: "1110"}, want: "error.form.required at into"},
		"split without anybody":     {edit: &SplitEdit{Code: "1110", New: "1115", Name: "Archiv"}, want: "error.edit.nobody_chosen at persons"},
		"split with others":         {edit: &SplitEdit{Code: "1110", New: "1115", Name: "Archiv", Persons: []string{"00003"}}, want: "error.edit.nobody_chosen at persons"},
		"merged": {edit: &MergeEdit{Code: "1110", Into: "1120"}, want: `ends 1110:  under "" from 2026-12-01
00001 moved: department "1110"→"1120" [1 from 2026-12-01]
00002 moved: department "1110"→"1120" [1 from 2026-12-01]`},
		"merged with what is below": {edit: &MergeEdit{Code: middle, Into: top}, want: `moves 1110: Kanzlei under "` + top + `" from 2026-12-01
moves 1120: Informatik under "` + top + `" from 2026-12-01
ends ` + middle + `:  under "" from 2026-12-01`},
		"split": {edit: &SplitEdit{Code: "1110", New: "1115", Name: "Archiv", Head: "00002", Persons: []string{"00002"}},
			want: `creates 1115: Archiv under "` + middle + `" from 2026-12-01
00002 moved: department "1110"→"1115" [1 from 2026-12-01]`},
	} {
		from := c.from
		if from == 0 {
			from = december
		}
		alter := c.alter
		if alter == nil {
			alter = func(*people.Roster) {}
		}
		if got := planned(t, c.edit, from, alter); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

// An empty department can be dissolved, and nobody is moved twice: who is to
// move anyway stops a merge, who is to come into the department comes to the
// other one.
func TestReorganiseWhatIsToCome(t *testing.T) {
	t.Parallel()
	later := december.AddDays(30)
	leaves := func(r *people.Roster) {
		for _, key := range []string{"00001", "00002"} {
			r.Persons[key].Employments["1"].ExitOn = december.AddDays(-1)
		}
	}
	if got := planned(t, &DissolveEdit{Code: "1110"}, december, leaves); got != `ends 1110:  under "" from 2026-12-01` {
		t.Errorf("an empty department: %s", got)
	}
	next := func(key, department string) func(*people.Roster) {
		return func(r *people.Roster) {
			e := r.Persons[key].Employments["1"]
			announced := *e
			announced.Department, announced.ValidFrom = department, later
			e.Next = &announced
		}
	}
	if got := planned(t, &MergeEdit{Code: "1110", Into: "1120"}, december, next("00002", "2120")); got != "error.edit.later_person at from" {
		t.Errorf("somebody who is to move: %s", got)
	}
	got := planned(t, &MergeEdit{Code: "1110", Into: "1120"}, december, leaves, next("00005", "1110"))
	want := `ends 1110:  under "" from 2026-12-01
00005 moved: department "1110"→"1120" [1 from 2026-12-31]`
	if got != want {
		t.Errorf("somebody who is to come:\ngot  %s\nwant %s", got, want)
	}
}

func TestHeadsOutOfManagers(t *testing.T) {
	t.Parallel()
	got := planned(t, &HeadsEdit{}, december, func(r *people.Roster) {
		for _, key := range []string{"00005", "00006"} { // lead each other's department
			r.Persons[key].Employments["1"].Manager = ""
		}
		r.Persons["00004"].Employments["1"].Manager = "00003"
	})
	r := settled(t)
	middle := r.Departments["1110"].Parent
	top := r.Departments[middle].Parent
	want := `gives 00001 ` + top + `: Präsidiales under "" from 2026-12-01
gives 00001 ` + middle + `: Kanzlei und Informatik under "` + top + `" from 2026-12-01
gives 00001 1110: Kanzlei under "` + middle + `" from 2026-12-01
gives 00003 1120: Informatik under "` + middle + `" from 2026-12-01`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
