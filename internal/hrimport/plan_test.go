package hrimport

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

func TestPlanOfFirstFile(t *testing.T) {
	t.Parallel()
	p := Plan(emptyRoster(november), fileOf(town()), Options{}, shares)
	c := p.Change
	first := people.Change{Departments: c.Departments}
	want := `creates finanzen: Finanzen under "" from 1900-01-01
creates praesidiales: Präsidiales under "" from 1900-01-01
creates finanzen/immobilien: Immobilien under "finanzen" from 1900-01-01
creates finanzen/steuern-und-betreibung: Steuern und Betreibung under "finanzen" from 1900-01-01
creates praesidiales/kanzlei-und-informatik: Kanzlei und Informatik under "praesidiales" from 1900-01-01
creates 1110: Kanzlei under "praesidiales/kanzlei-und-informatik" from 1900-01-01
creates 1120: Informatik under "praesidiales/kanzlei-und-informatik" from 1900-01-01
creates 2120: Steueramt under "finanzen/steuern-und-betreibung" from 1900-01-01
creates 2230: Reinigung under "finanzen/immobilien" from 1900-01-01
creates 9020: Gemeinderat under "finanzen/immobilien" from 1900-01-01`
	if diff := cmp.Diff(want, describe(first)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Rathaus", "Werkhof"}, c.Sites); diff != "" {
		t.Error(diff)
	}
	if c.Count(people.Joined) != 9 || len(c.Persons) != 9 || p.Brake.Confirm() != 0 {
		t.Errorf("%d persons, %d joined, confirm %d", len(c.Persons), c.Count(people.Joined), p.Brake.Confirm())
	}
	cleaner := c.Persons[6]
	if e := cleaner.Employments[0]; e.From != calendar.NewDate(2020, time.January, 1) || e.After.Manager != "00001" || e.After.ExitOn != calendar.Forever {
		t.Errorf("employment of 00007: %+v", e)
	}
	if cleaner.Traits.After.HasPC || cleaner.Traits.After.Source != "mail" || !c.Persons[0].Traits.After.HasPC {
		t.Error("who has no mail address has no PC, as a proposal")
	}
	for _, d := range c.Departments {
		if d.Official != (d.Code == "9020") {
			t.Errorf("%s official: %t", d.Code, d.Official)
		}
	}
}

