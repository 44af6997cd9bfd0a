package monthend_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/monthend"
	"zaemme/internal/pdf/pdftest"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/sheet"
	"zaemme/internal/testing/dbtest"
)

// Web, PDF, xlsx, csv and json tell the same numbers, in both languages, and none
// of them names anybody.
func TestEveryVariantTellsTheSame(t *testing.T) {
	t.Parallel()
	w := generate(t)
	w.run(now)
	months := w.last(0, monthend.BriefMonths)
	for _, lang := range []string{"de", "en"} {
		l := w.Texts.Printer(lang)
		b := monthend.NewBrief(l, months)
		rows := months[0].Rows(l)
		var book, csv bytes.Buffer
		if err := w.Workbook(&book, l, months, now); err != nil {
			t.Fatal(err)
		}
		if err := months[0].WriteCSV(&csv, l); err != nil {
			t.Fatal(err)
		}
		text, err := months[0].JSON(l)
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Report string `json:"report"`
			Rows   []struct {
				Group     string `json:"group_code"`
				Course    string `json:"course_code"`
				Counted   int    `json:"counted"`
				Fulfilled int    `json:"fulfilled_from"`
				Behind    int    `json:"behind_to"`
			} `json:"rows"`
		}
		if err := json.Unmarshal(text, &read); err != nil || read.Report != b.UID || len(read.Rows) != len(rows) {
			t.Fatalf("json: %v, %d rows of %d", err, len(read.Rows), len(rows))
		}
		counted := 0
		for i, r := range rows {
			j := read.Rows[i]
			if j.Group != r.GroupCode || j.Course != r.CourseCode || j.Counted != r.Counted || j.Fulfilled != r.Fulfilled.Min || j.Behind != r.Behind.Max {
				t.Errorf("json %+v differs from %+v", j, r)
			}
			counted += r.Counted
		}
		if total := months[0].Total(); counted != total.Counted || b.Trend[len(b.Trend)-1].Sum != total {
			t.Errorf("the cells are %d, the total %+v", counted, total)
		}
		if lines := strings.Count(csv.String(), "\r\n"); lines != len(rows)+1 {
			t.Errorf("csv has %d lines for %d rows", lines, len(rows))
		}
		sheets := workbook(t, book.Bytes())
		want := []string{"Deckblatt", "Übersicht", "Organisation", "Kurse", "Verlauf", "Definitionen"}
		for i, name := range want {
			if i >= len(sheets.names) || sheets.names[i] != name {
				t.Fatalf("sheets %v", sheets.names)
			}
		}
		if n := len(sheets.rows["Organisation"]); n != len(rows)+1 {
			t.Errorf("Organisation has %d rows of %d", n, len(rows))
		}
		if n := len(sheets.rows["Verlauf"]); n < len(months)+1 {
			t.Errorf("Verlauf has %d rows of %d", n, len(months))
		}
		for _, name := range []string{"Vor", "Nach", "Eva", "Rat", "p@x"} {
			for what, content := range map[string]string{"csv": csv.String(), "json": string(text), "xlsx": sheets.all()} {
				if strings.Contains(content, "\""+name+"\"") || strings.Contains(content, name+" ") {
					t.Errorf("%s names %s", what, name)
				}
			}
		}
		pdf, err := monthend.PDF(b)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(pdf, []byte("/Type /Page\n")); n != 1 {
			t.Errorf("the Kurzbericht has %d pages", n)
		}
		if again, _ := monthend.PDF(b); !bytes.Equal(pdf, again) {
			t.Error("the same figures make another file")
		}
		heard(t, pdf, b)
		if folder := os.Getenv("ZAEMME_SHOTS"); folder != "" {
			for name, content := range map[string][]byte{"kurzbericht-" + lang + ".pdf": pdf, "management-" + lang + ".xlsx": book.Bytes()} {
				if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// heard holds that whoever does not see the page gets all of it: headings, the
// divisions as a table of which each row is named, and what the drawings show.
func heard(t *testing.T, file []byte, b monthend.Brief) {
	t.Helper()
	roles, alts := pdftest.Reads(t, file)
	count := map[string]int{}
	for _, role := range roles {
		count[role]++
	}
	rows := len(b.Lines)
	if roles[0] != "Document" || count["H1"] != 1 || count["H2"] != 4 || rows == 0 || count["Table"] != 1 || count["TR"] != rows || count["TH Row"] != rows || count["TD"] != 4*rows {
		t.Errorf("with %d divisions the page has %v", rows, count)
	}
	if len(alts) != rows+1 || count["Figure"] != rows+1 {
		t.Fatalf("%d drawings say %q", count["Figure"], alts)
	}
	for i, line := range b.Lines {
		if !strings.Contains(alts[i], line.Of) || !strings.Contains(alts[i], line.Late) {
			t.Errorf("the bar of %s says %q", line.Name, alts[i])
		}
	}
	for _, p := range b.Trend {
		if says := strings.Contains(alts[rows], b.L.Month(p.AsOf)+" "+p.Rate); says != (p.Sum.Counted > 0) {
			t.Errorf("of %d counted at %s the trend says %q", p.Sum.Counted, p.AsOf, alts[rows])
		}
	}
}

type sheets struct {
	names []string
	rows  map[string][]string
}

func (s sheets) all() string {
	var out strings.Builder
	for _, rows := range s.rows {
		out.WriteString(strings.Join(rows, "\n"))
	}
	return out.String()
}

func workbook(t *testing.T, content []byte) sheets {
	t.Helper()
	source, err := sheet.Open("x.xlsx", content, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	out := sheets{rows: map[string][]string{}}
	for i, info := range source.Sheets() {
		out.names = append(out.names, info.Name)
		for row, err := range source.Rows(i) {
			if err != nil {
				t.Fatal(err)
			}
			var cells []string
			for _, c := range row.Cells {
				cells = append(cells, c.Text)
			}
			out.rows[info.Name] = append(out.rows[info.Name], strings.Join(cells, "\t"))
		}
	}
	return out
}

// A file that is handed out is registered with its hashes, and who checks it later
// hears that it rests on the table as it was kept, not that the ledger differs.
func TestAFileIsRegistered(t *testing.T) {
	t.Parallel()
	w := generate(t)
	if list, err := w.Months(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("a new installation has %v, %v", list, err)
	}
	w.run(now)
	m := w.last(0, 1)[0]
	if err := monthend.Register(t.Context(), w.Service.DB, m, monthend.BriefVariant, "de", 0, now, sha256.Sum256([]byte("file"))); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := w.Org.DB.Query(t.Context()).Raw(`select count(*) from reports where variant = 'brief' and as_of = ? and detail_rows = ?`,
		m.AsOf, len(m.Cells)).Scan(&n).Error; err != nil || n != 1 {
		t.Errorf("%d registered, %v", n, err)
	}
	reports := w.Reports
	verdict := func() report.LedgerVerdict {
		viewer := report.Viewer{Scope: people.Scope{Everyone: true, Day: calendar.DateOf(now)}, Now: now}
		v, err := reports.Verify(t.Context(), viewer, report.Upload{Name: "k.pdf", Content: []byte("file")})
		if err != nil || !v.File || v.Rows != len(m.Cells) {
			t.Fatalf("%+v, %v", v, err)
		}
		return v.Ledger
	}
	if got := verdict(); got != report.LedgerNotAsked {
		t.Errorf("where no month ends are kept: %s", got)
	}
	reports.Table = w.TableHash
	if got := verdict(); got != report.TableSame {
		t.Errorf("the table as it was kept: %s", got)
	}
	owner := dbtest.Owner(t) // nobody else could
	for _, sql := range []string{`alter table month_cells disable trigger user`, `update month_cells set counted = counted + 1 where as_of = (select max(as_of) from month_cells)`} {
		if err := owner.Query(t.Context()).Exec(sql).Error; err != nil {
			t.Fatal(err)
		}
	}
	if got := verdict(); got != report.TableOther {
		t.Errorf("an altered table: %s", got)
	}
}
