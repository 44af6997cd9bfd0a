package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"zaemme/internal/db"
)

// department of somebody who is signed in.
func (w *workshop) department(v *visitor) string {
	w.t.Helper()
	var id int64
	if err := db.One(w.app.DB.Query(w.t.Context()), &id, `
		select e.department_id from sessions s join employment_facts e on e.person_id = s.person_id
		where s.token_hash = sha256(convert_to(?, 'UTF8'))`, v.token); err != nil {
		w.t.Fatal(err)
	}
	return strconv.FormatInt(id, 10)
}

// reviewed is a draft of the course with the sentence in its first module, sent to the
// review, and the form to publish it with.
func (w *workshop) reviewed(code, sentence string) (draft string, form url.Values) {
	w.t.Helper()
	draft = w.begin(w.author, code)
	path := draft + "/text/1"
	text := w.course(draft).Modules[0].Body
	change := w.editor(w.author, path, url.Values{"body": {strings.Replace(text, "\n## ", "\n"+sentence+"\n\n## ", 1)}})
	for lang, body := range w.course(draft).Modules[0].Translations {
		w.post(w.author, path+"?lang="+lang, w.editor(w.author, path+"?lang="+lang, url.Values{"body": {strings.Replace(body, "\n## ", "\nA sentence.\n\n## ", 1)}}))
	}
	if m := w.course(draft).Modules[0]; true {
		change.Set("title-de", m.Titles["de"])
		change.Set("title-en", m.Titles["en"])
		change.Set("goals-de", strings.Join(m.Goals["de"], "\n"))
		change.Set("goals-en", strings.Join(m.Goals["en"], "\n"))
	}
	if status, _, body := w.post(w.author, path, change); status != http.StatusSeeOther {
		w.t.Fatalf("writing: %d %.1500s", status, body[strings.Index(body, "<main"):])
	}
	if status, to, body := w.post(w.author, draft+"/einreichen", nil); status != http.StatusSeeOther || to != draft+"/pruefung" {
		w.t.Fatalf("to the review: %d %s %.1500s", status, to, body[strings.Index(body, "<main"):])
	}
	body := w.has(w.second, draft+"/pruefung", `name="pilot"`, "alle")
	form = url.Values{"seen": {hiddenSeen.FindStringSubmatch(body)[1]}, "materiality": {"klein"}, "note-de": {"Ein Satz mehr."}}
	for _, match := range regexp.MustCompile(`name="(reason-[a-z_]+)"`).FindAllStringSubmatch(body, -1) {
		form.Set(match[1], "Geprüft.")
	}
	return draft, form
}

// One department gets a version first, then all do.
func TestAPilotThroughTheWorkshop(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	inside := &visitor{t, w.server, session(t, w.app, false)}
	draft, form := w.reviewed("IS-01", "Diesen Satz liest zuerst der Werkhof.")
	form.Set("pilot", "999999")
	if status, _, body := w.post(w.second, draft+"/pruefung", form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Diese Abteilung gibt es nicht mehr") {
		t.Errorf("no such department: %d", status)
	}
	form.Set("pilot", w.department(inside))
	if status, to, body := w.post(w.second, draft+"/pruefung", form); status != http.StatusSeeOther || to != "/werkstatt/kurs/IS-01" {
		t.Fatalf("%d %s %.1500s", status, to, body)
	}
	w.has(inside, "/kurse/IS-01/module/1", "Diesen Satz liest zuerst der Werkhof.")
	w.has(inside, "/kurse/IS-01", "Ihre Abteilung erhält diese Fassung")
	w.has(inside, "/kurse/IS-01/drucken", "Diesen Satz liest zuerst der Werkhof.")
	for _, path := range []string{"/kurse/IS-01/module/1", "/kurse/IS-01/drucken"} {
		if body := w.has(w.other, path, "Informationssicherheit"); strings.Contains(body, "zuerst der Werkhof") {
			t.Errorf("all read it at %s", path)
		}
	}
	body := w.has(w.author, "/werkstatt/kurs/IS-01", "Fassung 2 ist im Pilot: Werkhof", "weniger als 5", "im Pilot")
	if strings.Contains(body, "ab heute") {
		t.Error("it is for all")
	}
	w.has(w.second, "/kursfassungen/IS-01", "Fassung 1")
	if strings.Contains(w.has(w.second, "/kursfassungen/IS-01", "IS-01"), "Fassung 2") {
		t.Error("HR may require what only a department has")
	}
	body = w.has(w.author, "/werkstatt/kurs/IS-01/pilot", "Für alle freigeben", "2 Teile sind anders", "zählt als Abschluss des Kurses")
	version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(body)[1]
	if status, _, _ := w.post(w.other, "/werkstatt/kurs/IS-01/pilot", url.Values{"version": {version}, "do": {"release"}}); status != http.StatusForbidden {
		t.Errorf("anybody releases: %d", status)
	}
	if status, _, _ := w.post(w.author, "/werkstatt/kurs/IS-01/pilot", url.Values{"version": {"1"}, "do": {"release"}}); status != http.StatusConflict {
		t.Errorf("another version than shown: %d", status)
	}
	if status, _, body := w.post(w.author, "/werkstatt/kurs/IS-01/pilot", url.Values{"version": {version}, "do": {"withdraw"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Warum") {
		t.Errorf("withdrawn without a reason: %d", status)
	}
	if status, _, _ := w.post(w.author, "/werkstatt/kurs/IS-01/pilot", url.Values{"version": {version}, "do": {"release"}}); status != http.StatusSeeOther {
		t.Errorf("released: %d", status)
	}
	w.has(w.other, "/kurse/IS-01/module/1", "Diesen Satz liest zuerst der Werkhof.")
	w.has(w.author, "/werkstatt/kurs/IS-01", "nach einem Pilot freigegeben")
	if status, _ := w.get(w.author, "/werkstatt/kurs/IS-01/pilot"); status != http.StatusNotFound {
		t.Errorf("the pilot is over: %d", status)
	}
}
