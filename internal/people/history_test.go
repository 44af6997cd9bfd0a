package people_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

// told writes a history in one line per event, the earliest first.
func told(events []people.Event) []string {
	var lines []string
	for _, e := range slices.Backward(events) {
		var fields []string
		for _, f := range e.Fields {
			fields = append(fields, fmt.Sprintf("%s %s→%s", f.Name, f.Old, f.New))
		}
		line := fmt.Sprintf("%s %s from %s: %s", e.Kind, e.Thing, e.From, strings.Join(fields, ", "))
		if e.New {
			line = "new " + line
		}
		if e.Withdrawn {
			line = "withdrawn " + line
		}
		lines = append(lines, line)
	}
	return lines
}

// What was recorded is told once, in words of old and new, however often later
// changes cut it; what was taken back is told too.
func TestHistory(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ids := apply(t, d, first())
	moved := *first().Persons[2].Employments[0].After
	before := moved
	moved.Department, moved.Pensum = "1", 60
	state, traits := *first().Persons[2].After, people.TraitState{HasPC: true, Source: "mail"}
	tagged := traits
	tagged.Tags = []string{"GEVER"}
	later := start.AddDays(30)
	apply(t, d, people.Change{EffectiveOn: later, Departments: []people.DepartmentChange{{Code: "1", From: later,
		Before: &people.DepartmentState{Name: "Direktion"}, After: people.DepartmentState{Name: "Direktorium", Head: "00001"}}},
		Persons: []people.PersonChange{{Key: "00003", Kind: people.Moved, Before: &state,
			Deputy:      &people.DeputyChange{After: "00002", From: later},
			Traits:      &people.TraitChange{Before: &traits, After: tagged, From: later},
			Employments: []people.EmploymentChange{{No: "1", Before: &before, After: &moved, From: later}}}}})
	apply(t, d, people.Change{EffectiveOn: later, Persons: []people.PersonChange{{Key: "00003", Kind: people.Changed, Before: &state,
		Deputy: &people.DeputyChange{Before: "00002", From: later}}}})
	married := state
	married.LastName = "Beispiel"
	apply(t, d, people.Change{EffectiveOn: later, Persons: []people.PersonChange{{Key: "00003", Kind: people.Changed, Before: &state, After: &married}}})

	events, err := people.History(t.Context(), d, ids.Persons["00003"])
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"new traits  from 2026-11-02: has_pc →true, pc_source →mail",
		"new employment 1 from 2026-11-02: department →Bereich, function →F, pensum →80, category →permanent, " +
			"manager →00002 Muster, entry_on →2026-11-02",
		"new identity  from 2000-01-01: personnel_no →00003, last_name →Muster, first_name →00003, email →00003@example.ch, language →de",
		"traits  from 2026-12-02: tags →GEVER",
		"employment 1 from 2026-12-02: department Bereich→Direktorium, pensum 80→60",
		"new deputy 00002 Muster from 2026-12-02: ",
		"withdrawn deputy 00002 Muster from 2026-12-02: ",
		"identity  from 2000-01-01: last_name Muster→Beispiel",
	}
	if got := told(events); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if e := events[1]; e.Until != calendar.Forever || e.At.IsZero() {
		t.Errorf("an event holds until %s, recorded %s", e.Until, e.At)
	}
	events, err = people.DepartmentHistory(t.Context(), d, ids.Departments["1"])
	if err != nil {
		t.Fatal(err)
	}
	want = []string{
		"new department  from 2026-11-02: name →Direktion",
		"department  from 2026-12-02: name Direktion→Direktorium, head →00001 Muster",
	}
	if got := told(events); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
