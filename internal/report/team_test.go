package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
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

// A page and a report of the same day and scope say the same.
func TestThePageAgreesWithTheReport(t *testing.T) {
	t.Parallel()
	w := generate(t, 31, 30)
	for name, q := range map[string]report.Query{
		"everybody": w.hr(today), "everybody before": w.hr(today.AddDays(-90)), "line": w.line(today), "line before": w.line(today.AddDays(-90)),
		"department": func() report.Query { q := w.hr(today); q.Department = "D3"; return q }(),
	} {
		team, err := w.team(report.TeamQuery{Scope: q.Scope, Day: q.AsOf, Department: q.Department})
		if err != nil {
			t.Fatal(err)
		}
		f, _ := w.figures(q)
		if team.Figures.Group != f.Group || team.Figures.Persons != f.Persons || team.Figures.OverdueAge != f.OverdueAge ||
			team.Figures.Ending != f.Ending || team.Figures.Sheets.Rows != f.Sheets.Rows || team.Figures.FullyDone() != f.FullyDone() {
			t.Errorf("%s: the page has %+v, the report %+v", name, team.Figures.Group, f.Group)
		}
		var names, reported []string
		for _, m := range team.Members {
			for _, r := range m.Rows {
				names = append(names, m.LastName+m.UID.String()+r.Course.Code+string(r.Status)+r.Due.String())
			}
		}
		for _, r := range w.rows(q) {
			reported = append(reported, r.Subject.LastName+r.Subject.UID.String()+r.Course.Code+string(r.Status)+r.Due.String())
		}
		if diff := cmp.Diff(reported, names); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
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
