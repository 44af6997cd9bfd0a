package app

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/people"
	"zaemme/internal/web"
	"zaemme/internal/web/visit"
)

// workshop is the app with two people who write courses and one who does not.
type workshop struct {
	t                     *testing.T
	app                   *App
	server                *web.Server
	author, second, other *visitor
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	a := open(t)
	server, err := a.Web(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person := func(roles ...people.Role) *visitor { return &visitor{t, server, session(t, a, false, roles...)} }
	return &workshop{t: t, app: a, server: server, author: person(people.RoleAuthor), second: person(people.RoleHR), other: person()}
}

// post sends a form and returns the answer with its body.
func (w *workshop) post(v *visitor, path string, form url.Values) (int, string, string) {
	w.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	form.Set("_csrf", auth.FormToken(v.token))
	return w.answer(v.ask(http.MethodPost, path, form))
}

func (w *workshop) get(v *visitor, path string) (int, string) {
	w.t.Helper()
	status, _, body := w.answer(v.ask(http.MethodGet, path, nil))
	return status, body
}

func (w *workshop) answer(r *http.Response) (int, string, string) {
	w.t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.StatusCode, r.Header.Get("Location"), string(body)
}

// upload sends a file as a browser does.
func (w *workshop) upload(v *visitor, path, name string, content []byte, fields url.Values) (int, string, string) {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		w.t.Fatal(err)
	}
	_, _ = part.Write(content)
	_ = form.WriteField("_csrf", auth.FormToken(v.token))
	for name, values := range fields {
		_ = form.WriteField(name, values[0])
	}
	_ = form.Close()
	request := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: v.token})
	response, err := w.server.Test(request, 20_000)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return w.answer(response)
}

func (w *workshop) has(v *visitor, path string, words ...string) string {
	w.t.Helper()
	status, body := w.get(v, path)
	for _, word := range words {
		if status != http.StatusOK || !strings.Contains(body, word) {
			w.t.Errorf("%s answers %d without %q\n%.3000s", path, status, word, body[min(len(body), strings.Index(body, "<main")+1):])
		}
	}
	return body
}

