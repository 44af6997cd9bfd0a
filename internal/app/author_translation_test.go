package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zaemme/internal/coursefile"
)

// What changes in German is outdated in English until somebody has translated it
// anew or said that it still fits; learners are told.
func TestOutdatedTranslationsInTheWorkshop(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	draft := w.begin(w.author, "IS-01")
	w.has(w.author, draft+"/uebersetzung/en", "Alles ist übersetzt und aktuell")
	if status, _ := w.get(w.author, draft+"/uebersetzung/fr"); status != http.StatusNotFound {
		t.Errorf("a language that the course has not: %d", status)
	}
	body := w.course(draft).Modules[0].Body
	const was, now = "Das merken Sie.", "Das merken nur Sie."
	form := w.editor(w.author, draft+"/text/1", url.Values{"body": {strings.Replace(body, was, now, 1)}, "do": {"save"},
		"goals-de": {strings.Join(w.course(draft).Modules[0].Goals["de"], "\n")}, "goals-en": {strings.Join(w.course(draft).Modules[0].Goals["en"], "\n")}})
	if status, _, body := w.post(w.author, draft+"/text/1", form); status != http.StatusSeeOther {
		t.Fatalf("%d %.800s", status, body)
	}
	w.has(w.author, draft, "ein Abschnitt ist veraltet", "Seit dieser Übersetzung")
	page := w.has(w.author, draft+"/uebersetzung/en", "Englisch: ein Abschnitt ist veraltet", "Als übersetzt wurde", "<ins>nur ", "Stimmt noch")
	w.publishAll(draft)
	_, _, _ = w.post(w.other, "/konto/sprache", url.Values{"language": {"en"}})
	w.has(w.other, "/kurse/IS-01/module/1", "This translation is older than the German text")
	if _, body := w.get(w.other, "/kurse/IS-01/module/2"); strings.Contains(body, "older than the German") {
		t.Error("the note stands where nothing is outdated")
	}
	// It travels with the files, and is confirmed once.
	draft = w.begin(w.author, "IS-01")
	_, packed := w.get(w.author, draft+"/zip")
	files, err := coursefile.ReadArchive([]byte(packed))
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := files.Load("is-01"); c.Hash() != w.course(draft).Hash() || len(c.Made["en"]) == 0 {
		t.Error("the archive has lost what is known of the translations")
	}
	fits := regexp.MustCompile(`name="fits" value="([^"]+)"`).FindStringSubmatch(page)[1]
	for _, want := range []int{http.StatusSeeOther, http.StatusUnprocessableEntity} {
		if status, _, _ := w.post(w.author, draft+"/uebersetzung/en", url.Values{"fits": {fits}}); status != want {
			t.Errorf("%d, want %d", status, want)
		}
	}
	w.has(w.author, draft+"/uebersetzung/en", "Alles ist übersetzt und aktuell")
	w.publishAll(draft)
	if _, body := w.get(w.other, "/kurse/IS-01/module/1"); strings.Contains(body, "older than the German") {
		t.Error("the note stays after it was confirmed")
	}
}
