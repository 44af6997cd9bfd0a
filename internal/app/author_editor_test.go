package app

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/web/visit"
)

var inputs = regexp.MustCompile(`(?s)<(?:input|textarea|select|option)[^>]*>`)

// editor fills the form of a page with what it shows and the values given, as a
// browser without script does.
func (w *workshop) editor(v *visitor, path string, values url.Values) url.Values {
	w.t.Helper()
	body := w.has(v, path, "<form")
	form := url.Values{"seen": {hiddenSeen.FindStringSubmatch(body)[1]}}
	attribute := func(tag, name string) string {
		if match := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag); match != nil {
			return match[1]
		}
		return ""
	}
	for _, tag := range inputs.FindAllString(body, -1) {
		name := attribute(tag, "name")
		if name == "" || name == "_csrf" || name == "seen" || strings.Contains(tag, `type="checkbox"`) || strings.Contains(tag, `type="radio"`) {
			if strings.Contains(tag, " checked") {
				form.Add(name, attribute(tag, "value"))
			}
			continue
		}
		form.Set(name, attribute(tag, "value"))
	}
	for name, list := range values {
		form[name] = list
	}
	return form
}

func (w *workshop) begin(v *visitor, code string) string {
	w.t.Helper()
	_, draft, _ := w.post(v, "/werkstatt/kurs/"+code+"/entwurf", nil)
	return draft
}

func (w *workshop) course(draft string) *coursefile.Course {
	w.t.Helper()
	var id int64
	if _, err := fmt.Sscanf(draft, "/werkstatt/%d", &id); err != nil {
		w.t.Fatal(err)
	}
	d, err := authoring.Find(w.t.Context(), w.app.DB, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return d.Course()
}

// A module is written, previewed, and never overwritten by who had opened it before.
func TestWritingAModule(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	draft := w.begin(w.author, "IS-01")
	path := draft + "/text/2"
	text := w.course(draft).Modules[1].Body
	first := w.editor(w.author, path, url.Values{"title-de": {"Phishing"}, "title-en": {"Phishing"}, "minutes": {"12"}, "goals-de": {"Warnzeichen erkennen"}, "goals-en": {"see signs"}, "body": {text + "\x0b"}})
	later := w.editor(w.second, path, url.Values{"title-de": {"Phishing"}, "title-en": {"Phishing"}, "minutes": {"12"}, "goals-de": {"Warnzeichen erkennen"}, "goals-en": {"see signs"}, "body": {strings.Replace(text, "## ", "## Anders: ", 1)}})
	preview := url.Values{"do": {"preview"}}
	for name, list := range first {
		preview[name] = list
	}
	preview.Set("body", "## Probe\n\n<script>alert(1)</script>\n\n**fett**")
	if status, _, body := w.post(w.author, path, preview); status != http.StatusOK || !strings.Contains(body, "<strong>fett</strong>") || strings.Contains(body, "<script>alert") {
		t.Errorf("the preview: %d", status)
	}
	if got := w.course(draft).Modules[1].Body; got != text {
		t.Error("the preview has kept what it showed")
	}
	if status, to, body := w.post(w.author, path, first); status != http.StatusSeeOther || to != path {
		t.Fatalf("%d %s %.2000s", status, to, body)
	}
	status, _, body := w.post(w.second, path, later)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Inzwischen hat jemand anders gespeichert") || !strings.Contains(body, "Anders: ") {
		t.Fatalf("the later one: %d %.3000s", status, body)
	}
	if strings.Contains(w.course(draft).Modules[1].Body, "Anders: ") {
		t.Error("the later one has overwritten the earlier")
	}
	later.Set("seen", hiddenSeen.FindStringSubmatch(body)[1])
	if status, _, _ := w.post(w.second, path, later); status != http.StatusSeeOther || !strings.Contains(w.course(draft).Modules[1].Body, "Anders: ") {
		t.Errorf("having seen the difference: %d", status)
	}
	// The script is told the same, and the new state.
	request := func(form url.Values) (int, string) {
		form.Set("_csrf", auth.FormToken(w.author.token))
		r := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Accept", "application/json")
		r.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: w.author.token})
		response, err := w.server.Test(r, 20_000)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		status, _, body := w.answer(response)
		return status, body
	}
	if status, body := request(first); status != http.StatusConflict || !strings.Contains(body, "Speichern") {
		t.Errorf("autosave over somebody else's: %d %s", status, body)
	}
	now := w.editor(w.author, path, first)
	now.Set("seen", hiddenSeen.FindStringSubmatch(w.has(w.author, path, "<form"))[1])
	if status, body := request(now); status != http.StatusOK || !strings.Contains(body, `"seen":"`) {
		t.Errorf("autosave: %d %s", status, body)
	}
	if status, _, body := w.post(w.author, draft+"/vorschau", url.Values{"body": {"> [!NOTE]\n> Achtung"}}); status != http.StatusOK || !strings.Contains(body, "callout-note") {
		t.Errorf("the live preview: %d %s", status, body)
	}
}

