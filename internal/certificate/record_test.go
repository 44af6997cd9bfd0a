package certificate

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/pdf/pdftest"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// The record has every completion that stands, of each person, in three statements,
// and nothing of what is open, revoked or voided.
func TestRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.db.Query(t.Context()).Exec(`insert into persons (last_name, first_name, language) values ('Example', 'Bea', 'en'), ('Leer', 'Carl', 'de')`).Error; err != nil {
		t.Fatal(err)
	}
	version, err := w.courses.Current(w.is.CourseID)
	if err != nil {
		t.Fatal(err)
	}
	duty := func(person, course int64, on calendar.Date) ledger.Event {
		return ledger.Event{PersonID: person, CourseID: course, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: on, DueOn: on + 30}
	}
	done := func(person, course int64, on, until calendar.Date, no string) ledger.Event {
		return ledger.Event{PersonID: person, CourseID: course, Cycle: 1, Kind: ledger.KindCompleted, EffectiveOn: on, ValidUntil: until, How: ledger.HowOnline,
			EvidenceNo: no, VersionID: version.ID, ActorID: person}
	}
	ku, _ := w.courses.ByCode("KI-01")
	w.append(duty(1, w.is.CourseID, today-400), done(1, w.is.CourseID, today-390, today-20, "IS-01-AAAAA-AAAAA"),
		duty(1, w.ds.CourseID, today-300), done(1, w.ds.CourseID, today-290, calendar.Forever, "DS-01-BBBBB-BBBBB"),
		duty(1, ku.CourseID, today-10), // open
		duty(2, w.is.CourseID, today-100), done(2, w.is.CourseID, today-90, today+200, "IS-01-CCCCC-CCCCC"),
		ledger.Event{PersonID: 2, CourseID: w.is.CourseID, Cycle: 1, Kind: ledger.KindRevoked, EffectiveOn: today - 5, ActorID: 1, Reason: "error"})
	persons := []people.Person{{ID: 2, FirstName: "Bea", LastName: "Example", Language: "en"}, {ID: 1, FirstName: "Anna", LastName: "Muster", Language: "de"},
		{ID: 3, FirstName: "Carl", LastName: "Leer", Language: "de"}}
	before := w.count.n.Load()
	records, err := w.Records(t.Context(), w.db, persons, settings.Defaults(), today)
	if err != nil {
		t.Fatal(err)
	}
	if n := w.count.n.Load() - before; n != 3 {
		t.Errorf("%d statements", n)
	}
	if len(records) != 3 || len(records[0].Rows) != 0 || len(records[2].Rows) != 0 || records[0].L.Lang() != "en" {
		t.Fatalf("%+v", records)
	}
	rows := records[1].Rows
	if len(rows) != 2 || rows[0].No != "IS-01-AAAAA-AAAAA" || rows[0].Version != fmt.Sprint(version.Number) || rows[0].Code != w.Code(rows[0].No) ||
		rows[1].No != "DS-01-BBBBB-BBBBB" || rows[1].Until == rows[0].Until {
		t.Errorf("%+v", rows)
	}
	// With ZAEMME_SHOTS=DIR the files are left there, to be looked at.
	long := records[1]
	long.Rows = nil
	for i := range 40 {
		row := rows[i%2]
		if i%5 == 0 {
			row.Course = "Sicheres Arbeiten mit Fachanwendungen der Einwohnerdienste und des Steueramtes, Vertiefung"
		}
		long.Rows = append(long.Rows, row)
	}
	for name, one := range map[string]struct {
		record Record
		pages  int
	}{"two": {records[1], 1}, "none": {records[2], 1}, "long": {long, 4}} {
		file, err := RecordPDF(one.record)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(file, []byte("/Type /Page\n")); n != one.pages {
			t.Errorf("%s: %d pages", name, n)
		}
		roles, _ := pdftest.Reads(t, file)
		heard := map[string]int{}
		for _, role := range roles {
			heard[role]++
		}
		if rows := len(one.record.Rows); heard["H1"] != 1 || heard["TH Row"] != rows || heard["TD"] != 4*rows || heard["TH Column"] != 5*min(rows, 1) || heard["Table"] != min(rows, 1) {
			t.Errorf("%s: %v", name, heard)
		}
		if again, _ := RecordPDF(one.record); !bytes.Equal(file, again) {
			t.Errorf("%s: the same record makes another file", name)
		}
		if folder := os.Getenv("ZAEMME_SHOTS"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, "record-"+name+".pdf"), file, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}
