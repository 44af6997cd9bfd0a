package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/auth"
)

type rowsPage struct {
	KnownAt string `json:"known_at"`
	Rows    []struct {
		Kennung    string `json:"kennung"`
		Department string `json:"department_code"`
	} `json:"rows"`
	Next string `json:"next"`
}

func (w *world) rows(key, query string) (p rowsPage, r reply) {
	w.T.Helper()
	r = w.get(key, "/api/v1/rows?"+query)
	if r.status != http.StatusOK {
		w.T.Fatalf("%s answers %d: %s", query, r.status, r.body)
	}
	must(w.T, json.Unmarshal(r.body, &p))
	return p, r
}

// The pages hold everybody once, as of the first page, without a name, and leave a
// line in the access log for each.
func TestRowsComeByPagesWithoutNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.key(auth.MayRows, 0)
	seen, query := map[string]bool{}, "persons=7"
	for range 10 {
		p, r := w.rows(key, query)
		if bytes.Contains(r.body, []byte("Geheim")) || p.KnownAt == "" {
			t.Fatalf("%s", r.body)
		}
		for _, row := range p.Rows {
			if seen[row.Kennung] {
				t.Errorf("%s comes twice", row.Kennung)
			}
			seen[row.Kennung] = true
		}
		if p.Next == "" {
			break
		}
		if link := r.header.Get("Link"); !strings.Contains(link, url.QueryEscape(p.Next)) || !strings.Contains(link, "persons=7") {
			t.Errorf("Link: %s", link)
		}
		if query == "persons=7" { // somebody joins between two pages
			id := w.Person("Neu", "Geheim", "n@x", w.works, 0)
			w.Append(w.Assigned(id, "IS-01", w.From, w.From.AddDays(9)))
		}
		query = "persons=7&cursor=" + p.Next
	}
	var logged int
	must(t, w.DB.Query(t.Context()).Raw(`select count(distinct p) from access_log, unnest(person_ids) p where viewer_id = ? and page = 'api.rows'`, w.hr).Scan(&logged).Error)
	if len(seen) != 24 || logged != 24 {
		t.Errorf("%d persons, %d in the access log", len(seen), logged)
	}
	part, _ := w.rows(w.key(auth.MayRows, w.works), "")
	for _, row := range part.Rows {
		if row.Department != "32" {
			t.Errorf("a row of %s", row.Department)
		}
	}
	if len(part.Rows) != 13 {
		t.Errorf("%d rows of the department", len(part.Rows))
	}
}

func TestWhatAProgramHasAlreadyIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.key(auth.MayRows, 0)
	first, _ := w.rows(key, "")
	for _, path := range []string{"/api/v1/rows?known_at=" + url.QueryEscape(first.KnownAt), "/api/v1/months", "/api/v1/months/2026-10", "/api/v1/months/2026-10?format=csv", "/api/v1/openapi.json"} {
		a := w.get(key, path)
		tag := a.header.Get("ETag")
		b := w.get(key, path, "If-None-Match", `W/"x", `+tag)
		if a.status != http.StatusOK || tag == "" || b.status != http.StatusNotModified || len(b.body) != 0 || b.header.Get("ETag") != tag {
			t.Errorf("%s: %d %q, then %d with %d bytes", path, a.status, tag, b.status, len(b.body))
		}
		if c := w.get(key, path, "If-None-Match", `"x"`); c.status != http.StatusOK {
			t.Errorf("%s: another ETag answers %d", path, c.status)
		}
	}
	if a := w.get(key, "/api/v1/rows", "Accept", "text/csv"); !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") || bytes.Count(a.body, []byte("\r\n")) != 25 {
		t.Errorf("%s", a.body)
	}
}

// The table is the page's own, byte for byte.
func TestAMonthIsTheTableOfItsPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.key("", 0)
	months, err := w.months.Last(t.Context(), 0, 1)
	must(t, err)
	l := w.months.Texts.Printer("en")
	want, err := months[0].JSON(l)
	must(t, err)
	var csv bytes.Buffer
	must(t, months[0].WriteCSV(&csv, l))
	path := "/api/v1/months/" + months[0].Name()
	if got := w.get(key, path, "Accept-Language", "en"); !bytes.Equal(got.body, want) || len(months[0].Cells) == 0 {
		t.Errorf("%s", got.body)
	}
	if got := w.get(key, path+"?format=csv", "Accept-Language", "en"); !bytes.Equal(got.body, csv.Bytes()) {
		t.Errorf("%s", got.body)
	}
}

func TestWhatAKeyDoesNotOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	whole, part, all := w.key("", 0), w.key("", w.works), w.key(auth.MayRows, 0)
	for _, c := range []struct {
		key, path string
		status    int
		kind      string
	}{
		{whole, "/api/v1/rows", 403, "forbidden"},
		{part, "/api/v1/months", 403, "forbidden"},
		{part, "/api/v1/months/2026-10", 403, "forbidden"},
		{"", "/api/v1/rows", 401, "sign_in"},
		{whole, "/api/v1/months/2031-10", 404, "not_found"},
		{whole, "/api/v1/months/x", 404, "not_found"},
		{whole, "/api/v1/months?format=xml", 422, "invalid"},
		{all, "/api/v1/rows?as_of=2027-01-01", 422, "invalid"},
		{all, "/api/v1/rows?as_of=gestern", 422, "invalid"},
		{all, "/api/v1/rows?known_at=2040-01-01T00:00:00Z", 422, "invalid"},
		{all, "/api/v1/rows?known_at=2026", 422, "invalid"},
		{all, "/api/v1/rows?persons=0", 422, "invalid"},
		{all, "/api/v1/rows?cursor=e30", 422, "invalid"},
		{all, "/api/v1/rows?cursor=!", 422, "invalid"},
	} {
		a := w.get(c.key, c.path)
		var problem struct{ Error, Message string }
		must(t, json.Unmarshal(a.body, &problem))
		if a.status != c.status || problem.Error != c.kind || problem.Message == "" {
			t.Errorf("%s answers %d: %s", c.path, a.status, a.body)
		}
	}
}
