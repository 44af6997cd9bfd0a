package curriculum

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
)

func ymd(year, month, day int) calendar.Date { return calendar.NewDate(year, time.Month(month), day) }

func yes() *bool { v := true; return &v }
func no() *bool  { v := false; return &v }

// testOrg is a small municipality on 2 March 2026: department 2 lies in 1, 3 in 2.
func testOrg() *people.Org {
	departments := []*people.Department{
		{ID: 1, Code: "BU", Name: "Bau und Umwelt", HeadID: 1}, {ID: 2, Code: "TW", Name: "Tiefbau und Werke", ParentID: 1},
		{ID: 3, Code: "WD", Name: "Werkdienst", ParentID: 2}, {ID: 4, Code: "SO", Name: "Soziales"},
		{ID: 5, Code: "GR", Name: "Gemeinderat", Official: true},
	}
	sites := []*people.Site{{ID: 1, Name: "Gemeindehaus", Calendar: "luzern"}, {ID: 2, Name: "Werkhof", Calendar: "luzern"}}
	member := func(id int64, pc bool, employments ...people.Employment) *people.Member {
		for i := range employments {
			employments[i].PersonID, employments[i].ExitOn = id, calendar.Forever
			if employments[i].EntryOn == 0 {
				employments[i].EntryOn = ymd(2020, 1, 1)
			}
		}
		return &people.Member{Person: people.Person{ID: id, UID: uuid.UUID{15: byte(id)}, PersonnelNo: string(rune('0' + id))}, HasPC: pc,
			Employments: employments}
	}
	members := []*people.Member{
		member(1, true, people.Employment{DepartmentID: 1, SiteID: 1, Function: "Direktorin", Pensum: 100, Category: people.Permanent}),
		member(2, false, people.Employment{DepartmentID: 3, SiteID: 2, Function: "Mitarbeiter Werkdienst", Pensum: 80, Category: people.Permanent, ManagerID: 1}),
		member(3, true, people.Employment{DepartmentID: 4, SiteID: 1, Function: "Sachbearbeiterin Soziales", Pensum: 50, Category: people.Permanent},
			people.Employment{No: "2", DepartmentID: 2, SiteID: 2, Function: "Beraterin", Pensum: 20, Category: people.External, EntryOn: ymd(2026, 1, 5)}),
		member(4, true, people.Employment{DepartmentID: 5, Function: "Gemeinderat", Pensum: 80, Category: people.Official}),
		member(5, true), // has left
	}
	members[2].Tags = []string{"gever"}
	return people.NewOrg(ymd(2026, 3, 2), departments, sites, members)
}