func TestPlanOfNextFile(t *testing.T) {
	t.Parallel()
	last := december.AddDays(-1)
	edit := func(i int, f func(*Row)) func([]Row) []Row {
		return func(rows []Row) []Row { f(&rows[i]); return rows }
	}
	units := func(f func(*Row)) func([]Row) []Row {
		return func(rows []Row) []Row {
			for i := range rows {
				rows[i].UnitNames = slices.Clone(rows[i].UnitNames)
				f(&rows[i])
			}
			return rows
		}
	}
	for _, c := range []struct {
		name     string
		edit     func([]Row) []Row
		without  []Field
		options  Options
		roster   func(*people.Roster)
		want     string
		problems string
	}{
		{name: "the same file again", edit: func(rows []Row) []Row { return rows }},
		{name: "renamed lowest unit", edit: units(func(r *Row) {
			if r.UnitCode == "1120" {
				r.UnitNames[2] = "Digitales"
			}
		}), want: `renames 1120: Digitales under "praesidiales/kanzlei-und-informatik" from 2026-12-01`},
		{name: "renamed upper units, both levels", edit: units(func(r *Row) {
			if r.UnitNames[0] == "Präsidiales" {
				r.UnitNames[0], r.UnitNames[1] = "Präsidium", "Stab"
			}
		}), want: `renames praesidiales: Präsidium under "" from 2026-12-01
renames praesidiales/kanzlei-und-informatik: Stab under "praesidiales" from 2026-12-01`},
		{name: "unit under another unit", edit: units(func(r *Row) {
			if r.UnitCode == "2230" {
				r.UnitNames[1] = "Steuern und Betreibung"
			}
		}), want: `moves 2230: Reinigung under "finanzen/steuern-und-betreibung" from 2026-12-01`},
		{name: "unit under a new unit beside the old", edit: units(func(r *Row) {
			if r.UnitCode == "2230" {
				r.UnitNames[1] = "Hausdienste"
			}
		}), want: `creates finanzen/hausdienste: Hausdienste under "finanzen" from 2026-12-01
moves 2230: Reinigung under "finanzen/hausdienste" from 2026-12-01`},
		{name: "old name taken by another unit", edit: units(func(r *Row) {
			switch r.UnitNames[1] {
			case "Immobilien":
				r.UnitNames[1] = "Liegenschaften"
			case "Steuern und Betreibung":
				r.UnitNames[1] = "Immobilien"
			}
		}), want: `renames finanzen/immobilien: Liegenschaften under "finanzen" from 2026-12-01
renames finanzen/steuern-und-betreibung: Immobilien under "finanzen" from 2026-12-01`},
		{name: "mover", edit: edit(4, func(r *Row) { r.UnitCode, r.UnitNames = "1110", town()[0].UnitNames }),
			want: `00005 moved: department "2120"→"1110" [1 from 2026-12-01]`},
		{name: "joiner from the entry day", edit: func(rows []Row) []Row {
			row := rows[1]
			row.PersonnelNo, row.LastName, row.Login, row.EntryOn = "00100", "Neu", "neu", december.AddDays(31)
			return append(rows, row)
		}, want: `00100 joined: last_name ""→"Neu", first_name ""→"Anna", email ""→"p00002@example.ch", login ""→"neu", language ""→"de", ` +
			`has_pc ""→"true", pc_source ""→"mail", department ""→"1110", site ""→"Rathaus", function ""→"Sachbearbeitung", pensum ""→"80", ` +
			`category ""→"permanent", entry_on ""→"2027-01-01", manager ""→"00001" [1 from 2027-01-01]`},
		{name: "missing", edit: func(rows []Row) []Row { return slices.Delete(rows, 5, 6) },
			want: `00006 left: exit_on ""→"2026-11-30" [1 from 2026-11-30]`},
		{name: "missing from a part", edit: func(rows []Row) []Row { return slices.Delete(rows, 5, 6) }, options: Options{KeepMissing: true}},
		{name: "missing as announced", edit: func(rows []Row) []Row { return slices.Delete(rows, 5, 6) },
			roster:   func(r *people.Roster) { r.Persons["00006"].Employments["1"].ExitOn = december.AddDays(30) },
			problems: "warning 0 leaver_announced"},
		{name: "missing after the last day", edit: func(rows []Row) []Row { return slices.Delete(rows, 5, 6) },
			roster: func(r *people.Roster) { r.Persons["00006"].Employments["1"].ExitOn = last }},
		{name: "missing before the entry", edit: func(rows []Row) []Row { return slices.Delete(rows, 5, 6) },
			roster:   func(r *people.Roster) { r.Persons["00006"].Employments["1"].EntryOn = december.AddDays(1) },
			problems: "warning 0 joiner_missing"},
		{name: "missing on the entry day", edit: func(rows []Row) []Row { return slices.Delete(rows, 5, 6) },
			roster: func(r *people.Roster) {
				e := r.Persons["00006"].Employments["1"]
				*e = people.EmploymentEntry{Facts: 1, EmploymentState: people.EmploymentState{Department: "2120", EntryOn: december, ExitOn: calendar.Forever}}
			},
			want: `00006 left: department "2120"→"", entry_on "2026-12-01"→"" [1 from 2026-12-01]`},
		{name: "exit to come", edit: edit(5, func(r *Row) { r.ExitOn = december.AddDays(30) }),
			want: `00006 changed: exit_on ""→"2026-12-31" [1 from 2026-12-01]`},
		{name: "exit that has been", edit: edit(5, func(r *Row) { r.ExitOn = december.AddDays(-10) }),
			want: `00006 left: exit_on ""→"2026-11-21" [1 from 2026-11-21]`},
		{name: "exit put off", edit: edit(5, func(r *Row) { r.ExitOn = december.AddDays(90) }),
			roster: func(r *people.Roster) { r.Persons["00006"].Employments["1"].ExitOn = december.AddDays(-5) },
			want:   `00006 rehired: exit_on "2026-11-26"→"2027-03-01" [1 from 2026-11-27]`},
		{name: "re-hire under the same number", edit: edit(5, func(r *Row) { r.EntryOn = december.AddDays(14) }),
			roster: func(r *people.Roster) { r.Persons["00006"].Employments["1"].ExitOn = december.AddDays(-200) },
			want:   `00006 rehired: entry_on "2020-01-01"→"2026-12-15", exit_on "2026-05-15"→"" [1 from 2026-12-15]`},
		{name: "re-hire after a last day to come, in a list without last days", edit: edit(5, func(r *Row) { r.EntryOn = december.AddDays(60) }), without: []Field{fieldExit},
			roster: func(r *people.Roster) { r.Persons["00006"].Employments["1"].ExitOn = december.AddDays(10) },
			want:   `00006 changed: entry_on "2020-01-01"→"2027-01-30", exit_on "2026-12-11"→"" [1 from 2027-01-30]`},
		{name: "re-hire with another employment", edit: edit(5, func(r *Row) { r.EmploymentNo, r.EntryOn = "2", december }),
			roster: func(r *people.Roster) { r.Persons["00006"].Employments["1"].ExitOn = december.AddDays(-200) },
			want: `00006 rehired: department ""→"2120", site ""→"Rathaus", function ""→"Sachbearbeitung", pensum ""→"80", category ""→"permanent", ` +
				`entry_on ""→"2026-12-01", manager ""→"00001" [2 from 2026-12-01]`},
		{name: "entry corrected", edit: edit(5, func(r *Row) { r.EntryOn = calendar.NewDate(2019, time.May, 1) }),
			want: `00006 changed: entry_on "2020-01-01"→"2019-05-01" [1 from 2019-05-01]`},
		{name: "entry put off", edit: edit(5, func(r *Row) { r.EntryOn = december.AddDays(60) }),
			roster: func(r *people.Roster) {
				e := r.Persons["00006"].Employments["1"]
				e.EntryOn, e.ValidFrom = december.AddDays(31), december.AddDays(31)
			},
			want: `00006 changed: entry_on "2027-01-01"→"2027-01-30" [1 from 2027-01-01]`},
		{name: "married", edit: edit(1, func(r *Row) { r.LastName = "Beispiel-Muster" }),
			want: `00002 changed: last_name "Muster00002"→"Beispiel-Muster"`},
		{name: "letters lost on the way", edit: edit(1, func(r *Row) { r.LastName, r.FirstName = "Markovic", "?ukasz" }),
			roster: func(r *people.Roster) {
				r.Persons["00002"].LastName, r.Persons["00002"].FirstName = "Marković", "Łukasz"
			}, problems: "warning 3 name_kept"},
		{name: "letters taken away by a file that can write them",
			edit: func(rows []Row) []Row { rows[1].LastName, rows[2].LastName = "Markovic", "Ilić"; return rows },
			roster: func(r *people.Roster) {
				r.Persons["00002"].LastName, r.Persons["00003"].LastName = "Marković", "Ilić"
			},
			want: `00002 changed: last_name "Marković"→"Markovic"`},
		{name: "letters of Windows-1252 are a change", edit: edit(1, func(r *Row) { r.LastName = "Muller" }),
			roster: func(r *people.Roster) { r.Persons["00002"].LastName = "Müller" },
			want:   `00002 changed: last_name "Müller"→"Muller"`},
		{name: "empty cells clear", edit: edit(1, func(r *Row) {
			r.Email, r.Login, r.Site, r.Function, r.ManagerNo, r.Pensum = "", "", "", "", "", nil
		}), want: `00002 changed: email "p00002@example.ch"→"", login "u00002"→"", has_pc "true"→"false", site "Rathaus"→"", ` +
			`function "Sachbearbeitung"→"", pensum "80"→"", manager "00001"→"" [1 from 2026-12-01]`},
		{name: "absent columns change nothing", edit: func(rows []Row) []Row {
			for i, row := range rows {
				rows[i] = Row{PersonnelNo: row.PersonnelNo, LastName: row.LastName, FirstName: row.FirstName, UnitCode: row.UnitCode, EntryOn: row.EntryOn}
			}
			return rows
		}, without: []Field{fieldEmail, fieldLogin, fieldEmployment, fieldSite, fieldFunction, fieldPensum, fieldCategory, fieldExit,
			fieldManager, fieldDeputy, fieldLanguage}},
		{name: "HR's word on the PC stands", edit: edit(1, func(r *Row) { r.Email = "" }),
			roster: func(r *people.Roster) { r.Persons["00002"].Traits.Source = "hr" },
			want:   `00002 changed: email "p00002@example.ch"→""`},
		{name: "HR says PC", edit: func(rows []Row) []Row { return rows }, options: Options{HasPC: map[string]bool{"00007": true}},
			want: `00007 changed: has_pc "false"→"true", pc_source "mail"→"hr"`},
		{name: "deputy", edit: edit(1, func(r *Row) { r.DeputyNo = "00003" }), want: `00002 changed: deputy ""→"00003"`},
		{name: "second employment ends", edit: func(rows []Row) []Row { return rows },
			roster: func(r *people.Roster) {
				e := *r.Persons["00002"].Employments["1"]
				e.Department = "2230"
				r.Persons["00002"].Employments["2"] = &e
			},
			want: `00002 changed: exit_on ""→"2026-11-30" [2 from 2026-11-30]`},
		{name: "new place", edit: edit(1, func(r *Row) { r.Site = "Bibliothek" }),
			want: "site Bibliothek\n" + `00002 changed: site "Rathaus"→"Bibliothek" [1 from 2026-12-01]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			roster := settled(t)
			if c.roster != nil {
				c.roster(roster)
			}
			p := Plan(roster, fileOf(c.edit(town()), c.without...), c.options, shares)
			if diff := cmp.Diff(c.want, describe(p.Change)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.problems, found(p.Problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A code made from a name stays with its unit; the next unit of that name gets
// another.
func TestCodesStay(t *testing.T) {
	t.Parallel()
	renamed := town()
	for i := range renamed {
		if renamed[i].UnitNames[1] == "Immobilien" {
			renamed[i].UnitNames = []string{"Finanzen", "Liegenschaften", renamed[i].UnitNames[2]}
		}
	}
	roster := settled(t)
	roster = after(roster, Plan(roster, fileOf(renamed), Options{}, shares).Change, december.AddDays(30))
	row := renamed[0]
	row.PersonnelNo, row.Login, row.LastName = "00100", "neu", "Neu"
	row.UnitCode, row.UnitNames = "2300", []string{"Finanzen", "Immobilien", "Bewirtschaftung"}
	c := Plan(roster, fileOf(append(renamed, row)), Options{}, shares).Change
	want := `creates finanzen/immobilien-2: Immobilien under "finanzen" from 2026-12-31
creates 2300: Bewirtschaftung under "finanzen/immobilien-2" from 2026-12-31`
	if diff := cmp.Diff(want, describe(people.Change{Departments: c.Departments})); diff != "" {
		t.Error(diff)
	}
	if e := c.Persons[0].Employments[0]; e.From != december.AddDays(30) {
		t.Errorf("the employment begins %s, before its department", e.From)
	}
}

func TestPlanWithoutCodes(t *testing.T) {
	t.Parallel()
	bare := func() []Row {
		rows := town()
		for i := range rows {
			rows[i].UnitCode = ""
		}
		return rows
	}
	roster := after(emptyRoster(november), Plan(emptyRoster(november), fileOf(bare()), Options{}, shares).Change, december)
	if p := Plan(roster, fileOf(bare()), Options{}, shares); !p.Change.Empty() {
		t.Errorf("the same file again:\n%s", describe(p.Change))
	}
	rows := bare()
	for _, i := range []int{2, 3} {
		rows[i].UnitNames = []string{"Präsidiales", "Kanzlei und Informatik", "Digitales"}
	}
	want := `renames praesidiales/kanzlei-und-informatik/informatik: Digitales under "praesidiales/kanzlei-und-informatik" from 2026-12-01`
	if diff := cmp.Diff(want, describe(Plan(roster, fileOf(rows), Options{}, shares).Change)); diff != "" {
		t.Error(diff)
	}
}

func TestPlanProblems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		edit func([]Row) []Row
		want string
		stop bool
	}{
		{"number twice", func(rows []Row) []Row { return append(rows, rows[1]) }, "error 11 duplicate", true},
		{"one number, two persons", func(rows []Row) []Row {
			row := rows[1]
			row.LastName, row.FirstName, row.EmploymentNo = "Beispiel", "Luca", "2"
			return append(rows, row)
		}, "error 11 two_names", true},
		{"exit before entry", func(rows []Row) []Row { rows[1].ExitOn = rows[1].EntryOn - 1; return rows }, "error 3 exit_before_entry", true},
		{"exit before the entry on record", func(rows []Row) []Row { rows[1].EntryOn, rows[1].ExitOn = 0, rows[1].EntryOn-1; return rows }, "error 3 exit_before_known", true},
		{"no department", func(rows []Row) []Row { rows[1].UnitCode, rows[1].UnitNames = "", nil; return rows }, "error 3 no_unit", true},
		{"login twice", func(rows []Row) []Row { rows[1].Login = "U00003"; return rows }, "error 4 login_twice", true},
		{"login of somebody else", func(rows []Row) []Row { rows[1].Login = "U00006"; return slices.Delete(rows, 5, 6) }, "error 3 login_taken", true},
		{"manager in a circle", func(rows []Row) []Row {
			rows[0].ManagerNo, rows[1].ManagerNo, rows[2].ManagerNo = "00003", "00001", "00002"
			return rows
		}, "error 4 manager_circle", true},
		{"own manager", func(rows []Row) []Row { rows[1].ManagerNo = "00002"; return rows }, "warning 3 manager_self", false},
		{"unknown manager", func(rows []Row) []Row { rows[1].ManagerNo = "99999"; return rows }, "warning 3 manager_unknown", false},
		{"manager on record only", func(rows []Row) []Row { rows[1].ManagerNo = "00006"; return slices.Delete(rows, 5, 6) },
			"warning 3 manager_missing", false},
		{"unknown deputy, own deputy", func(rows []Row) []Row { rows[1].DeputyNo, rows[2].DeputyNo = "99999", "00003"; return rows },
			"warning 3 deputy_unknown\nwarning 4 deputy_self", false},
		{"namesakes", func(rows []Row) []Row {
			row := rows[1]
			row.PersonnelNo, row.Login = "00100", "neu"
			return append(rows, row)
		}, "warning 11 namesake", false},
		{"a second number of one who is gone", func(rows []Row) []Row {
			rows[5].PersonnelNo, rows[5].Login = "00100", "neu"
			return rows
		}, "warning 7 namesake_on_record", false},
		{"a number given to somebody else", func(rows []Row) []Row {
			rows[1].LastName, rows[1].FirstName, rows[1].Email = "Andere", "Person", "andere.person@example.ch"
			return rows
		}, "warning 3 other_person", false},
		{"married", func(rows []Row) []Row { rows[1].LastName = "Andere"; return rows }, "", false},
		{"one code, two names", func(rows []Row) []Row {
			rows[8].UnitCode = "1110"
			return rows
		}, "warning 10 unit_differs", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := Plan(settled(t), fileOf(c.edit(town())), Options{}, shares)
			if diff := cmp.Diff(c.want, found(p.Problems)); diff != "" {
				t.Error(diff)
			}
			if p.Blocked() != c.stop {
				t.Errorf("blocked: %t", p.Blocked())
			}
			for _, person := range p.Change.Persons {
				for _, e := range person.Employments {
					if e.After != nil && (e.After.Manager == person.Key || e.After.Manager == "99999") {
						t.Errorf("%s has the manager %s", person.Key, e.After.Manager)
					}
				}
			}
		})
	}
}

func TestBrake(t *testing.T) {
	t.Parallel()
	rows := town()
	rows[4].UnitCode, rows[4].UnitNames = "1110", rows[0].UnitNames
	rows = slices.Delete(rows, 5, 7)
	p := Plan(settled(t), fileOf(rows), Options{}, shares)
	want := Brake{Employed: 9, Leavers: 2, Movers: 1, LeaversOver: true, MoversOver: true}
	if p.Brake != want || p.Brake.Confirm() != 3 {
		t.Errorf("%+v, confirm %d", p.Brake, p.Brake.Confirm())
	}
	p = Plan(settled(t), fileOf(rows), Options{}, Shares{Leavers: 22, Movers: 12})
	if p.Brake.LeaversOver || !p.Brake.MoversOver {
		if p.Brake.Confirm() == 0 {
			t.Errorf("%+v: 2 of 9 is above 22 per cent", p.Brake)
		}
	}
	p = Plan(settled(t), fileOf(rows), Options{}, Shares{Leavers: 23, Movers: 12})
	if p.Brake.LeaversOver || p.Brake.MoversOver {
		t.Errorf("%+v: 2 of 9 is below 23 per cent, 1 of 9 below 12", p.Brake)
	}
}

func TestACircleNamesItsLinks(t *testing.T) {
	t.Parallel()
	above := map[string][]string{"1": {"2"}, "2": {"9", "3"}, "9": nil}
	if got := chain(above, "3", "1"); got != "3 → 1 → 2 → 3" {
		t.Error(got)
	}
}