var hiddenSeen = regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`)

// A course leaves as files, is edited elsewhere, comes back, is reviewed by a second
// person, and is what learners read.
func TestACourseThroughTheWorkshop(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	if status, _ := w.get(w.other, "/werkstatt"); status != http.StatusForbidden {
		t.Errorf("somebody without the role: %d", status)
	}
	w.has(w.author, "/werkstatt", "Kurswerkstatt", "IS-01", "Neuen Kurs beginnen")
	w.has(w.author, "/werkstatt/kurs/IS-01", "Fassung 1", "mit dem Programm")
	status, draft, _ := w.post(w.author, "/werkstatt/kurs/IS-01/entwurf", nil)
	if status != http.StatusSeeOther {
		t.Fatalf("beginning: %d", status)
	}
	w.has(w.author, draft, "Nichts verhindert die Veröffentlichung")
	_, packed := w.get(w.author, draft+"/zip")
	files, err := coursefile.ReadArchive([]byte(packed))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"01-meine-rolle.md": "Das sagt die \"Gemeinde\" an der Grossstraße.", "01-meine-rolle.en.md": "So says the “municipality”."} {
		files[name] = bytes.Replace(files[name], []byte("\n\n## "), []byte("\n\n"+text+"\n\n## "), 1)
	}
	changed, err := files.Archive("is-01")
	if err != nil {
		t.Fatal(err)
	}
	if status, _, body := w.upload(w.author, draft+"/zip", "is-01.zip", []byte("no archive"), nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "kein ZIP-Archiv") {
		t.Errorf("no archive: %d", status)
	}
	if status, to, body := w.upload(w.author, draft+"/zip", "is-01.zip", changed, nil); status != http.StatusSeeOther || to != draft {
		t.Fatalf("%d %s %.800s", status, to, body)
	}
	w.has(w.author, draft, "steht ss, nie", "verhindern die Veröffentlichung")
	if status, to, _ := w.post(w.author, draft+"/einreichen", nil); status != http.StatusSeeOther || to != draft+"/pruefung" {
		t.Fatalf("sending it to the review: %d %s", status, to)
	}
	w.has(w.author, draft+"/pruefung", "Ein Eszett ist durch ss ersetzt", "Sie haben an diesem Entwurf geschrieben", "«Gemeinde» an der Grossstrasse")
	body := w.has(w.second, draft+"/pruefung", `name="materiality"`, "Teile des Kurses ändern sich", "href=\"/kursfassungen\"")
	form := url.Values{"seen": {hiddenSeen.FindStringSubmatch(body)[1]}, "materiality": {"klein"}}
	if status, _, body := w.post(w.second, draft+"/pruefung", form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Was neu ist, auf Deutsch") {
		t.Errorf("without a note: %d", status)
	}
	form.Set("note-de", "Ein Satz zur Gemeinde.")
	for _, match := range regexp.MustCompile(`name="(reason-[a-z_]+)"`).FindAllStringSubmatch(body, -1) {
		form.Set(match[1], "Geprüft.")
	}
	if status, _, _ := w.post(w.author, draft+"/pruefung", form); status != http.StatusForbidden {
		t.Errorf("its author publishes: %d", status)
	}
	if status, to, body := w.post(w.second, draft+"/pruefung", form); status != http.StatusSeeOther || to != "/werkstatt/kurs/IS-01" {
		t.Fatalf("publishing: %d %s %.2000s", status, to, body)
	}
	w.has(w.author, "/werkstatt/kurs/IS-01", "Fassung 2", "hier geschrieben", "Ein Satz zur Gemeinde.")
	w.has(w.author, "/werkstatt/kurs/IS-01/vergleich?von=1&bis=2", "Teile sind zwischen Fassung 1 und 2 anders", "Grossstrasse")
	w.has(w.other, "/kurse/IS-01/module/1", "Das sagt die «Gemeinde» an der Grossstrasse.")
	if err := w.app.syncCourses(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.has(w.other, "/kurse/IS-01/module/1", "Grossstrasse")
	if status, _ := w.get(w.author, draft); status != http.StatusNotFound {
		t.Errorf("a closed draft: %d", status)
	}
}

// Retired: who has nothing to do with the course does not meet it any more.
func TestARetiredCourse(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	w.has(w.other, "/kurse", "IS-01")
	w.has(w.author, "/werkstatt/kurs/DS-01/angebot", "nicht mehr anbieten?")
	if status, _, _ := w.post(w.author, "/werkstatt/kurs/DS-01/angebot", url.Values{"do": {"retire"}}); status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	for path, want := range map[string]int{"/kurse/DS-01": http.StatusNotFound, "/kurse/DS-01/module/1": http.StatusNotFound} {
		if status, _ := w.get(w.other, path); status != want {
			t.Errorf("%s: %d", path, status)
		}
	}
	if body := w.has(w.other, "/kurse", "IS-01"); strings.Contains(body, "/kurse/DS-01\"") {
		t.Error("it is still in the catalogue")
	}
	if status, _, _ := w.post(w.other, "/kurse/DS-01/test", nil); status != http.StatusNotFound {
		t.Errorf("the test is begun: %d", status)
	}
	w.has(w.author, "/werkstatt", "nicht mehr angeboten")
	w.post(w.author, "/werkstatt/kurs/DS-01/angebot", url.Values{"do": {"offer"}})
	w.has(w.other, "/kurse/DS-01", "DS-01")
}

// A new course begins empty; a code that is taken or wrong is said at its field.
func TestANewCourse(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	form := url.Values{"de": {"Winterdienst"}, "en": {"Winter service"}, "code": {"IS-01"}, "kind": {"online"}, "owner": {"Werkdienst"}}
	if status, _, body := w.post(w.author, "/werkstatt/neu", form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "gibt es schon") {
		t.Errorf("%d", status)
	}
	form.Set("code", "wd-01")
	status, draft, _ := w.post(w.author, "/werkstatt/neu", form)
	if status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	w.has(w.author, draft, "Winterdienst", "verhindern die Veröffentlichung", "WD-01")
	if status, _, body := w.post(w.author, draft+"/einreichen", nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Stellen verhindern") {
		t.Errorf("an empty course goes to the review: %d", status)
	}
	w.has(w.author, "/werkstatt", "Neuer Kurs WD-01", "in Arbeit")
	w.post(w.author, draft+"/verwerfen", nil)
	if open, err := authoring.Open(t.Context(), w.app.DB); err != nil || len(open) != 0 {
		t.Errorf("%v, %v", open, err)
	}
}