func TestAudienceMatches(t *testing.T) {
	t.Parallel()
	org := testOrg()
	for name, test := range map[string]struct {
		audience Audience
		want     []int64
	}{
		"everybody employed":      {Audience{}, []int64{1, 2, 3, 4}},
		"subtree":                 {Audience{Departments: []DepartmentRef{{Code: "BU"}}}, []int64{1, 2, 3}},
		"only the department":     {Audience{Departments: []DepartmentRef{{Code: "BU", Only: true}}}, []int64{1}},
		"unknown department":      {Audience{Departments: []DepartmentRef{{Code: "XX"}}}, nil},
		"function, any case":      {Audience{Functions: []string{" direktorin"}}, []int64{1}},
		"beginning of a function": {Audience{Functions: []string{"SACH*", "gemeinder*"}}, []int64{3, 4}},
		"no beginning by itself":  {Audience{Functions: []string{"Sach"}}, nil},
		"category":                {Audience{Categories: []people.Category{people.Official, people.External}}, []int64{3, 4}},
		"site":                    {Audience{Sites: []string{"Werkhof"}}, []int64{2, 3}},
		"PC":                      {Audience{PC: yes()}, []int64{1, 3, 4}},
		"no PC":                   {Audience{PC: no()}, []int64{2}},
		"leads":                   {Audience{LeadsPeople: yes()}, []int64{1}},
		"leads nobody":            {Audience{LeadsPeople: no()}, []int64{2, 3, 4}},
		"entry from":              {Audience{EntryFrom: ymd(2026, 1, 5)}, []int64{3}},
		"entry until":             {Audience{EntryUntil: ymd(2026, 1, 4)}, []int64{1, 2, 3, 4}},
		"tag":                     {Audience{Tags: []string{"x", "gever"}}, []int64{3}},
		"person":                  {Audience{Persons: []string{uuid.UUID{15: 2}.String()}}, []int64{2}},
		"and":                     {Audience{PC: yes(), Departments: []DepartmentRef{{Code: "BU"}}}, []int64{1, 3}},
		"and on one employment":   {Audience{Sites: []string{"Werkhof"}, Functions: []string{"Sach*"}}, nil},
		"any":                     {Audience{PC: yes(), Any: []Audience{{Sites: []string{"Werkhof"}}, {LeadsPeople: yes()}}}, []int64{1, 3}},
		"except":                  {Audience{Except: &Audience{Departments: []DepartmentRef{{Code: "BU"}}}}, []int64{3, 4}},
		"except one employment":   {Audience{Departments: []DepartmentRef{{Code: "BU"}}, Except: &Audience{Categories: []people.Category{people.External}}}, []int64{1, 2}},
		"except by tag":           {Audience{Except: &Audience{Tags: []string{"gever"}}}, []int64{1, 2, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := json.Marshal(test.audience)
			if err != nil {
				t.Fatal(err)
			}
			var stored Audience
			if err := decodeStrict(text, &stored); err != nil {
				t.Fatal(err)
			}
			if err := stored.Validate("audience"); err != nil {
				t.Fatal(err)
			}
			var got []int64
			for _, m := range org.Members {
				if stored.Matches(org, m) {
					got = append(got, m.ID)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAudienceValidate(t *testing.T) {
	t.Parallel()
	deep := Audience{Any: []Audience{{Any: []Audience{{Any: []Audience{{Any: []Audience{{PC: yes()}}}}}}}}}
	for field, a := range map[string]Audience{
		"audience.departments[0]":              {Departments: []DepartmentRef{{}}},
		"audience.functions[1]":                {Functions: []string{"x*", "x*y"}},
		"audience.categories[0]":               {Categories: []people.Category{"chief"}},
		"audience.sites[0]":                    {Sites: []string{"a\nb"}},
		"audience.entry_until":                 {EntryFrom: ymd(2026, 2, 1), EntryUntil: ymd(2026, 1, 1)},
		"audience.except":                      {Except: &Audience{}},
		"audience.any[0].except.tags[0]":       {Any: []Audience{{Except: &Audience{Tags: []string{" "}}}}},
		"audience.any[0].any[0].any[0].any[0]": deep,
	} {
		var problem *apperr.Error
		if err := a.Validate("audience"); !errors.As(err, &problem) || problem.Kind != apperr.Invalid || problem.Field != field {
			t.Errorf("%s: %v at %q", field, err, problem.Field)
		}
	}
}

func TestAudienceInWords(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(os.DirFS("../../views"), "i18n")
	if err != nil {
		t.Fatal(err)
	}
	org := testOrg()
	for want, a := range map[string]Audience{
		"Alle": {},
		"Alle mit PC in Bau und Umwelt, ohne Externe": {PC: yes(), Departments: []DepartmentRef{{Code: "BU"}},
			Except: &Audience{Categories: []people.Category{people.External}}},
		"Lernende oder Temporäre als Sach* direkt in Soziales": {Categories: []people.Category{people.Apprentice, people.Agency},
			Functions: []string{"Sach*"}, Departments: []DepartmentRef{{Code: "SO", Only: true}}},
		"Alle mit Eintritt ab 1.1.2026": {EntryFrom: ymd(2026, 1, 1)},
	} {
		if got := Sentence(texts.Printer("de"), a.Describe(org)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	for _, reason := range Reasons() {
		if !texts.Printer("de").Has("duty.reason." + reason) {
			t.Errorf("no text for %s", reason)
		}
	}
	for _, c := range people.Categories {
		if !texts.Printer("en").Has("audience.category." + string(c)) {
			t.Errorf("no text for %s", c)
		}
	}
}