func TestTheOutlineIsMovedWithoutDragging(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	draft := w.begin(w.author, "IS-01")
	before := w.course(draft)
	w.post(w.author, draft+"/module", url.Values{"do": {"down-1"}})
	w.post(w.author, draft+"/module", url.Values{"do": {"remove-3"}})
	_, to, _ := w.post(w.author, draft+"/module", url.Values{"de": {"Zum Schluss"}, "en": {"At last"}})
	after := w.course(draft)
	if after.Modules[1].Slug != before.Modules[0].Slug || len(after.Modules) != len(before.Modules) || after.Modules[len(after.Modules)-1].Slug != "zum-schluss" || !strings.HasSuffix(to, "/text/5") {
		t.Errorf("%s: %+v", to, after.Modules)
	}
	w.has(w.author, draft, "Zum Schluss", "Nach oben")
	if status, _, body := w.post(w.author, draft+"/module", nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Titel") {
		t.Errorf("a module without a title: %d", status)
	}
}

// Every type of question is made by forms alone.
func TestEveryTypeOfQuestionByForms(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	_, draft, _ := w.post(w.author, "/werkstatt/neu", url.Values{"de": {"Winterdienst"}, "en": {"Winter service"}, "code": {"WD-01"}, "kind": {"online"}, "owner": {"Werkdienst"}})
	meta := w.editor(w.author, draft+"/angaben", url.Values{"title-de": {"Winterdienst"}, "title-en": {"Winter service"}, "title-fr": {"Service d’hiver"}, "title-it": {"Servizio"},
		"summary-de": {"Räumen"}, "summary-en": {"Clearing"}, "audience-de": {"Werkdienst"}, "competences": {"4.2 3 CS4.2.03"}, "minutes": {"10"}, "review_due": {"1.10.2027"}, "as_of": {"1.11.2026"}})
	if status, _, body := w.post(w.author, draft+"/angaben", meta); status != http.StatusSeeOther {
		t.Fatalf("%d %.3000s", status, body)
	}
	right := map[coursefile.QuestionType]url.Values{
		coursefile.Single: {"correct": {"2"}, "row-1-text-de": {"immer"}, "row-1-why-de": {"Nein."}, "row-2-text-de": {"bei Schnee"}, "row-2-why-de": {"Ja."},
			"row-3-text-de": {"nie"}, "row-3-why-de": {"Nein."}, "row-4-text-de": {"im Juli"}, "row-4-why-de": {"Nein."}},
		coursefile.Multiple: {"correct": {"1", "2"}, "partial": {"1"}, "row-1-text-de": {"Schaufel"}, "row-1-why-de": {"Ja."}, "row-2-text-de": {"Besen"}, "row-2-why-de": {"Ja."},
			"row-3-text-de": {"Ball"}, "row-3-why-de": {"Nein."}, "row-4-text-de": {"Netz"}, "row-4-why-de": {"Nein."}},
		coursefile.TrueFalse: {"correct": {"1"}, "row-1-text-de": {"Richtig"}, "row-1-why-de": {"Ja."}, "row-2-text-de": {"Falsch"}, "row-2-why-de": {"Nein."}},
		coursefile.Order: {"row-1-text-de": {"zuerst"}, "row-1-why-de": {"Darum."}, "row-2-text-de": {"dann"}, "row-2-why-de": {"Darum."},
			"row-3-text-de": {"zuletzt"}, "row-3-why-de": {"Darum."}},
		coursefile.Match: {"row-1-left-de": {"Eis"}, "row-1-right-de": {"Salz"}, "row-1-why-de": {"Darum."}, "row-2-left-de": {"Schnee"}, "row-2-right-de": {"Pflug"}, "row-2-why-de": {"Darum."},
			"row-3-left-de": {"Laub"}, "row-3-right-de": {"Besen"}, "row-3-why-de": {"Darum."}},
		coursefile.Numeric:   {"number": {"2,5"}, "tolerance": {"0.5"}, "unit-de": {"Tonnen"}, "why-de": {"Darum."}},
		coursefile.ShortText: {"accept-de": {"117\nPolizei"}, "why-de": {"Darum."}},
	}
	for i, kind := range []coursefile.QuestionType{coursefile.Single, coursefile.Multiple, coursefile.TrueFalse, coursefile.Order, coursefile.Match, coursefile.Numeric, coursefile.ShortText} {
		status, path, _ := w.post(w.author, draft+"/fragen", url.Values{"type": {string(kind)}, "module": {"1"}})
		if status != http.StatusSeeOther {
			t.Fatalf("%s: %d", kind, status)
		}
		values := right[kind]
		values["text-de"], values["explanation-de"] = []string{"Frage " + string(kind) + "?"}, []string{"Weil."}
		if status, _, body := w.post(w.author, path, w.editor(w.author, path, values)); status != http.StatusSeeOther {
			t.Fatalf("%s: %d %.3000s", kind, status, body)
		}
		if q := w.course(draft).Questions[i]; q.Type != kind || q.Text["de"] != values["text-de"][0] {
			t.Errorf("%s: %+v", kind, q)
		}
	}
	c := w.course(draft)
	if c.Questions[0].Options[1].Correct != true || c.Questions[0].Options[0].Correct || !c.Questions[1].Partial || c.Questions[5].Number.Value.String() != "2.5" || len(c.Questions[6].Accept["de"]) != 2 {
		t.Errorf("%+v", c.Questions)
	}
	// Rows are added, moved and removed by buttons; what was typed stays.
	path := draft + "/frage/4"
	for _, do := range []string{"add", "up-2", "remove-4"} {
		values := url.Values{"do": {do}}
		for name, list := range right[coursefile.Order] {
			values[name] = list
		}
		if do == "remove-4" { // as the page shows them by now
			values["row-1-text-de"], values["row-2-text-de"] = []string{"dann"}, []string{"zuerst"}
		}
		if status, _, _ := w.post(w.author, path, w.editor(w.author, path, values)); status != http.StatusSeeOther {
			t.Errorf("%s: %d", do, status)
		}
	}
	if items := w.course(draft).Questions[3].Items; len(items) != 3 || items[0].Text["de"] != "dann" || items[2].Text["de"] != "zuletzt" {
		t.Errorf("%+v", items)
	}
	w.post(w.author, draft+"/fragen", url.Values{"do": {"up-2"}})
	if got := w.course(draft).Questions[0].Type; got != coursefile.Multiple {
		t.Errorf("moved up: %s", got)
	}
	w.has(w.author, draft+"/fragen", "Frage match?", "Zuordnen")
	if status, _ := w.get(w.author, draft); status != http.StatusOK {
		t.Error(status)
	}
	if status, to, body := w.post(w.author, draft+"/einreichen", nil); status != http.StatusSeeOther {
		t.Errorf("the new course does not go to the review: %d %s %s", status, to, body[strings.Index(body, "<main"):])
	}
}

