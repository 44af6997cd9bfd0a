package people_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

func TestFields(t *testing.T) {
	t.Parallel()
	before := people.EmploymentState{Department: "11", Pensum: 62.5, Category: people.Permanent, EntryOn: start, ExitOn: calendar.Forever}
	after := before
	after.Department, after.Pensum, after.ExitOn = "12", 0, start.AddDays(30)
	person := people.PersonState{LastName: "Muster", FirstName: "Anna", Language: "de"}
	married := person
	married.LastName = "Beispiel"
	change := people.PersonChange{Key: "1", Before: &person, After: &married,
		Traits:      &people.TraitChange{Before: &people.TraitState{Source: "mail"}, After: people.TraitState{HasPC: true, Source: "mail"}},
		Deputy:      &people.DeputyChange{After: "00007"},
		Employments: []people.EmploymentChange{{No: "2", Before: &before, After: &after, From: start}},
	}
	want := []people.Field{
		{Name: "last_name", Old: "Muster", New: "Beispiel"},
		{Name: "has_pc", Old: "false", New: "true"},
		{Name: "deputy", New: "00007"},
		{Name: "department", Employment: "2", Old: "11", New: "12"},
		{Name: "pensum", Employment: "2", Old: "62.5", New: ""},
		{Name: "exit_on", Employment: "2", Old: "", New: "2026-12-02"},
	}
	if diff := cmp.Diff(want, change.Fields()); diff != "" {
		t.Error(diff)
	}
	if change.Name() != "Anna Beispiel" || change.LastDay() != after.ExitOn {
		t.Errorf("%q until %s", change.Name(), change.LastDay())
	}
	never := people.PersonChange{Key: "1", Employments: []people.EmploymentChange{{No: "1", Before: &before}}}
	if got := never.Fields(); len(got) != 4 || got[0] != (people.Field{Name: "department", Employment: "1", Old: "11"}) {
		t.Errorf("fields of an employment that never began: %+v", got)
	}
}

func TestSortPutsParentsFirst(t *testing.T) {
	t.Parallel()
	state := func(parent string) people.DepartmentState { return people.DepartmentState{Name: "x", Parent: parent} }
	c := people.Change{Departments: []people.DepartmentChange{
		{Code: "a", After: state("b")}, {Code: "b", After: state("c")}, {Code: "c"}, {Code: "d", After: state("elsewhere")},
	}}
	c.Sort()
	order := ""
	for _, d := range c.Departments {
		order += d.Code
	}
	if order != "cdba" {
		t.Errorf("order %s, want parents first", order)
	}
}
