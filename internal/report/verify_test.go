package report_test

import (
	"bytes"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/sheet"
	"zaemme/internal/sheet/sheettest"
)

func (w *world) viewer() report.Viewer {
	return report.Viewer{Scope: people.Scope{Everyone: true, Day: today}, Person: people.Person{ID: w.boss}, Now: now}
}

func (w *world) verify(up report.Upload) report.Verdict {
	w.T.Helper()
	verdict, err := w.service.Verify(w.T.Context(), w.viewer(), up)
	if err != nil {
		w.T.Fatal(err)
	}
	return verdict
}

// resaved is the workbook as somebody's own program would save it: other bytes, the
// same cells, but for what alter changes in Detail.
func resaved(t *testing.T, content []byte, alter func(header, row []string) []any) []byte {
	t.Helper()
	source, err := sheet.Open("x.xlsx", content, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := sheet.NewWriter(&out, sheet.Props{Title: "kopiert"})
	for i, info := range source.Sheets() {
		if info.Name != "Deckblatt" && info.Name != "Detail" {
			continue
		}
		var header []string
		var table *sheet.Table
		for row, err := range source.Rows(i) {
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			var cells []any
			for _, c := range row.Cells {
				texts = append(texts, c.Text)
				if day, ok := c.Date(); ok && c.Dated {
					cells = append(cells, day)
				} else {
					cells = append(cells, c.Text)
				}
			}
			if table == nil {
				columns := make([]sheet.Column, 60)
				header = texts
				for i := range columns {
					columns[i].Header = strings.Repeat(" ", i)
					if i < len(texts) {
						columns[i].Header = texts[i]
					}
				}
				if table, err = w.Sheet(info.Name, sheet.Layout{Columns: columns}); err != nil {
					t.Fatal(err)
				}
				continue
			}
			if info.Name == "Detail" && alter != nil {
				if changed := alter(header, texts); changed != nil {
					cells = changed
				}
			}
			if err := table.Row(cells...); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A file is recognised by its bytes, and by its rows when another program has
// saved it; in each form and in both languages.
func TestARegisteredFileIsRecognised(t *testing.T) {
	t.Parallel()
	w := generate(t, 91, 15)
	for _, lang := range []string{"de", "en"} {
		q := w.hr(today.AddDays(-3))
		q.Language, q.Department = lang, "D1"
		book, r := w.write(q)
		verdict := w.verify(report.Upload{Name: "a.xlsx", Content: book})
		if !verdict.File || !verdict.Matches || verdict.Ledger != report.LedgerSame || verdict.Report.UID != r.UID {
			t.Errorf("%s: the file itself: %+v", lang, verdict)
		}
		verdict = w.verify(report.Upload{Name: "b.xlsx", Content: resaved(t, book, nil)})
		if verdict.File || !verdict.Matches || verdict.Rows != r.Rows || len(verdict.Heads) > 0 || verdict.Hash != r.DetailSHA256 {
			t.Errorf("%s: saved anew: %+v", lang, verdict)
		}
		q.KnownAt = r.KnownAt
		var csv, lines bytes.Buffer
		for name, write := range map[string]func() (report.Report, error){
			"c.csv":   func() (report.Report, error) { return w.service.WriteCSV(t.Context(), &csv, q) },
			"d.jsonl": func() (report.Report, error) { return w.service.WriteJSON(t.Context(), &lines, q) },
		} {
			r, err := write()
			if err != nil {
				t.Fatal(err)
			}
			content := csv.Bytes()
			if name == "d.jsonl" {
				content = lines.Bytes()
			}
			verdict := w.verify(report.Upload{Name: name, Content: append([]byte{}, append(content, '\n')...), UID: " " + strings.ToUpper(r.UID)})
			if verdict.File || !verdict.Matches {
				t.Errorf("%s %s: %+v", lang, name, verdict)
			}
		}
	}
}

// A changed row, one left out and one invented are named.
func TestAnAlteredFileIsFound(t *testing.T) {
	t.Parallel()
	w := generate(t, 92, 15)
	book, r := w.write(w.hr(today))
	changed, dropped := "", ""
	altered := resaved(t, book, func(header, row []string) []any {
		at := map[string]string{}
		cells := make([]any, len(row))
		for i, text := range row {
			at[header[i]], cells[i] = text, text
			if day, ok := serial(header[i], text); ok {
				cells[i] = day
			}
		}
		switch {
		case changed == "" && at["Status-Code"] == "overdue":
			changed = at["Kennung"] + at["Kurscode"]
			for i := range header {
				if header[i] == "Status-Code" {
					cells[i] = "fulfilled"
				}
			}
			return cells
		case dropped == "" && at["Status-Code"] == "expired":
			dropped = at["Kennung"] + at["Kurscode"]
			cells[0] = "00000000-0000-0000-0000-000000000000"
			return cells
		default:
			return nil
		}
	})
	verdict := w.verify(report.Upload{Name: "x.xlsx", Content: altered})
	if verdict.Matches || verdict.Ledger != report.LedgerSame || verdict.Differing != 3 || len(verdict.Differences) != 3 || verdict.Report.UID != r.UID {
		t.Fatalf("%+v", verdict)
	}
	kinds := map[string]string{}
	for _, d := range verdict.Differences {
		kinds[d.Kind] = d.Kennung + d.Course
		if d.Kind == "changed" && (len(d.Fields) != 1 || d.Fields[0] != report.FieldDifference{Key: "status_code", File: "fulfilled", Ledger: "overdue"}) {
			t.Errorf("fields %v", d.Fields)
		}
	}
	if kinds["changed"] != changed || kinds["missing"] != dropped || !strings.HasPrefix(kinds["added"], "00000000") {
		t.Errorf("%v, changed %s, dropped %s", kinds, changed, dropped)
	}
	var seen int
	if err := w.DB.Query(t.Context()).Raw(`select count(*) from access_log where page = 'report.verify' and cardinality(person_ids) > 0`).Scan(&seen).Error; err != nil || seen != 1 {
		t.Errorf("%d rows in the access log, %v", seen, err)
	}
}

func serial(header, text string) (calendar.Date, bool) {
	for _, one := range []string{"Eintritt", "Austritt", "zugewiesen am", "ursprünglich fällig", "fällig (wirksam)", "verlängert bis", "Nachfrist bis", "erfüllt am", "gültig bis", "Fenster öffnet"} {
		if header == one && text != "" {
			var n float64
			for _, c := range text {
				n = n*10 + float64(c-'0')
			}
			return sheet.SerialDate(n, false)
		}
	}
	return 0, false
}

func TestWhatCannotBeVerified(t *testing.T) {
	t.Parallel()
	w := generate(t, 93, 4)
	book, r := w.write(w.hr(today))
	line, _ := w.write(w.line(today))
	part := w.viewer()
	part.Scope = people.Scope{Day: today}
	for name, c := range map[string]struct {
		up   report.Upload
		want apperr.Kind
	}{
		"rows without an ID":  {report.Upload{Name: "x.csv", Content: []byte(csvOf(t, book))}, apperr.Invalid},
		"an unknown ID":       {report.Upload{Name: "x.csv", Content: []byte(csvOf(t, book)), UID: "5212e447-710d-4419-bf72-8fc72c9dd7f5"}, apperr.NotFound},
		"another table":       {report.Upload{Name: "x.csv", Content: []byte("a;b\n1;2\n"), UID: r.UID}, apperr.Invalid},
		"a line, saved anew":  {report.Upload{Name: "x.xlsx", Content: resaved(t, line, nil)}, apperr.Invalid},
		"lines that are none": {report.Upload{Name: "x.jsonl", Content: []byte(`{"kennung":`), UID: r.UID}, apperr.Invalid},
	} {
		if _, err := w.service.Verify(t.Context(), w.viewer(), c.up); apperr.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if verdict := w.verify(report.Upload{Name: "l.xlsx", Content: line}); !verdict.File || verdict.Ledger != report.LedgerLine {
		t.Errorf("a line's own file: %+v", verdict)
	}
	verdict, err := w.service.Verify(t.Context(), part, report.Upload{Name: "x.xlsx", Content: resaved(t, book, nil)})
	if err != nil || !verdict.Matches || verdict.Ledger != report.LedgerNotAsked {
		t.Errorf("somebody who reads less: %+v, %v", verdict, err)
	}
}

// csvOf is Detail as csv by another program.
func csvOf(t *testing.T, book []byte) string {
	t.Helper()
	var b strings.Builder
	for _, row := range sheettest.Cells(t, book, "Detail") {
		b.WriteString(`"` + strings.Join(row, `";"`) + "\"\n")
	}
	return b.String()
}

// What lies between two reports, and why.
func TestCompare(t *testing.T) {
	t.Parallel()
	w := generate(t, 94, 25)
	_, first := w.write(w.hr(today.AddDays(-30)))
	w.meanwhile()
	rows := w.rows(w.hr(today))
	for _, r := range rows {
		if r.Status == ledger.StatusOverdue && r.Subject.ID != w.injected {
			w.Append(w.Completed(r.Subject.ID, r.Course.Code, r.Cycle.No, today.AddDays(-1), today.AddDays(300)))
			break
		}
	}
	_, second := w.write(w.hr(today))
	get := func(uid string) report.Registered {
		r, err := w.service.Registered(t.Context(), uid)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	c, err := w.service.Compare(t.Context(), w.viewer(), get(first.UID), get(second.UID), report.Part{Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	balance, listed := 0, 0
	for _, change := range c.Changes {
		if change.Before == nil {
			balance++
		}
		if change.After == nil {
			balance--
		}
	}
	for _, n := range c.Counts {
		listed += n
	}
	if c.RowsBefore != first.Rows || c.RowsAfter != second.Rows || c.RowsBefore+balance != c.RowsAfter || listed != len(c.Changes) || c.Listed != listed {
		t.Errorf("%d rows, %+d, %d rows; %d listed of %d", c.RowsBefore, balance, c.RowsAfter, listed, len(c.Changes))
	}
	for _, why := range []report.Why{report.WhyDone, report.WhyTime, report.WhyMoved, report.WhySuspended, "joined", "left", "duty_ended"} {
		if c.Counts[why] == 0 {
			t.Errorf("nothing is %s: %v", why, c.Counts)
		}
	}
	one, err := w.service.Compare(t.Context(), w.viewer(), get(first.UID), get(second.UID), report.Part{Why: report.WhyTime, From: 1, Limit: 1})
	if err != nil || len(one.Changes) != 1 || one.Listed != c.Counts[report.WhyTime] || one.Changes[0].Why != report.WhyTime {
		t.Errorf("narrowed: %v", err)
	}
	same, err := w.service.Compare(t.Context(), w.viewer(), get(second.UID), get(second.UID), report.Part{Limit: 10})
	if err != nil || len(same.Counts) != 0 {
		t.Errorf("a report differs from itself: %v, %v", same, err)
	}
	list, err := w.service.Register(t.Context(), w.viewer(), 10)
	if err != nil || len(list) != 2 || list[0].UID != second.UID {
		t.Errorf("register %v, %v", list, err)
	}
	_, line := w.write(w.line(today))
	if _, err := w.service.Compare(t.Context(), w.viewer(), get(first.UID), get(line.UID), report.Part{Limit: 1}); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("somebody's line: %v", err)
	}
}

// The same seed draws the same rows, later too; another one others.
func TestSampleIsRepeatable(t *testing.T) {
	t.Parallel()
	w := generate(t, 95, 20)
	draw := report.Draw{Query: w.hr(today), Rows: 8, Seed: "Prüfung 2026"}
	first, err := w.service.Sample(t.Context(), draw)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range w.persons[:5] {
		w.Move(p, w.departments[4], today.AddDays(-3))
	}
	draw.Query.KnownAt = first.KnownAt
	again, err := w.service.Sample(t.Context(), draw)
	if err != nil {
		t.Fatal(err)
	}
	names := func(s *report.Sample) (list []string) {
		for _, e := range s.Sheets {
			list = append(list, e.Subject.UID.String()+e.Course.Code+string(e.Status))
			if len(e.Events) == 0 || e.Path == "" || e.Rule == "" || (e.Seen != nil) != (e.Cycle.CompletedOn != 0 && e.Version != nil) {
				w.T.Errorf("evidence %d: %+v", e.No, e)
			}
			if e.Cycle.How == ledger.HowOnline && e.Cycle.CompletedOn != 0 && e.Language != "de" {
				w.T.Errorf("evidence %d: language %q", e.No, e.Language)
			}
			if e.Cycle.How == ledger.HowExternal && e.Confirmed != "Ruth Beispiel" {
				w.T.Errorf("evidence %d: confirmed by %q", e.No, e.Confirmed)
			}
		}
		return list
	}
	a, b := names(first), names(again)
	if len(a) != 8 || strings.Join(a, " ") != strings.Join(b, " ") || first.Of != again.Of || first.Hash != again.Hash {
		t.Errorf("%v, then %v", a, b)
	}
	draw.Seed = "anders"
	other, err := w.service.Sample(t.Context(), draw)
	if err != nil || strings.Join(names(other), " ") == strings.Join(a, " ") {
		t.Errorf("another seed draws the same: %v", err)
	}
	draw.Rows = 0
	if _, err := w.service.Sample(t.Context(), draw); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("no rows: %v", err)
	}
	var seen int
	if err := w.DB.Query(t.Context()).Raw(`select count(*) from access_log where page = 'report.sample'`).Scan(&seen).Error; err != nil || seen != 3 {
		t.Errorf("%d rows in the access log, %v", seen, err)
	}
}
