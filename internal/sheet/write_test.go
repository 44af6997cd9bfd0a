package sheet_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet"
	"zaemme/internal/sheet/sheettest"
)

func day(year int, month time.Month, d int) calendar.Date { return calendar.NewDate(year, month, d) }

var props = sheet.Props{
	Title: "Erfüllungsbericht", Subject: "Stichtag 31.12.2026", Creator: "Personaldienst",
	Language: "de-CH", Classification: "INTERN", Created: time.Date(2026, 12, 31, 22, 30, 0, 0, time.UTC),
}

var paper = sheet.Paper{Classification: "VERTRAULICH – Personendaten & mehr", Footer: "Seite &P von &N"}

func must(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// workbook writes a cover and a table as reports do.
func workbook(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := sheet.NewWriter(&out, props)
	defer w.Discard()
	cover, err := w.TextSheet("Deckblatt", sheet.TextLayout{Widths: []float64{28, 80}, Paper: paper})
	must(t, err, cover.Title("Erfüllungsbericht"), cover.Row("Stichtag", day(2026, 12, 31)),
		cover.Heading("Kennzahlen"), cover.Header("Kennzahl", "Wert"), cover.Row("Erfüllungsgrad", sheet.Toned(sheet.Percent(0.875), sheet.Warn)),
		cover.Paragraph(strings.Repeat("Ein längerer Text über die ganze Breite. ", 20)))
	table, err := w.Sheet("Detail", sheet.Layout{Paper: paper, Columns: []sheet.Column{
		{Header: "Personalnummer", Format: sheet.AsText}, {Header: "Name", Width: 30}, {Header: "Name"},
		{Header: "Eintritt"}, {Header: "Grad"}, {Header: "Tage", Format: sheet.Integer},
	}})
	must(t, err,
		table.Row("00005", "=1+1", "@x", day(2015, 2, 1), sheet.Percent(0.5), 1200),
		table.Row("00012", "NUL\x00 & <b>", sheet.Bold("fett"), calendar.Forever, nil, -3),
		table.Row("00014", strings.Repeat("ä", 40_000), "\xff", day(1850, 1, 1), sheet.Percent(1), 0.5))
	if table.Rows() != 3 || table.Cut() != 1 {
		t.Errorf("rows %d, cut %d", table.Rows(), table.Cut())
	}
	must(t, w.Close())
	return out.Bytes()
}

func TestWorkbookIsSound(t *testing.T) {
	t.Parallel()
	content := workbook(t)
	sheettest.Require(t, content)
	if diff := cmp.Diff([]string{"Deckblatt", "Detail"}, sheettest.Names(t, content)); diff != "" {
		t.Error(diff)
	}
	rows := sheettest.Cells(t, content, "Detail")
	if diff := cmp.Diff([]string{"Personalnummer", "Name", "Name (2)", "Eintritt", "Grad", "Tage"}, rows[0]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"00005", "=1+1", "@x", "42036", "0.5", "1200"}, rows[1]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"00012", "NUL & <b>", "fett", "", "", "-3"}, rows[2]); diff != "" {
		t.Error(diff)
	}
	if cut := rows[3][1]; !strings.HasSuffix(cut, "ä […]") || len([]rune(cut)) != 32_767 || rows[3][3] != "01.01.1850" {
		t.Errorf("cut text ends in %q with %d characters; early date %q", cut[len(cut)-10:], len([]rune(cut)), rows[3][3])
	}
}

func TestWorkbookLooksAndPrints(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(workbook(t)))
	must(t, err)
	t.Cleanup(func() { _ = f.Close() })
	for cell, want := range map[string]string{"D2": "01.02.2015", "E2": "50.0%", "F2": "1,200", "A2": "00005"} {
		if got, err := f.GetCellValue("Detail", cell); err != nil || got != want {
			t.Errorf("%s shows %q, want %q (%v)", cell, got, want, err)
		}
	}
	if kind, _ := f.GetCellType("Detail", "B2"); kind != excelize.CellTypeInlineString {
		t.Errorf("=1+1 has type %v", kind)
	}
	panes, err := f.GetPanes("Detail")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	layout, err := f.GetPageLayout("Detail")
	if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
		t.Errorf("layout %+v, %v", layout, err)
	}
	hf, err := f.GetHeaderFooter("Detail")
	if err != nil || hf.OddFooter != "&CSeite &P von &N" || hf.OddHeader != "&LErfüllungsbericht&R&BVERTRAULICH – Personendaten && mehr" {
		t.Errorf("header and footer %+v, %v", hf, err)
	}
	refers := map[string]string{}
	for _, n := range f.GetDefinedName() {
		refers[n.Name+"@"+n.Scope] = n.RefersTo
	}
	if refers["_xlnm.Print_Titles@Detail"] != "'Detail'!$1:$1" || !strings.Contains(refers["_xlnm._FilterDatabase@Detail"], "$A$1:$F$4") {
		t.Errorf("names %v", refers)
	}
	doc, err := f.GetDocProps()
	if err != nil || doc.Language != "de-CH" || doc.Creator != "Personaldienst" || doc.Category != "INTERN" || doc.Created != "2026-12-31T22:30:00Z" {
		t.Errorf("properties %+v, %v", doc, err)
	}
	if width, _ := f.GetColWidth("Detail", "B"); width != 30 {
		t.Errorf("width %v", width)
	}
	style, _ := f.GetCellStyle("Detail", "A1")
	if s, err := f.GetStyle(style); err != nil || !s.Font.Bold {
		t.Errorf("header style %+v, %v", s, err)
	}
}

