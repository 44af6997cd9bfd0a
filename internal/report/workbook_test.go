package report_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
	"zaemme/internal/sheet"
	"zaemme/internal/sheet/sheettest"
	"zaemme/internal/testing/wide"
)

var hrSheets = []string{"Deckblatt", "Übersicht", "Organisation", "Kurse", "Verlauf", "Matrix", "Detail", "Überfällig", "Läuft ab",
	"Dispensen und Anerkennungen", "Pausen", "Bewegungen", "Erinnerungen", "Korrekturen und Datenqualität", "Definitionen"}

// dataSheets are those of which the cover states the rows (REPORT.md §5).
var dataSheets = hrSheets[5:14]

// table is a data sheet: header in row 1, rows below as cells by header.
func table(t *testing.T, content []byte, name string) (header []string, rows []map[string]string) {
	t.Helper()
	cells := sheettest.Cells(t, content, name)
	header = cells[0]
	for _, row := range cells[1:] {
		one := map[string]string{}
		for i, text := range row {
			one[header[i]] = text
		}
		rows = append(rows, one)
	}
	return header, rows
}

// cover is the values of the Deckblatt by label.
func cover(t *testing.T, content []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, row := range sheettest.Cells(t, content, "Deckblatt") {
		if len(row) > 1 {
			out[row[0]] = row[1]
		}
	}
	return out
}

func TestWorkbookForHR(t *testing.T) {
	t.Parallel()
	w := generate(t, 21, 40)
	content, r := w.write(w.hr(today))
	sheettest.Require(t, content)
	if diff := cmp.Diff(hrSheets, sheettest.Names(t, content)); diff != "" {
		t.Error(diff)
	}
	header, detail := table(t, content, "Detail")
	want := strings.Split("Kennung, Personalnummer, Name, Vorname, E-Mail, Abteilungscode, Abteilung, Abteilungspfad, Funktion, Pensum %, "+
		"Eintritt, Austritt, Vorgesetzte/r, Stellvertretung aktiv, Curriculum, Kurscode, Kurs, Version, Version-Hash, Sprache, Pflichtgrund, "+
		"Durchgang, zugewiesen am, ursprünglich fällig, fällig (wirksam), verlängert bis, Grund, Nachfrist bis, Status-Code, Status, "+
		"Tage überfällig (+) / verbleibend (−), erfüllt am, fristgerecht, Erfüllungsart, gültig bis, Fenster öffnet, Kategorie, weitere Gründe, "+
		"Abteilung bei Erfüllung, Nachweis-Nr., letzte Erinnerung, Korrektur", ", ")
	if diff := cmp.Diff(want, header); diff != "" {
		t.Error(diff)
	}
	facts := cover(t, content)
	for _, name := range dataSheets {
		if _, rows := table(t, content, name); facts[name] != strconv.Itoa(len(rows)) {
			t.Errorf("the cover says %s has %s rows, it has %d", name, facts[name], len(rows))
		}
	}
	if facts["Berichts-ID"] != r.UID || facts["Geltungsbereich (Code)"] != "everyone" || facts["Filter"] != "{}" {
		t.Errorf("cover %v", facts)
	}
	organisationAgrees(t, content, detail)
	matrixAgrees(t, content, detail)
	late := 0
	for _, row := range detail {
		if row["Status-Code"] == "overdue" || row["Status-Code"] == "expired" {
			late++
		}
		if row["Status-Code"] == "in_progress" {
			t.Error("Detail tells begun from open")
		}
		if row["Status-Code"] != "paused" && row["Status-Code"] != "undated" && row["Nachfrist bis"] == "" && row["fällig (wirksam)"] != "" {
			t.Errorf("Nachfrist bis is empty: %v", row)
		}
		if (row["Tage überfällig (+) / verbleibend (−)"] == "") != slices.Contains(strings.Fields("fulfilled expiring exempt paused undated"), row["Status-Code"]) {
			t.Errorf("days late %q of %s", row["Tage überfällig (+) / verbleibend (−)"], row["Status-Code"])
		}
	}
	if facts["Überfällig"] != strconv.Itoa(late) {
		t.Errorf("%d late rows in Detail, the cover says %s", late, facts["Überfällig"])
	}
	if got := rebuild(facts, detail); got != hex.EncodeToString(r.DetailSHA256[:]) || facts["SHA-256 der Detailzeilen"] != got {
		t.Errorf("the hash rebuilt from Detail and Deckblatt is %s, registered %x, cover %s", got, r.DetailSHA256, facts["SHA-256 der Detailzeilen"])
	}
	injected := slices.IndexFunc(detail, func(row map[string]string) bool { return row["Vorname"] == "=1+1" })
	if injected < 0 || detail[injected]["Name"] != "@SUM(A1)" || detail[injected]["E-Mail"] != "+49" {
		t.Error("a name like a formula did not stay a text")
	}
	registered(t, w, r, content)
	if r.FileName != today.String()+"_Erfuellungsbericht_Gemeinde-Emmen.xlsx" {
		t.Errorf("file name %s", r.FileName)
	}
}

