package people_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/peopletest"
	"zaemme/internal/testing/wide"
)

var start = calendar.NewDate(2026, time.November, 2)

func loadOrg(t *testing.T, c db.Conn, day calendar.Date) *people.Org {
	t.Helper()
	org, err := people.Load(t.Context(), c, people.Moment{Day: day})
	if err != nil {
		t.Fatal(err)
	}
	return org
}

func apply(t *testing.T, d *db.DB, c people.Change) people.IDs {
	t.Helper()
	var ids people.IDs
	if err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
		ids, err = people.Apply(t.Context(), tx, c, 0, 0)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return ids
}

// What is applied is what With shows, on the day and around it, after any series
// of changes.
func TestAppliedIsShown(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(4)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			appliedIsShown(t, dbtest.New(t), &edits{Rand: rand.New(rand.NewPCG(seed, 7))})
		})
	}
}

func appliedIsShown(t *testing.T, d *db.DB, g *edits) {
	t.Helper()
	day := start
	for range 10 {
		roster, err := people.LoadRoster(t.Context(), d, day)
		if err != nil {
			t.Fatal(err)
		}
		g.roster = roster
		change := g.change()
		days := []calendar.Date{day.AddDays(-30), day.AddDays(-1), day, day.AddDays(1), day.AddDays(20), day.AddDays(200)}
		var shown []string
		for _, at := range days {
			org := loadOrg(t, d, at)
			before := peopletest.Dump(org)
			shown = append(shown, peopletest.Dump(org.With(change)))
			if diff := cmp.Diff(before, peopletest.Dump(org)); diff != "" {
				t.Fatalf("With altered its receiver:\n%s", diff)
			}
		}
		apply(t, d, change)
		for i, at := range days {
			if diff := cmp.Diff(shown[i], peopletest.Dump(loadOrg(t, d, at))); diff != "" {
				t.Fatalf("%s as seen from %s: shown (-), applied (+):\n%s", at, day, diff)
			}
		}
		day = day.AddDays(1 + g.IntN(25))
	}
}

// A report known at a moment stays as it was, facts being only added; names are
// undated and left out.
func TestApplyKeepsWhatWasKnown(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	facts := func(at people.Moment) []people.Employment {
		org, err := people.Load(t.Context(), d, at)
		if err != nil {
			t.Fatal(err)
		}
		var list []people.Employment
		for _, m := range org.Members {
			list = append(list, m.Employments...)
		}
		return list
	}
	g := &edits{Rand: rand.New(rand.NewPCG(3, 9))}
	type remembered struct {
		at    people.Moment
		facts []people.Employment
	}
	var reports []remembered
	for i := range 8 {
		day := start.AddDays(i * 10)
		roster, err := people.LoadRoster(t.Context(), d, day)
		if err != nil {
			t.Fatal(err)
		}
		g.roster = roster
		apply(t, d, g.change())
		known, err := d.Horizon(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []calendar.Date{day.AddDays(-5), day, day.AddDays(30)} {
			moment := people.Moment{Day: at, Known: known}
			reports = append(reports, remembered{moment, facts(moment)})
		}
	}
	for _, r := range reports {
		if diff := cmp.Diff(r.facts, facts(r.at)); diff != "" {
			t.Errorf("as at %s, known at %s:\n%s", r.at.Day, r.at.Known, diff)
		}
	}
}

func TestApplyRecordsEveryPerson(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ids := apply(t, d, first())
	var rows []struct {
		Action  string
		Subject int64
		Fields  string
	}
	if err := d.Query(t.Context()).Raw(`select action, coalesce(subject_id, 0) as subject, array_to_string(fields, ' ') as fields
		from audit_log order by id`).Scan(&rows).Error; err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2+3 {
		t.Fatalf("%d entries, want one per department and person: %+v", len(rows), rows)
	}
	last := rows[4]
	want := "last_name first_name email language has_pc pc_source department function pensum category entry_on manager"
	if last.Action != "people.person.joined" || last.Subject != ids.Persons["00003"] || last.Fields != want {
		t.Errorf("entry of 00003 is %+v, want fields %q", last, want)
	}
}

// first is a small organisation: 00001 leads 00002, who leads 00003.
func first() people.Change {
	c := people.Change{EffectiveOn: start, Departments: []people.DepartmentChange{
		{Code: "1", After: people.DepartmentState{Name: "Direktion"}, From: start},
		{Code: "11", After: people.DepartmentState{Name: "Bereich", Parent: "1"}, From: start},
	}}
	for i, key := range []string{"00001", "00002", "00003"} {
		manager := []string{"", "00001", "00002"}[i]
		c.Persons = append(c.Persons, people.PersonChange{Key: key, Kind: people.Joined,
			After:  &people.PersonState{LastName: "Muster", FirstName: key, Email: key + "@example.ch", Language: "de"},
			Traits: &people.TraitChange{After: people.TraitState{HasPC: true, Source: "mail"}, From: start},
			Employments: []people.EmploymentChange{{No: "1", From: start, After: &people.EmploymentState{Department: "11",
				Function: "F", Pensum: 80, Category: people.Permanent, EntryOn: start, ExitOn: calendar.Forever, Manager: manager}}}})
	}
	return c
}

func TestApplyRefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	apply(t, d, first())
	state := people.PersonState{LastName: "A", FirstName: "B", Language: "de"}
	employment := people.EmploymentState{Department: "nowhere", Category: people.Permanent, EntryOn: start, ExitOn: calendar.Forever}
	for name, c := range map[string]people.Change{
		"a number that is taken":      {Persons: []people.PersonChange{{Key: "00001", After: &state}}},
		"a person who does not exist": {Persons: []people.PersonChange{{Key: "00009", Before: &state, After: &state}}},
		"a department that exists":    {Departments: []people.DepartmentChange{{Code: "11", From: start}}},
		"a department that does not exist": {Persons: []people.PersonChange{{Key: "00009", After: &state,
			Employments: []people.EmploymentChange{{No: "1", After: &employment, From: start}}}}},
		"a manager who does not exist": {Departments: []people.DepartmentChange{{Code: "12",
			After: people.DepartmentState{Name: "X", Head: "00077"}, From: start}}},
	} {
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := people.Apply(t.Context(), tx, c, 0, 0)
			return err
		})
		if !apperr.Is(err, apperr.Stale) {
			t.Errorf("%s: %v, want stale", name, err)
		}
	}
}

func TestLoginsCanBeExchanged(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	c := first()
	c.Persons[0].After.Login, c.Persons[1].After.Login = "anna", "beat"
	apply(t, d, c)
	swap := people.Change{EffectiveOn: start}
	for i, login := range []string{"beat", "anna"} {
		before := *c.Persons[i].After
		after := before
		after.Login = login
		swap.Persons = append(swap.Persons, people.PersonChange{Key: c.Persons[i].Key, Kind: people.Changed, Before: &before, After: &after})
	}
	ids := apply(t, d, swap)
	if got := loadOrg(t, d, start).Member(ids.Persons["00001"]).Login; got != "beat" {
		t.Errorf("login of 00001 is %q, want beat", got)
	}
}

func TestDigestSurvivesStorage(t *testing.T) {
	t.Parallel()
	c := first()
	c.Sort()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back people.Change
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if c.Digest() != back.Digest() {
		t.Error("the digest differs after a round trip through JSON")
	}
	back.Persons[2].Employments[0].After.Pensum = 60
	if c.Digest() == back.Digest() {
		t.Error("another pensum has the same digest")
	}
}
