package monthend_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/monthend"
	"zaemme/internal/sheet/sheettest"
)

// Who has but a file computes its hash again, as the sheet Definitionen says: from the
// workbook, the csv with the cover's head, and the JSON.
func TestAnOutsiderComputesTheHash(t *testing.T) {
	t.Parallel()
	w := generate(t)
	w.run(now.Add(123456 * time.Microsecond))
	months := w.last(0, monthend.BriefMonths)
	m, l := months[0], w.Texts.Printer("de")
	if m.KnownAt.Nanosecond()%1e9 == 0 {
		t.Fatal("known at a full second: the test does not see whether it is cut")
	}
	want := hex.EncodeToString(m.SHA256[:])
	var book, list bytes.Buffer
	if err := w.Workbook(&book, l, months, now); err != nil {
		t.Fatal(err)
	}
	sheettest.Require(t, book.Bytes())
	facts := coverOf(t, book.Bytes())
	if facts["SHA-256 der Tabelle"] != want {
		t.Fatalf("the cover has %q", facts["SHA-256 der Tabelle"])
	}
	head := strings.Join([]string{facts["Fassung der Definitionen"], m.AsOf.String(), facts["Wissensstand (UTC)"]}, "\t")
	cells := sheettest.Cells(t, book.Bytes(), "Organisation")
	if got := rehash(t, head, cells); got != want {
		t.Errorf("the workbook hashes to %s", got)
	}
	if err := m.WriteCSV(&list, l); err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(list.Bytes(), []byte("\ufeff"))))
	reader.Comma = ';'
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := rehash(t, head, records); got != want {
		t.Errorf("the csv hashes to %s", got)
	}
	content, err := m.JSON(l)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		MonthEnd    string `json:"month_end"`
		KnownAt     string `json:"known_at"`
		Definitions int    `json:"definitions"`
		Rows        []map[string]any
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&file); err != nil {
		t.Fatal(err)
	}
	table := [][]string{{"Kurscode", "Gruppencode", "gezählt", "erfüllt, mindestens", "erfüllt, höchstens", "im Rückstand, mindestens",
		"im Rückstand, höchstens", "Nr. (Prüfsumme)", "meist ohne PC"}}
	for _, r := range file.Rows {
		var row []string
		for _, key := range []string{"course_code", "group_code", "counted", "fulfilled_from", "fulfilled_to", "behind_from", "behind_to", "no"} {
			row = append(row, fmt.Sprint(r[key]))
		}
		if r["mostly_without_pc"] == true {
			row = append(row, "ja")
		}
		table = append(table, row)
	}
	if got := rehash(t, fmt.Sprintf("%d\t%s\t%s", file.Definitions, file.MonthEnd, file.KnownAt), table); got != want {
		t.Errorf("the JSON hashes to %s", got)
	}
}

// rehash hashes a table whose first row names the columns, below its head.
func rehash(t *testing.T, head string, table [][]string) string {
	t.Helper()
	at := map[string]int{}
	for i, name := range table[0] {
		at[name] = i
	}
	type line struct {
		no   int
		text string
	}
	var lines []line
	for _, row := range table[1:] {
		cell := func(name string) string {
			i, ok := at[name]
			if !ok {
				t.Fatalf("no column %q in %v", name, table[0])
			}
			if i >= len(row) {
				return ""
			}
			return row[i]
		}
		no, err := strconv.Atoi(cell("Nr. (Prüfsumme)"))
		if err != nil {
			t.Fatal(err)
		}
		without := "0"
		if cell("meist ohne PC") != "" {
			without = "1"
		}
		fields := []string{cell("Kurscode"), cell("Gruppencode"), cell("gezählt"), cell("erfüllt, mindestens"), cell("erfüllt, höchstens"),
			cell("im Rückstand, mindestens"), cell("im Rückstand, höchstens"), without}
		lines = append(lines, line{no, strings.Join(fields, "\t")})
	}
	slices.SortFunc(lines, func(a, b line) int { return a.no - b.no })
	text := head + "\n"
	for _, one := range lines {
		text += one.text + "\n"
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
}

func coverOf(t *testing.T, book []byte) map[string]string {
	t.Helper()
	facts := map[string]string{}
	for _, row := range sheettest.Cells(t, book, "Deckblatt") {
		if len(row) > 1 {
			facts[row[0]] = row[1]
		} else if len(row) == 1 {
			facts[row[0]] = ""
		}
	}
	return facts
}

// The cover says where the numbers come from: the last staff list that was applied by
// then (and none of later), who is covered, and what the change is told from.
func TestTheCoverSaysWhereNumbersComeFrom(t *testing.T) {
	t.Parallel()
	w := generate(t)
	if book := w.book(t, now); book["Es wurde noch keine Personaldatei importiert."] != "" || len(book) == 0 {
		t.Error("without an import the cover tells of one")
	} else if _, ok := book["Es wurde noch keine Personaldatei importiert."]; !ok {
		t.Errorf("without an import the cover says nothing of it: %v", book)
	}
	months := w.last(0, 2)
	w.imported(t, months[0].KnownAt.Add(-time.Hour), "staff-of-vera-muster.csv", strings.Repeat("ab", 32), 40)
	w.imported(t, months[0].KnownAt.Add(time.Hour), "later.csv", strings.Repeat("cd", 32), 41)
	book := w.book(t, now)
	want := map[string]string{
		"Zeilen": "40", "SHA-256 der Datei": strings.Repeat("ab", 32), "Filter": "keiner: alle Pflichtschulungen der ganzen Gemeinde",
		"Personen mit mindestens einer Zuweisung": "40", "Personen im Geltungsbereich": "40", "Abdeckungsgrad": "1",
		"Vorheriger Bericht": months[1].UID + ", Stichtag " + w.Texts.Printer("de").Date(months[1].AsOf), "Vorheriger Bericht, SHA-256": hex.EncodeToString(months[1].SHA256[:]),
	}
	for label, text := range want {
		if book[label] != text {
			t.Errorf("%s: %q, want %q", label, book[label], text)
		}
	}
	for label, text := range book {
		if strings.Contains(text, "vera") {
			t.Errorf("%s tells the name of a file: %q", label, text)
		}
	}
}

// book runs the job and is the cover of the newest month end.
func (w *world) book(t *testing.T, at time.Time) map[string]string {
	t.Helper()
	w.run(at)
	var out bytes.Buffer
	if err := w.Workbook(&out, w.Texts.Printer("de"), w.last(0, monthend.BriefMonths), at); err != nil {
		t.Fatal(err)
	}
	return coverOf(t, out.Bytes())
}

// imported keeps that a staff list was applied at a moment.
func (w *world) imported(t *testing.T, at time.Time, file, hash string, rows int) {
	t.Helper()
	w.Write(func(tx *db.Tx) error {
		var plan int64
		if err := tx.Query(t.Context()).Raw(`insert into plans (kind, title, created_at, effective_on, source, body, effects, digest, expires_at) values
			('people', '{}', @at, cast(@at as date), jsonb_build_object('File', cast(@file as text), 'SHA256', cast(@hash as text), 'Rows', cast(@rows as int)), '{}', '{}', sha256('x'), @at) returning id`,
			map[string]any{"at": at, "file": file, "hash": hash, "rows": rows}).Scan(&plan).Error; err != nil {
			return err
		}
		return tx.Query(t.Context()).Exec(`insert into batches (plan_id, kind, applied_at, effective_on) values (?, 'people', ?, cast(? as date))`, plan, at, at).Error
	})
}
