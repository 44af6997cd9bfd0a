package hrimport

import (
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

func TestEditPerson(t *testing.T) {
	t.Parallel()
	r := settled(t)
	had := r.Persons["00004"].Employments["1"].EmploymentState
	with := func(alter func(*people.EmploymentState)) people.EmploymentState {
		s := had
		alter(&s)
		return s
	}
	anna := r.Persons["00004"].PersonState
	identity := func(alter func(*people.PersonState)) people.PersonState {
		s := anna
		alter(&s)
		return s
	}
	next := december.AddDays(90)
	fresh := had
	fresh.EntryOn, fresh.Category = next, people.External
	away := calendar.Interval{From: december, Until: next}
	external := people.PersonState{LastName: "Extern", FirstName: "Ella", Language: "de"}
	for name, c := range map[string]struct {
		edit  edit
		alter func(*people.Roster)
		want  string
	}{
		"another function": {edit: &EmploymentEdit{Person: "00004", No: "1", State: with(func(s *people.EmploymentState) { s.Function = "Leitung" })},
			want: `00004 changed: function "Sachbearbeitung"→"Leitung" [1 from 2026-12-01]`},
		"another department": {edit: &EmploymentEdit{Person: "00004", No: "1", State: with(func(s *people.EmploymentState) { s.Department, s.Site = "1110", "Neubau" })},
			want: "site Neubau\n" + `00004 moved: department "1120"→"1110", site "Rathaus"→"Neubau" [1 from 2026-12-01]`},
		"a last day": {edit: &EmploymentEdit{Person: "00004", No: "1", State: with(func(s *people.EmploymentState) { s.ExitOn = december.AddDays(-1) })},
			want: `00004 left: exit_on ""→"2026-11-30" [1 from 2026-11-30]`},
		"nothing": {edit: &EmploymentEdit{Person: "00004", No: "1", State: had}, want: ""},
		"a trainer of an apprentice": {edit: &EmploymentEdit{Person: "00004", No: "1", State: with(func(s *people.EmploymentState) {
			s.Category, s.Trainer = people.Apprentice, "00003"
		})}, want: `00004 changed: category "permanent"→"apprentice", trainer ""→"00003" [1 from 2026-12-01]`},
		"a trainer of nobody": {edit: &EmploymentEdit{Person: "00004", No: "1", State: with(func(s *people.EmploymentState) { s.Trainer = "00003" })},
			want: "error.edit.no_apprentice at trainer"},
		"led by oneself": {edit: &EmploymentEdit{Person: "00004", No: "1", State: with(func(s *people.EmploymentState) { s.Manager = "00004" })},
			want: "error.edit.manager_circle at manager"},
		"led by whom one leads": {edit: &EmploymentEdit{Person: "00001", No: "1", State: with(func(s *people.EmploymentState) { s.Manager = "00004" })},
			want: "error.edit.manager_circle at manager"},
		"too much": {edit: &EmploymentEdit{Person: "00004", No: "1", State: with(func(s *people.EmploymentState) { s.Pensum = 120 })},
			want: "error.edit.pensum at pensum"},
		"gone before coming": {edit: &EmploymentEdit{Person: "00004", No: "1", State: with(func(s *people.EmploymentState) { s.ExitOn = s.EntryOn.AddDays(-1) })},
			want: "error.edit.exit_before_entry at exit_on"},
		"an employment that is not": {edit: &EmploymentEdit{Person: "00004", No: "7", State: had}, want: "error.edit.no_employment at "},
		"over what is to come": {edit: &EmploymentEdit{Person: "00004", No: "1", State: with(func(s *people.EmploymentState) { s.Function = "X" })},
			alter: func(r *people.Roster) {
				r.Persons["00004"].Employments["1"].Next = &people.EmploymentEntry{ValidFrom: next}
			}, want: "error.edit.later at from"},
		"nobody": {edit: &EmploymentEdit{Person: "77", No: "1", State: had}, want: "error.person.not_found at "},
		"a second employment": {edit: &EmploymentEdit{Person: "00004", State: fresh},
			want: `00004 changed: department ""→"1120", site ""→"Rathaus", function ""→"Sachbearbeitung", pensum ""→"80", category ""→"external", entry_on ""→"2027-03-01", manager ""→"00001" [2 from 2027-03-01]`},
		"back again": {edit: &EmploymentEdit{Person: "00004", State: fresh}, alter: func(r *people.Roster) { r.Persons["00004"].Employments["1"].ExitOn = november },
			want: `00004 rehired: department ""→"1120", site ""→"Rathaus", function ""→"Sachbearbeitung", pensum ""→"80", category ""→"external", entry_on ""→"2027-03-01", manager ""→"00001" [2 from 2027-03-01]`},
		"leaving": {edit: &ExitEdit{Person: "00004", LastDay: next}, want: `00004 left: exit_on ""→"2027-03-01" [1 from 2027-03-01]`},
		"married": {edit: &IdentityEdit{Person: "00004", State: identity(func(s *people.PersonState) { s.LastName = "Beispiel" })},
			want: `00004 changed: last_name "Muster00004"→"Beispiel"`},
		"another's login": {edit: &IdentityEdit{Person: "00004", State: identity(func(s *people.PersonState) { s.Login = "U00001" })},
			want: "error.edit.login_taken at login"},
		"no mail address": {edit: &IdentityEdit{Person: "00004", State: identity(func(s *people.PersonState) { s.Email = "anna" })},
			want: "error.edit.email at email"},
		"no name": {edit: &IdentityEdit{Person: "00004", State: identity(func(s *people.PersonState) { s.FirstName = "" })},
			want: "error.form.required at first_name"},
		"an external": {edit: &PersonEdit{Key: "uid:6f2c1b1e-0000-4000-8000-000000000001", State: external, Employment: fresh},
			want: `uid:6f2c1b1e-0000-4000-8000-000000000001 joined: last_name ""→"Extern", first_name ""→"Ella", language ""→"de", has_pc ""→"false", pc_source ""→"mail", department ""→"1120", site ""→"Rathaus", function ""→"Sachbearbeitung", pensum ""→"80", category ""→"external", entry_on ""→"2027-03-01", manager ""→"00001" [1 from 2027-03-01]`},
		"a number that is taken": {edit: &PersonEdit{Key: "00004", State: external, Employment: fresh}, want: "error.edit.number_taken at number"},
		"a namesake":             {edit: &PersonEdit{Key: "00077", State: anna, Employment: fresh}, want: "error.edit.login_taken at login"},
		"a namesake with a login": {edit: &PersonEdit{Key: "00077", State: identity(func(s *people.PersonState) { s.Login = "" }), Employment: fresh},
			want: "error.edit.namesake at last_name"},
		"tags":       {edit: &TagsEdit{Person: "00004", Tags: []string{"M365", " GEVER ", "M365"}}, want: `00004 changed: tags ""→"GEVER, M365"`},
		"two in one": {edit: &TagsEdit{Person: "00004", Tags: []string{"M365, GEVER"}}, want: "error.edit.tag at tags"},
		"no PC":      {edit: &PCEdit{Person: "00004"}, want: `00004 changed: has_pc "true"→"false", pc_source "mail"→"hr"`},
		"a deputy": {edit: &DeputyEdit{Person: "00001", Deputy: "00002", From: december, Until: next},
			want: `00001 changed: substitute ""→"00002 2026-12-01/2027-03-01"`},
		"a deputy of oneself": {edit: &DeputyEdit{Person: "00001", Deputy: "00001", From: december, Until: next}, want: "error.edit.own_deputy at deputy"},
		"a deputy for no day": {edit: &DeputyEdit{Person: "00001", Deputy: "00002", From: next, Until: december}, want: "error.edit.until_first at until"},
		"a deputy twice": {edit: &DeputyEdit{Person: "00001", Deputy: "00002", From: december, Until: next}, alter: func(r *people.Roster) {
			r.Persons["00001"].Substitutes = []people.SubstituteChange{{Deputy: "00002", From: next, Until: next}}
		}, want: "error.edit.substitute_overlaps at from"},
		"no deputy to take back": {edit: &DeputyEdit{Person: "00001", Deputy: "00002", From: december, Until: next, Remove: true}, want: "error.edit.no_substitute at "},
		"away":                   {edit: &AbsenceEdit{Person: "00004", After: &away}, want: `00004 changed: absence ""→"2026-12-01/2027-03-01"`},
		"away twice": {edit: &AbsenceEdit{Person: "00004", After: &away}, alter: func(r *people.Roster) { r.Persons["00004"].Absences = []calendar.Interval{{From: next, Until: next}} },
			want: "error.edit.absence_overlaps at from"},
		"back earlier": {edit: &AbsenceEdit{Person: "00004", Before: &away, After: &calendar.Interval{From: december, Until: december}},
			alter: func(r *people.Roster) { r.Persons["00004"].Absences = []calendar.Interval{away} },
			want:  `00004 changed: absence "2026-12-01/2027-03-01"→"2026-12-01/2026-12-01"`},
		"never away": {edit: &AbsenceEdit{Person: "00004", Before: &away}, want: "error.edit.no_absence at "},
	} {
		alter := c.alter
		if alter == nil {
			alter = func(*people.Roster) {}
		}
		if got := planned(t, c.edit, december, alter); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

func TestAnEditHasOnePart(t *testing.T) {
	t.Parallel()
	if _, err := (ByHand{}).part(); err == nil {
		t.Error("an edit of nothing is an edit")
	}
}
