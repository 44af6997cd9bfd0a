package report_test

import (
	"fmt"
	"slices"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/report"
)

func (w *world) catalogue() map[int64]*report.Course {
	courses := map[int64]*report.Course{}
	for code, id := range w.Courses {
		courses[id] = &report.Course{ID: id, Code: code, Version: &report.Version{ID: w.Version[code], Minutes: 45}}
	}
	return courses
}

func (w *world) team(q report.TeamQuery) (team *report.Team, err error) {
	q.Courses = w.catalogue()
	err = w.DB.Write(w.T.Context(), func(tx *db.Tx) (err error) {
		team, err = report.ReadTeam(w.T.Context(), tx, q)
		return err
	})
	return team, err
}

func TestAPersonOfTheLine(t *testing.T) {
	t.Parallel()
	w := generate(t, 32, 15)
	scope := w.line(today).Scope
	inLine := map[string]bool{}
	team, err := w.team(report.TeamQuery{Scope: scope, Day: today})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range team.Members {
		inLine[m.UID.String()] = true
	}
	all, err := w.team(report.TeamQuery{Scope: w.hr(today).Scope, Day: today})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all.Members {
		one, err := w.team(report.TeamQuery{Scope: scope, Day: today, UID: m.UID.String()})
		switch own := m.ID == w.boss; {
		case inLine[m.UID.String()] || own:
			if err != nil || len(one.Members) != 1 || len(one.Members[0].Rows) != len(m.Rows) {
				t.Fatalf("somebody of the line is not shown: %v", err)
			}
			for _, r := range one.Members[0].Rows {
				if r.Rule == nil || r.Rule.Titles["de"] != "Alle Mitarbeitenden" {
					t.Errorf("no rule explains %s: %v", r.Course.Code, r.Rule)
				}
			}
		case !apperr.Is(err, apperr.NotFound):
			t.Errorf("somebody outside the line: %v", err)
		}
	}
	if _, err := w.team(report.TeamQuery{Scope: scope, Day: today, UID: "nobody"}); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("an unknown Kennung: %v", err)
	}
}

// A department is read as it is found in everybody, and people beyond what is asked
// for are counted, not read.
func TestTheTeamOfADepartment(t *testing.T) {
	t.Parallel()
	w := generate(t, 33, 40)
	for _, scope := range []people.Scope{w.hr(today).Scope, w.line(today).Scope} {
		all, err := w.team(report.TeamQuery{Scope: scope, Day: today})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range all.Tree.List() {
			var want []string
			for _, m := range all.Members {
				if m.In(d.ID) {
					want = append(want, fmt.Sprint(m.UID, len(m.Rows)))
				}
			}
			some, err := w.team(report.TeamQuery{Scope: scope, Day: today, Department: d.Code, Most: max(1, len(want)+all.Outside)})
			if err != nil || some.Root.ID != d.ID {
				t.Fatalf("%s: %v", d.Code, err)
			}
			var got []string
			for _, m := range some.Members {
				got = append(got, fmt.Sprint(m.UID, len(m.Rows)))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v are not %v", d.Code, got, want)
			}
			if len(want) < 2 {
				continue
			}
			many, err := w.team(report.TeamQuery{Scope: scope, Day: today, Department: d.Code, Most: 1})
			if err != nil || len(many.Members) != 0 || many.TooMany != len(want) {
				t.Errorf("%s: %d are too many, not %d: %v", d.Code, many.TooMany, len(want), err)
			}
		}
	}
	if _, err := w.team(report.TeamQuery{Scope: w.hr(today).Scope, Day: today, Department: "nowhere"}); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a department that there is not: %v", err)
	}
}
