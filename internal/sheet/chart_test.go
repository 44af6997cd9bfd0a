package sheet_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zaemme/internal/sheet"
	"zaemme/internal/sheet/sheettest"
)

// charted is a workbook with a line over a table's cells, drawn on another sheet
// too, and bars over a text sheet's own.
func charted(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := sheet.NewWriter(&out, props)
	defer w.Discard()
	line := sheet.Chart{Kind: sheet.LineChart, Title: "Verlauf & Ziel", Alt: "Fälligkeitsgrad je Monatsende", Dates: true, Width: 640, Height: 260,
		Categories: sheet.Cells{Sheet: "Verlauf", Column: 1, From: 2, To: 4},
		Series: []sheet.Series{{Name: sheet.Cells{Sheet: "Verlauf", Column: 2, From: 1}, Values: sheet.Cells{Sheet: "Verlauf", Column: 2, From: 2, To: 4},
			Tone: sheet.Good}}}
	text, err := w.TextSheet("Übersicht", sheet.TextLayout{Widths: []float64{30, 10, 10}, Paper: paper})
	must(t, err, text.Header("Direktion", "erfüllt", "überfällig"), text.Row("Bau", 5, 2), text.Row("Bildung", 9, 0))
	if text.LastRow() != 3 {
		t.Errorf("last row %d", text.LastRow())
	}
	must(t, text.Chart(sheet.Chart{Kind: sheet.StackedBar, Title: "Stand je Direktion", Width: 640, Height: 200,
		Categories: sheet.Cells{Column: 1, From: 2, To: 3},
		Series: []sheet.Series{
			{Name: sheet.Cells{Column: 2, From: 1}, Values: sheet.Cells{Column: 2, From: 2, To: 3}, Tone: sheet.Good},
			{Name: sheet.Cells{Column: 3, From: 1}, Values: sheet.Cells{Column: 3, From: 2, To: 3}, Colour: "7A1F1F"}}}),
		text.Row("danach"))
	text.PageBreak()
	must(t, text.Chart(line))
	table, err := w.Sheet("Verlauf", sheet.Layout{Columns: []sheet.Column{{Header: "Monatsende"}, {Header: "Grad"}}, Paper: paper})
	must(t, err)
	for i := range 3 {
		must(t, table.Row(day(2026, 8, 31).AddDays(30*i), sheet.Percent(0.5+0.1*float64(i))))
	}
	table.Chart(line)
	must(t, w.Close())
	return out.Bytes()
}

// Charts come into a streamed sheet whole, in order, and refer to cells by sheet.
func TestChartsOnStreamedSheets(t *testing.T) {
	t.Parallel()
	content := charted(t)
	sheettest.Require(t, content)
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	must(t, err)
	charts := 0
	var all strings.Builder
	for _, f := range archive.File {
		if !strings.HasPrefix(f.Name, "xl/charts/chart") {
			continue
		}
		charts++
		in, err := f.Open()
		must(t, err)
		raw, err := io.ReadAll(in)
		must(t, err)
		all.Write(raw)
	}
	for _, ref := range []string{"'Verlauf'!$B$2:$B$4", "'Verlauf'!$A$2:$A$4", "'Übersicht'!$C$2:$C$3", "'Übersicht'!$C$1", "Verlauf &amp; Ziel"} {
		if !strings.Contains(strings.ReplaceAll(all.String(), "&#39;", "'"), ref) {
			t.Errorf("no chart has %s", ref)
		}
	}
	if charts != 3 {
		t.Errorf("%d charts", charts)
	}
	rows := sheettest.Cells(t, content, "Übersicht")
	if last := rows[len(rows)-1]; len(rows) > 60 || rows[2][0] != "Bildung" || len(last) != 0 && last[0] != "danach" {
		t.Errorf("%d rows, last %v", len(rows), last)
	}
}

// LibreOffice takes every chart for one.
func TestChartsInLibreOffice(t *testing.T) {
	t.Parallel()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice is not installed: run make tools")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "c.xlsx")
	must(t, os.WriteFile(file, charted(t), 0o600))
	cmd := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "ods", "--outdir", dir, file)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	archive, err := zip.OpenReader(filepath.Join(dir, "c.ods"))
	must(t, err)
	t.Cleanup(func() { _ = archive.Close() })
	objects := 0
	for _, f := range archive.File {
		if strings.HasPrefix(f.Name, "Object ") && strings.HasSuffix(f.Name, "/content.xml") {
			objects++
		}
	}
	if objects != 3 {
		t.Errorf("LibreOffice has %d charts of 3", objects)
	}
}