// registered holds the register and the access log to the file.
func registered(t *testing.T, w *world, r report.Report, content []byte) {
	t.Helper()
	var row struct {
		Detail, File string
		Rows, Seen   int
	}
	if err := w.DB.Query(t.Context()).Raw(`
		select encode(detail_sha256, 'hex') as detail, encode(file_sha256, 'hex') as file, detail_rows as rows,
			(select cardinality(person_ids) from access_log where report_id = r.id) as seen
		from reports r where uid::text = ?`, r.UID).Scan(&row).Error; err != nil {
		t.Fatal(err)
	}
	if row.Detail != hex.EncodeToString(r.DetailSHA256[:]) || row.File != fmt.Sprintf("%x", sha256.Sum256(content)) || row.Rows != r.Rows {
		t.Errorf("registered %+v", row)
	}
	if row.Seen == 0 {
		t.Error("nobody is in the access log")
	}
}

// organisationAgrees counts the statuses of Detail per department and compares.
func organisationAgrees(t *testing.T, content []byte, detail []map[string]string) {
	t.Helper()
	words := map[string]string{}
	own, total := map[string]map[string]int{}, map[string]int{}
	for _, row := range detail {
		if strings.Contains(row["Kategorie"], "nicht im Total") {
			continue
		}
		words[row["Status"]] = row["Status-Code"]
		total[row["Status"]]++
		for code := range strings.SplitSeq(row["Abteilungscode"], " | ") {
			if own[code] == nil {
				own[code] = map[string]int{}
			}
			own[code][row["Status"]]++
		}
	}
	_, rows := table(t, content, "Organisation")
	sums := map[string]int{}
	for _, row := range rows {
		for word := range words {
			n, err := strconv.Atoi(row["eigene "+word])
			if err != nil {
				t.Fatalf("%s %s: %q", row["Abteilung"], word, row["eigene "+word])
			}
			switch row["Abteilung"] {
			case "Total":
				if n != total[word] || sums[word] != n || row["kumuliert "+word] != strconv.Itoa(n) {
					t.Errorf("%s: total %d, sum of lines %d, in Detail %d", word, n, sums[word], total[word])
				}
			default:
				sums[word] += n
				if code := row["Abteilungscode"]; code != "" && n != own[code][word] {
					t.Errorf("%s %s: %d, in Detail %d", code, word, n, own[code][word])
				}
				if row["Abteilung"] == "Mehrfachanstellungen" && n > 0 {
					t.Errorf("Mehrfachanstellungen %s: %d", word, n)
				}
			}
		}
	}
	last := rows[len(rows)-1]
	if rate, err := strconv.ParseFloat(last["Fälligkeitsgrad"], 64); err != nil || last["Fälligkeitsgrad Nenner"] == "" || rate > 1 {
		t.Errorf("the rate of the total is %q", last["Fälligkeitsgrad"])
	}
}

// matrixAgrees finds each row of Detail in the matrix, and no other.
func matrixAgrees(t *testing.T, content []byte, detail []map[string]string) {
	t.Helper()
	_, rows := table(t, content, "Matrix")
	cells, byPerson := 0, map[string]map[string]string{}
	for _, row := range rows {
		byPerson[row["Kennung"]] = row
		for _, code := range courseCodes {
			if row[code] != "" {
				cells++
			}
		}
	}
	if cells != len(detail) {
		t.Errorf("%d cells in the matrix, %d rows in Detail", cells, len(detail))
	}
	for _, row := range detail {
		if cell := byPerson[row["Kennung"]][row["Kurscode"]]; !strings.HasPrefix(cell, row["Status"]) {
			t.Errorf("the matrix says %q, Detail %q", cell, row["Status"])
		}
	}
}

