package report_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/report"
)

// pages reads all pages of so many persons, and the text that is hashed.
func (w *world) pages(q report.Query, persons int) (rows []report.Anonymous, text string, ids []int64) {
	w.T.Helper()
	var after uuid.UUID
	for range 100 {
		p, some, err := w.service.Page(w.T.Context(), q, after, persons)
		if err != nil {
			w.T.Fatal(err)
		}
		if q.KnownAt = p.KnownAt; text == "" {
			text = strings.Join(p.Head, "\t") + "\n"
		}
		for _, r := range p.Rows {
			correction := ""
			if r.Corrected {
				correction = "1"
			}
			text += strings.Join([]string{r.Kennung.String(), r.DepartmentCode, r.CourseCode, r.VersionHash, strconv.Itoa(r.Cycle), r.Rule, r.Assigned.String(),
				r.OriginalDue.String(), r.Due.String(), r.GraceUntil.String(), r.Status, r.Fulfilled.String(), r.How, r.ValidUntil.String(),
				r.WindowFrom.String(), r.EvidenceNo, correction}, "\t") + "\n"
		}
		rows, ids = append(rows, p.Rows...), append(ids, some...)
		if p.Last == uuid.Nil {
			return rows, text, ids
		}
		after = p.Last
	}
	w.T.Fatal("the pages have no end")
	return nil, "", nil
}

// All pages together are what the report of the same day and moment hashes, however
// long a page is, and whatever happens between two of them.
func TestPagesAreTheReport(t *testing.T) {
	t.Parallel()
	w := generate(t, 11, 30)
	for _, persons := range []int{1, 7, 1000} {
		for _, day := range []calendar.Date{today, today.AddDays(-200)} {
			q := w.hr(day)
			first, _, err := w.service.Page(t.Context(), q, uuid.Nil, 1)
			if err != nil {
				t.Fatal(err)
			}
			q.KnownAt = first.KnownAt
			late := w.Person("Später", "Bekannt", "", w.departments[2], 0)
			w.Append(w.Assigned(late, "ZA-01", today.AddDays(-300), today.AddDays(-270)))
			rows, text, ids := w.pages(q, persons)
			_, hash := w.figures(q)
			if len(rows) == 0 || sha256.Sum256([]byte(text)) != hash {
				t.Errorf("%d rows by %d persons on %s hash otherwise", len(rows), persons, day)
			}
			slices.Sort(ids)
			if len(slices.Compact(slices.Clone(ids))) != len(ids) {
				t.Error("somebody is on two pages")
			}
		}
	}
}

// A key of a department reads of who works in it or below it, and of their place in
// it alone.
func TestPagesOfADepartmentKeepToIt(t *testing.T) {
	t.Parallel()
	w := generate(t, 12, 30)
	q := w.hr(today)
	q.Scope, q.Department, q.By = people.ScopeOfProgram(w.departments[1], today), "D1", people.Person{}
	below := map[string]bool{"D1": true, "D3": true, "D4": true, "D5": true}
	rows, _, _ := w.pages(q, 4)
	got := map[string]int{}
	for _, r := range rows {
		got[r.Kennung.String()]++
		for code := range strings.SplitSeq(r.DepartmentCode, " | ") {
			if !below[code] {
				t.Errorf("a row of %s", code)
			}
		}
	}
	want := map[string]int{}
	for _, r := range w.rows(w.hr(today)) {
		if r.Subject.In(w.departments[1]) {
			want[r.Subject.UID.String()]++
		}
	}
	if len(want) == 0 || fmt.Sprint(want) != fmt.Sprint(got) {
		t.Errorf("rows of %d persons, of %d asked for", len(got), len(want))
	}
}
