package report_test

import (
	"slices"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/people"
	"zaemme/internal/sheet/sheettest"
)

// cells are the texts of a sheet.
func cells(t *testing.T, content []byte, name string) [][]string {
	t.Helper()
	return sheettest.Cells(t, content, name)
}

// A manager's file names direct reports and one level below; who is further down
// is in the figures only, and so says the cover.
func TestNamesEndBelowTheSecondLevel(t *testing.T) {
	t.Parallel()
	w := generate(t, 81, 40)
	second := w.Person("Zwei", "Leitung", "zwei@x", w.departments[3], 0)
	third := w.Person("Drei", "Leitung", "drei@x", w.departments[5], 0)
	w.Head(w.departments[3], second)
	w.Head(w.departments[5], third)
	w.Course("WD-01", "Nur weiter unten") // nobody named has it
	fourth := w.Person("Vier", "Werkhof", "", w.departments[5], third)
	w.Append(w.Assigned(third, "IS-01", today.AddDays(-20), today.AddDays(5)),
		w.Assigned(fourth, "WD-01", today.AddDays(-90), today.AddDays(-60)))
	q := w.line(today)
	content, r := w.write(q)
	everybody, below := map[string]bool{}, 0
	for _, row := range w.rows(q) {
		everybody[row.Subject.UID.String()] = row.Subject.CountedOnly
	}
	for _, hidden := range everybody {
		if hidden {
			below++
		}
	}
	if below == 0 || below == len(everybody) {
		t.Fatalf("%d of %d persons are only counted", below, len(everybody))
	}
	if !slices.ContainsFunc(cells(t, content, "Übersicht"), func(row []string) bool { return len(row) > 1 && row[0] == "Nur weiter unten" && row[1] == "1" }) {
		t.Error("the overview does not name the course that only they are late with")
	}
	thirdSeen := false
	for _, name := range []string{"Offen und überfällig", "Matrix", "Läuft ab"} {
		_, rows := table(t, content, name)
		for _, row := range rows {
			if everybody[row["Kennung"]] {
				t.Errorf("%s names somebody of the third level", name)
			}
			thirdSeen = thirdSeen || row["Vorname"] == "Drei"
		}
	}
	if !thirdSeen {
		t.Error("the head of the level below is not named")
	}
	if f, _ := w.figures(q); f.Counts != r.Figures.Counts || f.Persons < len(everybody) {
		t.Errorf("the figures do not hold everybody: %v", r.Figures.Counts)
	}
	if facts := cover(t, content); facts["nur gezählt, ohne Namen (Personen weiter unten in der Linie)"] == "" {
		t.Errorf("the cover does not say how many are only counted: %v", facts)
	}
	registered(t, w, r, content)
	w.Insert(`insert into settings (key, value, valid_from, known_from) values ('line_depth', '"0"', @from, @stamp) returning id`, nil)
	for _, row := range w.rows(q) {
		if row.Subject.CountedOnly {
			t.Fatal("with 0 everybody is named")
		}
	}
}

// A day before the own time in charge is refused; a deputy has the days of the
// deputyship.
func TestALineBeginsWithItsManager(t *testing.T) {
	t.Parallel()
	w := generate(t, 82, 10)
	deputy := w.Person("Stell", "Vertretung", "s@x", w.departments[2], 0)
	w.Insert(`insert into deputies (person_id, deputy_id, valid_from, known_from) values (@boss, @deputy, @day, @stamp) returning id`,
		map[string]any{"boss": w.boss, "deputy": deputy, "day": today.AddDays(-20)})
	scope, err := people.ScopeOf(t.Context(), w.DB, deputy, today)
	if err != nil {
		t.Fatal(err)
	}
	q := w.line(today.AddDays(-10))
	q.Scope, q.By.ID = scope, deputy
	if len(w.rows(q)) == 0 {
		t.Error("a deputy reads nobody within the deputyship")
	}
	q.AsOf = today.AddDays(-30)
	if _, _, err := w.service.Figures(t.Context(), q); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("before the deputyship: %v", err)
	}
	content, _ := w.write(w.line(today))
	if len(trend(t, content, "Übersicht")) < 5 {
		t.Error("the manager's own months are not all there")
	}
}
