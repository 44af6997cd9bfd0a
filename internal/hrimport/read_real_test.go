package hrimport

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

const samples = "../../../shared/data/hr/"

func sample(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(samples + name)
	if err != nil {
		t.Skipf("the sample %s is not here: %v", name, err)
	}
	return content
}

// short writes problems as «line letter severity key», without the prefix.
func short(problems []Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, fmt.Sprintf("%d%s %s %s", p.Line, p.Letter(), p.Severity, p.Key[len("import.problem."):]))
	}
	return out
}

// noAHV fails if a result holds anything like an AHV number.
func noAHV(t *testing.T, result any) {
	t.Helper()
	text, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	if found := regexp.MustCompile(`756[.\s]?\d{4}`).Find(text); found != nil {
		t.Errorf("the result holds %s…", found[:3])
	}
}

func TestReadNovember(t *testing.T) {
	t.Parallel()
	f, err := Read("emmen-2026-11.xlsx", sample(t, "emmen-2026-11.xlsx"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Rows) != 601 {
		t.Errorf("%d rows", len(f.Rows))
	}
	if diff := cmp.Diff([]string{"AHV-Nr.", "Geburtsdatum", "Lohnklasse"}, f.Forbidden); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"4R warning forbidden_column", "4S warning forbidden_column", "4T warning forbidden_column"}, short(f.Problems)); diff != "" {
		t.Error(diff)
	}
	if len(f.Unknown) != 0 || f.Present[fieldUnit] != 6 || f.Headers[fieldEmail] != "E-Mail geschäftlich" || f.Has(fieldPC) {
		t.Errorf("unknown %q, present %v", f.Unknown, f.Present)
	}
	forty, entry := 40.0, calendar.NewDate(1992, 7, 1)
	want := Row{
		Line: 5, PersonnelNo: "00005", LastName: "Erni", FirstName: "Selina", Email: "selina.erni@emmen.example", EmploymentNo: "1",
		UnitCode: "1110", UnitNames: []string{"Präsidiales und Personelles", "Kanzlei und Informatik", "Kanzlei"},
		Site: "Verwaltungsgebäude", Function: "Sachbearbeiter/in Kanzlei", Pensum: &forty, Category: people.Permanent,
		EntryOn: entry, ExitOn: calendar.Forever, Language: "de",
	}
	if diff := cmp.Diff(want, f.Rows[0]); diff != "" {
		t.Error(diff)
	}
	count := map[string]int{}
	for _, row := range f.Rows {
		count["category "+string(row.Category)]++
		count["language "+row.Language]++
		if row.Pensum == nil {
			count["hourly"]++
		} else if *row.Pensum < 20 || *row.Pensum > 100 {
			t.Errorf("line %d: pensum %v", row.Line, *row.Pensum)
		}
		if row.ExitOn != calendar.Forever {
			count["leaving"]++
		}
		if row.EntryOn < calendar.NewDate(1975, 1, 1) {
			t.Errorf("line %d: entry %s", row.Line, row.EntryOn)
		}
	}
	wanted := map[string]int{
		"category permanent": 500, "category teacher": 46, "category hourly": 26, "category apprentice": 24, "category official": 5,
		"language de": 588, "language fr": 13, "hourly": 26, "leaving": 24,
	}
	if diff := cmp.Diff(wanted, count); diff != "" {
		t.Error(diff)
	}
	noAHV(t, f)
}

func TestReadDecember(t *testing.T) {
	t.Parallel()
	f, err := Read("emmen-2026-12.csv", sample(t, "emmen-2026-12.csv"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Rows) != 606 || len(f.Forbidden) != 0 || len(f.Unknown) != 0 || f.Has(fieldLanguage) {
		t.Errorf("%d rows, forbidden %q, unknown %q", len(f.Rows), f.Forbidden, f.Unknown)
	}
	if diff := cmp.Diff([]string{"607D warning email_twice"}, short(f.Problems)); diff != "" {
		t.Error(diff)
	}
	i := slices.IndexFunc(f.Rows, func(r Row) bool { return r.PersonnelNo == "00279" && r.EmploymentNo == "2" })
	if i < 0 || f.Rows[i].LastName != "Wüest" || f.Rows[i].ManagerNo != "01830" || *f.Rows[i].Pensum != 20 {
		t.Errorf("second employment %d", i)
	}
}

func TestReadAbsencesSample(t *testing.T) {
	t.Parallel()
	f, err := ReadAbsences("emmen-absenzen-2026.csv", sample(t, "emmen-absenzen-2026.csv"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Absences) != 60 {
		t.Errorf("%d absences", len(f.Absences))
	}
	open := 0
	for _, a := range f.Absences {
		if a.To == calendar.Forever {
			open++
		}
	}
	want := Absence{Line: 2, PersonnelNo: "01846", From: calendar.NewDate(2026, 3, 31), To: calendar.Forever}
	if open != 5 || f.Absences[0] != want {
		t.Errorf("%d open, first %+v", open, f.Absences[0])
	}
	if diff := cmp.Diff([]string{"Absenzgrund"}, f.Forbidden); diff != "" || len(f.Problems) != 1 {
		t.Error(diff, short(f.Problems))
	}
}
