package report_test

import (
	"testing"

	"zaemme/internal/people"
	"zaemme/internal/report"
)

// The cover says in which role a report was made, beside whom it is for.
func TestTheCoverSaysInWhichRole(t *testing.T) {
	t.Parallel()
	w := generate(t, 12, 12)
	scope := func() people.Scope {
		s, err := people.ScopeOf(t.Context(), w.DB, w.boss, today)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	says := func(q report.Query, role, made string) {
		t.Helper()
		content, _ := w.write(q)
		if facts := cover(t, content); facts["Fassung für"] != role || facts["In der Rolle"] != made {
			t.Errorf("%s: for %q, in the role %q, want %q", q.Variant, facts["Fassung für"], facts["In der Rolle"], made)
		}
	}
	says(w.line(today), "Vorgesetzte", "Vorgesetzte")
	w.Insert(`insert into role_grants (person_id, role, purpose, valid_from, valid_to, known_from) values (@person, 'auditor', 'Prüfung', @from, @to, @stamp) returning id`,
		map[string]any{"person": w.boss, "to": today.AddDays(30)})
	q := w.hr(today)
	q.Scope = scope().ForReports()
	says(q, "Personaldienst und Revision", "Revision, RGPK")
	w.Grant(w.boss, "hr")
	q.Scope = scope().ForReports()
	says(q, "Personaldienst und Revision", "HR Curriculum-Verantwortung und Revision, RGPK")
	q.By = people.Person{}
	says(q, "Personaldienst und Revision", "Befehlszeile")
}
