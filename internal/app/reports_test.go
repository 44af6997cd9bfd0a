package app

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/visit"
)

// upload posts a file as somebody.
func (w *rightsWorld) upload(who, address, name string, content []byte, fields map[string]string) (int, string) {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, value := range fields {
		if err := form.WriteField(key, value); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := form.WriteField("_csrf", auth.FormToken(w.session(who))); err != nil {
		w.t.Fatal(err)
	}
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+address, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Origin", "http://localhost:8080")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: w.session(who)})
	response, err := w.server.Test(request, int((30 * time.Second).Milliseconds()))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

// HR and Revision check a file, compare two reports and draw a sample; others do
// not come there, and who is named is written down.
func TestReportsAreChecked(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	scope, err := people.ScopeOf(t.Context(), w.app.DB, w.people["hr"], w.today())
	if err != nil {
		t.Fatal(err)
	}
	q := report.Query{AsOf: w.today().AddDays(-1), Scope: scope, Variant: report.HR, Language: "de", Now: w.app.Clock(), By: people.Person{ID: w.people["hr"]}}
	var first, second, rows bytes.Buffer
	one, err := w.app.Reports.WriteCSV(t.Context(), &first, q)
	if err != nil {
		t.Fatal(err)
	}
	q.AsOf = w.today()
	two, err := w.app.Reports.Write(t.Context(), &second, q)
	if err != nil {
		t.Fatal(err)
	}
	third, err := w.app.Reports.WriteCSV(t.Context(), &rows, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"hr", "auditor"} {
		if status, body := w.page(who, "/berichte/pruefen"); status != http.StatusOK || !strings.Contains(body, "Datei prüfen") {
			t.Errorf("%s: the page: %d", who, status)
		}
		if status, body := w.upload(who, "/berichte/pruefen", "bericht.xlsx", second.Bytes(), nil); status != http.StatusOK || !strings.Contains(body, "Die Datei ist unverändert.") ||
			!strings.Contains(body, "auch heute die registrierten Zeilen") || !strings.Contains(body, fmt.Sprintf("%x", two.FileSHA256)) || strings.Contains(body, " in der Datei, ") {
			t.Errorf("%s: the file itself: %d\n%s", who, status, body)
		}
		altered := regexp.MustCompile(`"(open|overdue|fulfilled|expiring|expired)"`).ReplaceAll(rows.Bytes(), []byte(`"paused"`))
		if status, body := w.upload(who, "/berichte/pruefen", "bericht.csv", altered, map[string]string{"id": third.UID}); status != http.StatusOK ||
			!strings.Contains(body, "stimmt nicht mit dem Register überein") || !strings.Contains(body, "paused statt ") {
			t.Errorf("%s: an altered file: %d\n%s", who, status, body)
		}
		if status, body := w.upload(who, "/berichte/pruefen", "bericht.csv", altered, nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "nennt keine Berichts-ID") {
			t.Errorf("%s: without an ID: %d", who, status)
		}
		if status, body := w.page(who, "/berichte"); status != http.StatusOK || !strings.Contains(body, two.UID) {
			t.Errorf("%s: the form: %d", who, status)
		}
		if status, body := w.page(who, "/berichte/datei?form=jsonl&wissen="+w.today().String()); status != http.StatusOK || !strings.HasPrefix(body, `{"kennung":`) {
			t.Errorf("%s: the rows: %d", who, status)
		}
		if status, _ := w.page(who, "/berichte/datei?stichtag=2.1.2050"); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: a day to come: %d", who, status)
		}
		if status, _ := w.page(who, "/berichte/datei?abteilung=XX"); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: no such department: %d", who, status)
		}
		compare := "/berichte/vergleich?" + url.Values{"vorher": {one.UID}, "nachher": {two.UID}}.Encode()
		if status, body := w.page(who, compare); status != http.StatusOK || !strings.Contains(body, "haben sich verändert") && !strings.Contains(body, "hat sich verändert") {
			t.Errorf("%s: compare: %d\n%s", who, status, body)
		}
		sample := url.Values{"stichtag": {w.today().String()}, "zeilen": {"3"}, "kennwort": {"1848"}}.Encode()
		if status, body := w.page(who, "/berichte/stichprobe?"+sample); status != http.StatusOK || !strings.Contains(body, "Belege drucken") {
			t.Errorf("%s: sample: %d\n%s", who, status, body)
		}
		if status, body := w.page(who, "/berichte/stichprobe/drucken?"+sample); status != http.StatusOK || strings.Count(body, `class="sheet reports-sheet"`) != 3 || !strings.Contains(body, "1848") {
			t.Errorf("%s: evidence: %d\n%s", who, status, body)
		}
		if status, _ := w.page(who, "/berichte/stichprobe?zeilen=0&kennwort=x"); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: no rows: %d", who, status)
		}
	}
	if n := w.looks("report.sample"); n != 4 {
		t.Errorf("%d samples in the access log", n)
	}
	if n := w.looks("report.verify"); n != 2 {
		t.Errorf("%d verifications in the access log", n)
	}
}
