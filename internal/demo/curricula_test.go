package demo

import (
	"bytes"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/holiday"
	"zaemme/internal/hrimport"
	"zaemme/internal/people"
)

// emmen is the organisation that the staff file of the demo gives.
func emmen(t *testing.T) *people.Org {
	t.Helper()
	var text bytes.Buffer
	if err := newWorld(today, Seed).windowsCSV(&text, today); err != nil {
		t.Fatal(err)
	}
	file, err := hrimport.Read("personal.csv", text.Bytes(), hrimport.Mapping{})
	if err != nil {
		t.Fatal(err)
	}
	empty := &people.Roster{Day: today, Departments: map[string]*people.DepartmentEntry{}, Sites: map[string]int64{},
		Persons: map[string]*people.PersonEntry{}, Joined: map[string]string{}}
	proposal := hrimport.Plan(empty, file, hrimport.Options{}, hrimport.Shares{Leavers: 100, Movers: 100})
	if proposal.Blocked() {
		t.Fatalf("the file is refused: %+v", proposal.Problems)
	}
	return people.NewOrg(today, nil, nil, nil).With(proposal.Change)
}

// given is one curriculum of the catalogue with the rule that gives it.
type given struct {
	curriculum.Curriculum
	audience curriculum.Audience
	persons  int // whom it concerns in the file
}

func lines(codes ...string) []curriculum.Line {
	list := make([]curriculum.Line, len(codes))
	for i, code := range codes {
		list[i] = curriculum.Line{Course: code, DueDays: 60}
	}
	return list
}

func within(days int, list []curriculum.Line) []curriculum.Line {
	for i := range list {
		list[i].DueDays = days
	}
	return list
}

// catalogue are the curricula of the course catalogue, as rules.
func catalogue() map[string]given {
	yes, no := true, false
	core := []string{"IS-01", "DS-01", "KI-01", "ZA-01"}
	staff := &curriculum.Audience{Categories: []people.Category{people.Apprentice, people.Official}}
	recommended := lines("IS-01", "DS-01", "KI-01")
	for i := range recommended {
		recommended[i].Mandatory = &no
	}
	unit := func(codes ...string) (list []curriculum.DepartmentRef) {
		for _, code := range codes {
			list = append(list, curriculum.DepartmentRef{Code: code})
		}
		return list
	}
	return map[string]given{
		"Grundcurriculum": {curriculum.Curriculum{Lines: lines(core...)}, curriculum.Audience{PC: &yes, Except: staff}, 373},
		"Verwaltung":      {curriculum.Curriculum{Lines: lines("RM-01", "DF-01", "BF-01")}, curriculum.Audience{PC: &yes, Functions: []string{"Sach*", "Steuer*", "HR*", "Zivil*", "Jurist*", "Schulsekr*"}, Except: staff}, 107},
		"Daten und Prozesse": {curriculum.Curriculum{Lines: lines("DM-01", "PO-01")}, curriculum.Audience{Any: []curriculum.Audience{
			{Departments: unit("1320", "1120", "2110")}, {Functions: []string{"Projektl*", "Steuerfachperson"}}}, Except: staff}, 63},
		"Führung":            {curriculum.Curriculum{Lines: lines("IS-01", "DS-01", "KI-01", "ZA-01", "PO-01", "DF-01", "DP-01")}, curriculum.Audience{LeadsPeople: &yes}, -1},
		"Ohne PC":            {curriculum.Curriculum{Lines: lines("IS-01K", "DS-01K")}, curriculum.Audience{PC: &no, Except: &curriculum.Audience{Categories: []people.Category{people.Official, people.External, people.Agency, people.Militia}}}, 198},
		"Lernende":           {curriculum.Curriculum{Lines: within(90, lines(core...))}, curriculum.Audience{Categories: []people.Category{people.Apprentice}}, 24},
		"Behördenmitglieder": {curriculum.Curriculum{Lines: recommended}, curriculum.Audience{Categories: []people.Category{people.Official}}, 5},
	}
}

// Every curriculum of the catalogue can be written as a rule on the staff file of
// the invented Emmen, and gives its courses to whom it should.
func TestCurriculaOfTheCatalogue(t *testing.T) {
	t.Parallel()
	org := emmen(t)
	var courses []curriculum.CourseFacts
	ids := map[string]int64{}
	for i, code := range []string{"IS-01", "DS-01", "DF-01", "ZA-01", "RM-01", "DM-01", "KI-01", "BF-01", "PO-01", "DP-01", "IS-01K", "DS-01K"} {
		ids[code] = int64(i + 1)
		courses = append(courses, curriculum.CourseFacts{ID: ids[code], Code: code})
	}
	for name, g := range catalogue() {
		g.Code, g.Title = "c", coursefile.Texts{"de": name}
		rule := curriculum.Rule{ID: 1, Code: "r", Title: g.Title, Version: 1, Curriculum: "c", Audience: g.audience, Active: true}
		change := curriculum.RulesChange{Curricula: []curriculum.Curriculum{g.Curriculum}, Rules: []curriculum.Rule{rule}}
		text, err := change.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := curriculum.ParseRules(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		effects, err := curriculum.Plan(curriculum.Facts{Org: org, Day: today, Courses: courses, Calendars: holiday.NewBook(nil),
			Book: curriculum.Book{Curricula: change.Curricula, Rules: change.Rules}}, slices.Values([]curriculum.Held{}))
		if err != nil {
			t.Fatal(err)
		}
		asked := map[string]map[string]bool{}
		for _, e := range effects {
			if asked[e.Person] == nil {
				asked[e.Person] = map[string]bool{}
			}
			asked[e.Person][e.Course] = true
			detail, err := e.DetailOf()
			if err != nil {
				t.Fatal(err)
			}
			if detail.Mandatory == (name == "Behördenmitglieder") {
				t.Errorf("%s: %s is mandatory: %t", name, e.Course, detail.Mandatory)
			}
		}
		want := map[string]bool{}
		for _, l := range g.Lines {
			want[l.Course] = true
		}
		for person, got := range asked {
			if !maps.Equal(got, want) {
				t.Errorf("%s: person %s is asked for %v", name, person, got)
			}
		}
		if g.persons >= 0 && len(asked) != g.persons || len(asked) == 0 {
			t.Errorf("%s concerns %d persons, want %d", name, len(asked), g.persons)
		}
		if name == "Führung" {
			for _, m := range org.Members {
				if org.Leads(m.ID) != (asked[m.PersonKey()] != nil) {
					t.Errorf("%s leads: %t, is asked: %t", m.PersonKey(), org.Leads(m.ID), asked[m.PersonKey()] != nil)
				}
			}
		}
	}
}

// The names here are those of the catalogue, where that lies beside the project.
func TestCatalogueHasNoOtherCurricula(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../shared/content/CATALOGUE.md")
	if err != nil {
		t.Skip("the catalogue does not lie beside the project")
	}
	_, after, _ := strings.Cut(string(text), "**Curricula (proposal).**")
	after, _, _ = strings.Cut(after, "Total for")
	for _, m := range regexp.MustCompile(`\*([^*]+)\*`).FindAllStringSubmatch(after, -1) {
		if _, ok := catalogue()[m[1]]; !ok {
			t.Errorf("no rule gives the curriculum %q", m[1])
		}
	}
}