func TestTableGoesOnOnTheNextSheet(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := sheet.NewWriter(&out, props)
	w.SetMaxRows(4)
	long := "Ein sehr langer Name für ein Blatt [x]"
	table, err := w.Sheet(long, sheet.Layout{Columns: []sheet.Column{{Header: "Nr"}}})
	must(t, err)
	for i := range 7 {
		must(t, table.Row(i))
	}
	other, err := w.Sheet(strings.ToUpper(long), sheet.Layout{Columns: []sheet.Column{{Header: "Nr"}}})
	must(t, err, other.Row("x"), table.Row(7), table.Row(8), table.Row(9), other.Row("y"), w.Close())
	if err := table.Row(10); err == nil {
		t.Error("a closed workbook took a row")
	}
	if _, err := w.Sheet("z", sheet.Layout{}); err == nil {
		t.Error("a closed workbook took a sheet")
	}
	sheettest.Require(t, out.Bytes())
	names := sheettest.Names(t, out.Bytes())
	if len(names) != 5 || !strings.HasSuffix(names[1], " (2)") || !strings.HasSuffix(names[3], " (5)") {
		t.Fatalf("names %q", names)
	}
	for i, want := range [][][]string{2: {{"Nr"}, {"6"}, {"7"}, {"8"}}, 3: {{"Nr"}, {"9"}}, 4: {{"Nr"}, {"x"}, {"y"}}} {
		if diff := cmp.Diff(want, sheettest.Cells(t, out.Bytes(), names[i])); want != nil && diff != "" {
			t.Errorf("%s: %s", names[i], diff)
		}
	}
	if err := w.Close(); err == nil {
		t.Error("closed twice")
	}
}

func TestRefusedValues(t *testing.T) {
	t.Parallel()
	w := sheet.NewWriter(&bytes.Buffer{}, props)
	defer w.Discard()
	if err := sheet.NewWriter(&bytes.Buffer{}, props).Close(); err == nil {
		t.Error("a workbook without sheets was written")
	}
	table, err := w.Sheet("x", sheet.Layout{Columns: []sheet.Column{{Header: "a"}}})
	must(t, err)
	for _, v := range []any{math.NaN(), sheet.Percent(math.Inf(1)), time.Now(), []string{"x"}} {
		if err := table.Row(v); err == nil {
			t.Errorf("%v was written", v)
		}
	}
	if err := table.Row(1, 2); err == nil {
		t.Error("two values for one column")
	}
}

func TestFailingDestination(t *testing.T) {
	t.Parallel()
	w := sheet.NewWriter(failing{}, props)
	table, err := w.Sheet("x", sheet.Layout{Columns: []sheet.Column{{Header: "a"}}})
	must(t, err, table.Row("x"))
	if err := w.Close(); err == nil {
		t.Error("the failure of the destination was lost")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestCSVIsSafe(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w, err := sheet.NewCSV(&out, "Nr", "Text")
	must(t, err, w.Row("00005", "=1+1"), w.Row("-5", "-x"), w.Row(int64(-5), "\tx"), w.Row(sheet.Percent(0.8745), `a "b"; c`),
		w.Row(day(2026, 11, 3), "＝1"), w.Row(nil, " @x"), w.Row(sheet.Bold(1.5), true), w.Close())
	want := "\uFEFF\"Nr\";\"Text\"\r\n\"00005\";\"'=1+1\"\r\n\"-5\";\"'-x\"\r\n\"-5\";\"'\tx\"\r\n\"87.5%\";\"a \"\"b\"\"; c\"\r\n" +
		"\"03.11.2026\";\"'＝1\"\r\n\"\";\"' @x\"\r\n\"1.5\";\"true\"\r\n"
	if diff := cmp.Diff(want, out.String()); diff != "" || w.Rows() != 7 {
		t.Error(w.Rows(), diff)
	}
	out.Reset()
	w, err = sheet.NewWindowsCSV(&out, "Ä")
	must(t, err, w.Row("€✓"), w.Close())
	if got := out.String(); got != "\"\xC4\"\r\n\"\x80?\"\r\n" {
		t.Errorf("%q", got)
	}
}

// TestLibreOffice converts the workbook with another program.
func TestLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice is not installed: run make tools")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "b.xlsx")
	must(t, os.WriteFile(file, workbook(t), 0o600))
	cmd := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to",
		`csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,true,false,false,2`, "--outdir", dir, file)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	csv, err := os.ReadFile(filepath.Join(dir, "b-Detail.csv"))
	must(t, err)
	if !strings.Contains(string(csv), "00005;=1+1;@x;01.02.2015;50.0%;") {
		t.Errorf("%s", csv[:min(len(csv), 300)])
	}
}

func BenchmarkWriter(b *testing.B) {
	columns := make([]sheet.Column, 12)
	for i := range columns {
		columns[i].Header = fmt.Sprintf("Spalte %d", i)
	}
	d := day(2026, 11, 21)
	rows := 0
	for b.Loop() {
		w := sheet.NewWriter(discard{}, props)
		table, err := w.Sheet("Detail", sheet.Layout{Columns: columns, Paper: paper})
		must(b, err)
		for i := range 20_000 {
			must(b, table.Row("00005", "Muster", "Andrea", d, d, sheet.Percent(0.8), i, "Tagesstrukturen", "offen", "IS-01", "Bildung und Kultur", nil))
		}
		must(b, w.Close())
		rows += 20_000
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
