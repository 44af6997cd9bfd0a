package app

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"zaemme/internal/coursefile"
)

// Own texts are begun, written, shown side by side and dropped in the workshop.
func TestOwnTextsInTheWorkshop(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	w.has(w.author, "/werkstatt/kurs/IS-01", "Eigene Texte ansehen")
	w.has(w.author, "/werkstatt/kurs/IS-01/eigene", "Neben dem Kurs steht noch kein eigener Text", "Entwurf beginnen und ändern")
	_, list, _ := w.post(w.author, "/werkstatt/kurs/IS-01/entwurf", url.Values{"own": {"1"}})
	if !strings.HasSuffix(list, "/eigene") {
		t.Fatalf("leads to %s", list)
	}
	w.has(w.author, list, "Absatz ersetzen", "Modul 1", "Englisch", "Frage ersetzen")
	// A paragraph.
	form := w.editor(w.author, list+"/absatz/1", url.Values{"paragraph": {"2"}})
	status, one, body := w.post(w.author, list, form)
	if status != http.StatusSeeOther || one != list+"/1" {
		t.Fatalf("%d %s %.500s", status, one, body)
	}
	form = w.editor(w.author, one, url.Values{"own": {"Auf der Gemeinde gilt das so."}, "do": {"save"}})
	if status, to, body := w.post(w.author, one, form); status != http.StatusSeeOther || to != one {
		t.Fatalf("%d %s %.500s", status, to, body)
	}
	if status, _, body := w.post(w.author, one, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Inzwischen hat jemand") {
		t.Errorf("a form that was shown before: %d", status)
	}
	if status, _, body := w.post(w.author, one, w.editor(w.author, one, url.Values{"own": {" "}, "do": {"save"}})); status != http.StatusUnprocessableEntity || !strings.Contains(body, "f-own") {
		t.Errorf("an empty one: %d", status)
	}
	// A placeholder, a question, a page.
	if status, to, _ := w.post(w.author, list, url.Values{"kind": {"placeholder"}, "placeholder": {"ict_notfall"}, "value": {"Pikett 099"}}); status != http.StatusSeeOther || to != list+"/2" {
		t.Errorf("placeholder: %d %s", status, to)
	}
	if status, to, _ := w.post(w.author, list, url.Values{"kind": {"question"}, "question": {"IS-01-Q01"}}); status != http.StatusSeeOther || to != list+"/3" {
		t.Errorf("question: %d %s", status, to)
	}
	draft := strings.TrimSuffix(list, "/eigene")
	fields := questionFields(w.course(draft).Overlays[2].Question)
	fields.Set("explanation-de", "So ist es bei uns.")
	if status, to, body := w.post(w.author, list+"/3/frage", w.editor(w.author, list+"/3/frage", fields)); status != http.StatusSeeOther || to != list+"/3/frage" {
		t.Errorf("editing the own question: %d %s %.1000s", status, to, body)
	}
	if status, _, body := w.post(w.author, list, url.Values{"kind": {"page"}, "de": {"Bei uns"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "f-en") {
		t.Errorf("a page without a title: %d", status)
	}
	status, text, _ := w.post(w.author, list, url.Values{"kind": {"page"}, "de": {"Bei uns"}, "en": {"With us"}, "after": {"meine-rolle"}})
	if status != http.StatusSeeOther || !strings.HasSuffix(text, "/text/eigen-4") {
		t.Fatalf("page: %d %s", status, text)
	}
	for lang, words := range map[string]string{"": "## Bei uns\n\nSo ist es hier.", "?lang=en": "## With us\n\nIt is so here."} {
		if status, to, body := w.post(w.author, text+lang, w.editor(w.author, text+lang, url.Values{"body": {words}, "do": {"save"}})); status != http.StatusSeeOther {
			t.Errorf("writing the page: %d %s %.1000s", status, to, body)
		}
	}
	w.has(w.author, list, "4 eigene Texte stehen neben dem Kurs", "Auf der Gemeinde gilt das so.", "Pikett 099", "So ist es bei uns.", "So ist es hier.")
	w.has(w.author, draft, "Nichts verhindert die Veröffentlichung", "4 eigene Texte")
	if got := w.course(draft); len(got.Overlays) != 4 || got.Overlays[3].Page.Translations["en"] == "" || got.Modules[0].Slug != "meine-rolle" {
		t.Errorf("%+v", got.Overlays)
	}
	if status, to, _ := w.post(w.author, list+"/2", w.editor(w.author, list+"/2", url.Values{"do": {"remove"}})); status != http.StatusSeeOther || to != list {
		t.Errorf("dropping: %d %s", status, to)
	}
	if got := w.course(draft); len(got.Overlays) != 3 {
		t.Errorf("%d are left", len(got.Overlays))
	}
	// The reviewer sees what people will read, and learners read it.
	w.publishAll(draft)
	w.has(w.author, "/werkstatt/kurs/IS-01/eigene", "3 eigene Texte stehen neben dem Kurs", "Auf der Gemeinde gilt das so.")
	w.has(w.other, "/kurse/IS-01/module/1", "Auf der Gemeinde gilt das so.")
	w.has(w.other, "/kurse/IS-01/module/2", "So ist es hier.", "Bei uns")
}

// questionFields are what a browser sends of a question with options.
func questionFields(q *coursefile.Question) url.Values {
	fields := url.Values{"do": {"save"}}
	put := func(name string, texts coursefile.Texts) {
		for lang, text := range texts {
			fields.Set(name+"-"+lang, text)
		}
	}
	put("text", q.Text)
	put("explanation", q.Explanation)
	for i, o := range q.Options {
		row := "row-" + strconv.Itoa(i+1)
		put(row+"-text", o.Text)
		put(row+"-why", o.Why)
		if o.Correct {
			fields.Add("correct", strconv.Itoa(i+1))
		}
	}
	return fields
}

// publishAll has a draft reviewed by the second person.
func (w *workshop) publishAll(draft string) {
	w.t.Helper()
	if status, to, body := w.post(w.author, draft+"/einreichen", nil); status != http.StatusSeeOther {
		w.t.Fatalf("sending it to the review: %d %s %.2000s", status, to, body)
	}
	form := w.editor(w.second, draft+"/pruefung", url.Values{"materiality": {"klein"}, "note-de": {"Neu."}})
	for name := range form {
		if strings.HasPrefix(name, "reason-") {
			form.Set(name, "Geprüft.")
		}
	}
	if status, to, body := w.post(w.second, draft+"/pruefung", form); status != http.StatusSeeOther {
		w.t.Fatalf("publishing: %d %s %.2000s", status, to, body)
	}
}