func picture(t *testing.T, width, height int, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	made := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		made.Set(x, x%height, color.RGBA{R: uint8(x), A: 255})
	}
	var out bytes.Buffer
	if err := encode(&out, made); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A picture is written anew, needs a text, and is served by its content.
func TestPictures(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	draft := w.begin(w.author, "IS-01")
	path := draft + "/bilder"
	photo := picture(t, 2400, 1200, func(out *bytes.Buffer, made image.Image) error { return jpeg.Encode(out, made, nil) })
	with := append(photo[:2:2], append([]byte("\xff\xfe\x00\x0cGPS 47.0 8.3"[:4]+"GPS 47.083"), photo[2:]...)...)
	alt := url.Values{"alt": {"Ein [Brief] mit Warnzeichen"}, "text": {"1"}}
	for name, c := range map[string]struct {
		content []byte
		fields  url.Values
		want    string
	}{
		"a page":       {[]byte("<html><script>"), alt, "kein PNG- oder JPEG-Bild"},
		"a cut photo":  {photo[:200], alt, "kein PNG- oder JPEG-Bild"},
		"without text": {photo, url.Values{"text": {"1"}}, "Was auf dem Bild zu sehen ist"},
		"a bomb":       {picture(t, 8000, 6000, func(out *bytes.Buffer, made image.Image) error { return png.Encode(out, made) }), alt, "Millionen Pixel"},
	} {
		if status, _, body := w.upload(w.author, path, "x.jpg", c.content, c.fields); status != http.StatusUnprocessableEntity || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _, body := w.upload(w.author, path, "Mein Föteli.JPEG", with, alt); status != http.StatusSeeOther {
		t.Fatalf("%d %.2000s", status, body)
	}
	c := w.course(draft)
	if len(c.Images) != 1 || c.Images[0].Name != "mein-foeteli.jpg" || c.Images[0].Width != 1600 || c.Images[0].Height != 800 || bytes.Contains(c.Images[0].Content, []byte("GPS")) {
		t.Fatalf("%+v", c.Images)
	}
	if !strings.Contains(c.Modules[0].Translations["en"], "(mein-foeteli.jpg)\n\n> [!REMEMBER]") {
		t.Error("the translation has not the same blocks")
	}
	if !strings.Contains(c.Modules[0].Body, "![Ein (Brief) mit Warnzeichen](mein-foeteli.jpg)\n\n> [!REMEMBER]") {
		t.Error(c.Modules[0].Body)
	}
	address := c.Images[0].URL()
	w.has(w.author, draft+"/text/1", `<img src="`+address+`" alt="Ein (Brief) mit Warnzeichen" width="1600" height="800" loading="lazy">`, `<option value="mein-foeteli.jpg">`)
	if status, _ := w.get(w.author, strings.Replace(address, "/bild/", "/bild/00", 1)); status != http.StatusNotFound {
		t.Errorf("another address: %d", status)
	}
	request := httptest.NewRequest(http.MethodGet, "http://localhost:8080"+address, nil)
	request.Header.Set("Range", "bytes=0-99")
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: w.other.token})
	response, err := w.server.Test(request, 20_000)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusPartialContent || response.ContentLength != 100 || !strings.Contains(response.Header.Get("Cache-Control"), "immutable") || response.Header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("%d %v", response.StatusCode, response.Header)
	}
	// It leaves with the course and comes back the same.
	_, packed := w.get(w.author, draft+"/zip")
	if status, _, body := w.upload(w.author, draft+"/zip", "is-01.zip", []byte(packed), nil); status != http.StatusSeeOther || w.course(draft).Hash() != c.Hash() {
		t.Errorf("ZIP out and in: %d %.800s", status, body)
	}
	if status, _, _ := w.post(w.author, path, url.Values{"remove": {"mein-foeteli.jpg"}}); status != http.StatusSeeOther {
		t.Errorf("removing: %d", status)
	}
	w.has(w.author, draft, "Das Bild «mein-foeteli.jpg» gehört nicht zu diesem Kurs")
}
