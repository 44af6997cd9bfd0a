package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/coursefile"
	"zaemme/internal/exchange"
)

const strangerGIFT = `::Passwort:: Was ist am sichersten? {=Eine Passphrase#Lang zählt. ~Der Name der Katze#Steht im Profil. ~12345678#Steht in jeder Liste.}

::Aufsatz:: Beschreiben Sie Ihren Arbeitsplatz. {}

// ein Kommentar
::Zahl:: Wie viele Tage hat eine Woche? {#7:0}
`

// A file of questions is shown, line by line, before the draft changes; then what was
// shown is taken, once; and the draft's questions leave in both formats.
func TestQuestionsComeAndGo(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	_, draft, _ := w.post(w.author, "/werkstatt/kurs/IS-01/entwurf", nil)
	in := draft + "/fragen/datei"
	count := func() int {
		t.Helper()
		_, packed := w.get(w.author, draft+"/zip")
		files, err := coursefile.ReadArchive([]byte(packed))
		if err != nil {
			t.Fatal(err)
		}
		c, _ := files.Load("is-01")
		return len(c.Questions)
	}
	before := count()
	w.has(w.author, draft+"/fragen", in)
	w.has(w.author, in, "Fragen aufnehmen und weitergeben", draft+`/fragen/gift/de" download`, draft+`/fragen/moodle/en" download`)
	if status, _, body := w.upload(w.author, in, "leer.gift", []byte("// nichts\n"), nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "keine Frage, die sich übernehmen lässt") {
		t.Errorf("a file without questions: %d", status)
	}
	if status, to, _ := w.upload(w.author, in, "fremd.gift", []byte(strangerGIFT), url.Values{"module": {"2"}}); status != http.StatusSeeOther || to != in {
		t.Fatalf("uploading: %d %s", status, to)
	}
	body := w.has(w.author, in, "2 von 3 Fragen lassen sich übernehmen", "<b>Zeile 3</b>", "Verlangt einen freien Text", "2 Fragen übernehmen", "Was ist am sichersten?")
	if count() != before {
		t.Error("looking has changed the draft")
	}
	seen := hiddenSeen.FindStringSubmatch(body)[1]
	// Somebody adds a question in between: the numbers are others now.
	w.post(w.author, draft+"/fragen", url.Values{"type": {"single"}, "module": {"1"}})
	if status, _, body := w.post(w.author, draft+"/fragen/uebernehmen", url.Values{"do": {"take"}, "seen": {seen}}); status != http.StatusUnprocessableEntity ||
		!strings.Contains(body, "inzwischen geändert") || count() != before+1 {
		t.Errorf("another draft than was shown: %d, %d questions", status, count())
	}
	seen = hiddenSeen.FindStringSubmatch(w.has(w.author, in))[1]
	if status, to, _ := w.post(w.author, draft+"/fragen/uebernehmen", url.Values{"do": {"take"}, "seen": {seen}}); status != http.StatusSeeOther || to != in {
		t.Fatalf("taking: %d %s", status, to)
	}
	if count() != before+3 {
		t.Errorf("%d questions, want %d", count(), before+3)
	}
	if status, _, body := w.post(w.author, draft+"/fragen/uebernehmen", url.Values{"do": {"take"}, "seen": {seen}}); status != http.StatusUnprocessableEntity ||
		!strings.Contains(body, "schon übernommen") || count() != before+3 {
		t.Errorf("taking twice: %d, %d questions", status, count())
	}
	w.has(w.author, in, "2 von 3 Fragen sind übernommen", "<b>Zeile 3</b>")
	w.has(w.author, draft+"/fragen", "Was ist am sichersten?", "Wie viele Tage hat eine Woche?")
	if _, body := w.get(w.author, draft+"/fragen/gift/de"); !strings.Contains(body, "Eine Passphrase") {
		t.Error("the export lacks what was taken")
	}
	w.post(w.author, draft+"/fragen/uebernehmen", url.Values{"do": {"drop"}})
	if body := w.has(w.author, in); strings.Contains(body, "Zeile 3") {
		t.Error("the list is not put away")
	}
}

// What a published course asks leaves in both formats and every language it has, and
// is read back to the same questions.
func TestQuestionsOfAPublishedCourse(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	v, err := w.app.Catalogue.ByCode("IS-01")
	if err != nil {
		t.Fatal(err)
	}
	w.has(w.author, "/werkstatt/kurs/IS-01", "/werkstatt/kurs/IS-01/fragen")
	w.has(w.author, "/werkstatt/kurs/IS-01/fragen", "GIFT, Deutsch", "Moodle-XML, Englisch", " download>")
	for _, path := range []string{"/gift/de", "/gift/en", "/moodle/de", "/moodle/en"} {
		status, body := w.get(w.author, "/werkstatt/kurs/IS-01/fragen"+path)
		back := exchange.Import([]byte(body), v.Content, exchange.Options{})
		if status != http.StatusOK || len(back.Questions) != len(v.Content.Questions) {
			t.Errorf("%s: %d, %d of %d questions come back", path, status, len(back.Questions), len(v.Content.Questions))
		}
	}
	for _, path := range []string{"/gift/fr", "/qti/de"} {
		if status, _ := w.get(w.author, "/werkstatt/kurs/IS-01/fragen"+path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, _ := w.get(w.other, "/werkstatt/kurs/IS-01/fragen/gift/de"); status != http.StatusForbidden {
		t.Errorf("answers for somebody who learns: %d", status)
	}
}