// rebuild computes the hash from what the workbook shows, by its own words.
func rebuild(facts map[string]string, detail []map[string]string) string {
	var b strings.Builder
	head := []string{facts["Fassung der Definitionen"], iso(facts["Stichtag"]), facts["Wissensstand (UTC)"], facts["Geltungsbereich (Code)"], facts["Filter"]}
	b.WriteString(strings.Join(head, "\t") + "\n")
	sorted := slices.Clone(detail)
	slices.SortFunc(sorted, func(x, y map[string]string) int {
		return strings.Compare(x["Kennung"]+x["Kurscode"], y["Kennung"]+y["Kurscode"])
	})
	for _, row := range sorted {
		rule, _, _ := strings.Cut(row["Pflichtgrund"], " ")
		b.WriteString(strings.Join([]string{row["Kennung"], row["Abteilungscode"], row["Kurscode"], row["Version-Hash"], row["Durchgang"], rule,
			iso(row["zugewiesen am"]), iso(row["ursprünglich fällig"]), iso(row["fällig (wirksam)"]), iso(row["Nachfrist bis"]), row["Status-Code"],
			iso(row["erfüllt am"]), row["Erfüllungsart"], iso(row["gültig bis"]), iso(row["Fenster öffnet"]), row["Nachweis-Nr."],
			row["Korrektur"]}, "\t") + "\n")
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// iso turns a serial number of a sheet into an ISO date.
func iso(serial string) string {
	n, err := strconv.Atoi(serial)
	if err != nil {
		return serial
	}
	return calendar.NewDate(1899, time.December, 30).AddDays(n).String()
}

func TestWorkbookForALine(t *testing.T) {
	t.Parallel()
	w := generate(t, 22, 30)
	q := w.line(today)
	content, r := w.write(q)
	sheettest.Require(t, content)
	want := []string{"Deckblatt", "Übersicht", "Offen und überfällig", "Matrix", "Läuft ab", "Definitionen"}
	if diff := cmp.Diff(want, sheettest.Names(t, content)); diff != "" {
		t.Error(diff)
	}
	own := map[string]bool{}
	for _, row := range w.rows(q) {
		own[row.Subject.UID.String()] = true
	}
	for _, name := range []string{"Offen und überfällig", "Matrix", "Läuft ab"} {
		header, rows := table(t, content, name)
		for _, forbidden := range []string{"Grund", "Personalnummer", "Pensum %", "Eintritt", "Austritt", "verlängert bis"} {
			if slices.Contains(header, forbidden) {
				t.Errorf("%s shows %s", name, forbidden)
			}
		}
		for _, row := range rows {
			if !own[row["Kennung"]] {
				t.Errorf("%s shows somebody outside the line", name)
			}
		}
		if facts := cover(t, content); facts[name] != strconv.Itoa(len(rows)) {
			t.Errorf("the cover says %s has %s rows, it has %d", name, facts[name], len(rows))
		}
	}
	_, rows := table(t, content, "Matrix")
	for _, row := range rows {
		for _, code := range courseCodes {
			if strings.HasPrefix(row[code], "pausiert ") {
				t.Errorf("a pause shows its date: %s", row[code])
			}
		}
	}
	registered(t, w, r, content)
	var csv strings.Builder
	if _, err := w.service.WriteCSV(t.Context(), &csv, q); err != nil {
		t.Fatal(err)
	}
	if text := csv.String(); strings.Contains(text, "workload") || strings.Contains(text, "Pensum") || !strings.Contains(text, `"'=1+1"`) {
		t.Error("the csv of a line shows too much, or a formula")
	}
}

func TestWorkbookInEnglish(t *testing.T) {
	t.Parallel()
	w := generate(t, 23, 8)
	q := w.hr(today)
	q.Language, q.Department, q.Filter.Courses = "en", "D1", []string{"IS-01"}
	content, r := w.write(q)
	sheettest.Require(t, content)
	if diff := cmp.Diff(hrSheets, sheettest.Names(t, content)); diff != "" {
		t.Error(diff)
	}
	header, rows := table(t, content, "Detail")
	if header[0] != "Person ID" || header[28] != "Status code" {
		t.Errorf("headers %v", header)
	}
	for _, row := range rows {
		if row["Course code"] != "IS-01" {
			t.Errorf("a course that was not asked for: %v", row)
		}
	}
	if !strings.HasSuffix(r.FileName, "_Erfuellungsbericht_Abteilung-D1.xlsx") {
		t.Errorf("file name %s", r.FileName)
	}
}

// LibreOffice reads the workbook, and its sums are ours.
func TestWorkbookInLibreOffice(t *testing.T) {
	t.Parallel()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice is not installed: run make tools")
	}
	w := generate(t, 24, wide.N(60)) // 600 persons in make check
	w.write(w.hr(today.AddDays(-20)))
	w.meanwhile()
	content, r := w.write(w.hr(today))
	dir := t.TempDir()
	file := filepath.Join(dir, r.FileName)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	// every sheet as csv, semicolons, UTF-8
	convert := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to",
		`csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1`, "--outdir", dir, file)
	convert.Env = append(os.Environ(), "LC_ALL=C.UTF-8") // names of files have umlauts
	if text, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, name := range hrSheets[2:14] {
		raw, err := os.ReadFile(filepath.Join(dir, strings.TrimSuffix(r.FileName, ".xlsx")+"-"+name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		source, err := sheet.Open("x.csv", raw, sheet.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		var header []string
		theirs, ours := map[string]float64{}, map[string]float64{}
		lines := 0
		for row, err := range source.Rows(0) {
			if err != nil {
				t.Fatal(err)
			}
			if lines++; lines == 1 {
				for _, c := range row.Cells {
					header = append(header, c.Text)
				}
				continue
			}
			for i, c := range row.Cells {
				if n, err := strconv.ParseFloat(c.Text, 64); err == nil {
					theirs[header[i]] += n
				}
			}
		}
		wanted, rows := table(t, content, name)
		if diff := cmp.Diff(wanted, header); diff != "" {
			t.Error(name, diff)
		}
		if lines-1 != len(rows) {
			t.Errorf("%s: LibreOffice has %d rows, we %d", name, lines-1, len(rows))
		}
		for _, row := range rows {
			for key, text := range row {
				if n, err := strconv.ParseFloat(text, 64); err == nil {
					ours[key] += n
				}
			}
		}
		for key, sum := range ours {
			first, _, _ := strings.Cut(key, " ")
			isCount := slices.Contains([]string{"eigene", "kumuliert", "Tage", "Durchgang", "Total", "Bestand", "Anzahl", "Personen"}, first) || key == "Veränderung" ||
				strings.HasSuffix(key, "Zähler") || strings.HasSuffix(key, "Nenner")
			if isCount && theirs[key] != sum {
				t.Errorf("%s, %s: LibreOffice sums %v, we %v", name, key, theirs[key], sum)
			}
		}
	}
}

// The second report of a scope shows the first one's rates beside its own,
// counted again as known then.
func TestThePreviousReportStandsBeside(t *testing.T) {
	t.Parallel()
	w := generate(t, 26, 10)
	first, r := w.write(w.hr(today.AddDays(-30)))
	for _, row := range w.rows(w.hr(today)) {
		if row.Status == ledger.StatusOverdue {
			w.Append(w.Completed(row.Subject.ID, row.Course.Code, row.Cycle.No, today.AddDays(-60), today.AddDays(300)))
		}
	}
	second, _ := w.write(w.hr(today))
	rate := func(content []byte, column int) string {
		for _, row := range sheettest.Cells(t, content, "Übersicht") {
			if len(row) > column && row[0] == "Erfüllungsgrad" {
				return row[column]
			}
		}
		return ""
	}
	if before := rate(second, 5); before == "" || before != rate(first, 1) || before == rate(second, 1) || rate(first, 5) != "" {
		t.Errorf("first %s, second %s, beside it %s", rate(first, 1), rate(second, 1), before)
	}
	if facts := cover(t, second); !strings.HasPrefix(facts["Vorheriger Bericht"], r.UID) {
		t.Errorf("cover %v", facts)
	}
}

func TestComplianceByTheCommandLine(t *testing.T) {
	t.Parallel()
	w := generate(t, 25, 5)
	var out strings.Builder
	r, err := w.service.Write(t.Context(), &out, report.Compliance(today, now))
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != len(w.rows(w.hr(today))) || r.Figures.Counts.Of(ledger.StatusInProgress) != 0 {
		t.Errorf("%d rows", r.Rows)
	}
	if facts := cover(t, []byte(out.String())); facts["Erstellt durch"] != "Befehlszeile" {
		t.Errorf("cover %v", facts)
	}
}
