package app

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/coursefile"
	"zaemme/internal/media"
	"zaemme/internal/testing/films"
	"zaemme/internal/web/visit"
)

// uploads sends several files with fields, as a browser does.
func (w *workshop) uploads(v *visitor, path string, files map[string][]byte, fields url.Values) (int, string) {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, content := range files {
		field, file, _ := strings.Cut(name, ":")
		part, err := form.CreateFormFile(field, file)
		if err != nil {
			w.t.Fatal(err)
		}
		_, _ = part.Write(content)
	}
	_ = form.WriteField("_csrf", auth.FormToken(v.token))
	for name, values := range fields {
		_ = form.WriteField(name, values[0])
	}
	_ = form.Close()
	request := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: v.token})
	response, err := w.server.Test(request, 60_000)
	if err != nil {
		w.t.Fatal(err)
	}
	status, _, text := w.answer(response)
	return status, text
}

// ranged asks for a part of a file.
func (w *workshop) ranged(v *visitor, address, asked string) (*http.Response, []byte) {
	w.t.Helper()
	request := httptest.NewRequest(http.MethodGet, "http://localhost:8080"+address, nil)
	if asked != "" {
		request.Header.Set("Range", asked)
	}
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: v.token})
	response, err := w.server.Test(request, 20_000)
	if err != nil {
		w.t.Fatal(err)
	}
	content, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response, content
}

const someCaptions = "WEBVTT\n\n00:00.000 --> 00:02.000\nGuten Tag.\n"

// A film is taken by its content, keeps the course back until it has captions, is
// played from its own address in parts, and leaves and comes back with the course.
func TestFilms(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	draft := w.begin(w.author, "IS-01")
	path := draft + "/medien"
	film := films.Large("isom", "vide", 700<<10) // three chunks
	title := url.Values{"title": {"Ein [Anruf]"}, "text": {"1"}}
	for name, c := range map[string]struct {
		files  map[string][]byte
		fields url.Values
		want   string
	}{
		"a page":          {map[string][]byte{"file:x.mp4": []byte("<html><video>")}, title, "kein Film und kein Ton"},
		"a cut film":      {map[string][]byte{"file:x.mp4": film[:500<<10]}, title, "kein Film und kein Ton"},
		"without title":   {map[string][]byte{"file:x.mp4": film}, nil, "Titel"},
		"without file":    {nil, title, "Film oder Tonaufnahme"},
		"broken captions": {map[string][]byte{"file:x.mp4": film, "captions:x.vtt": []byte("WEBVTT\n\n1\n00:01,0 --> 2\nX")}, title, "Untertitel, Zeile 4"},
		"too much sound":  {map[string][]byte{"file:x.m4a": films.Large("M4A ", "soun", media.MaxAudio)}, title, "grösser als 25 MB"},
	} {
		if status, body := w.uploads(w.author, path, c.files, c.fields); status != http.StatusUnprocessableEntity || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _ := w.uploads(w.other, path, map[string][]byte{"file:x.mp4": film}, title); status != http.StatusForbidden {
		t.Errorf("somebody who writes no courses: %d", status)
	}
	if status, body := w.uploads(w.author, path, map[string][]byte{"file:Mein Anrüf.mov": film}, title); status != http.StatusSeeOther {
		t.Fatalf("%d %.2000s", status, body)
	}
	c := w.course(draft)
	if len(c.Media) != 1 || c.Media[0].Name != "mein-anruef.mp4" || c.Media[0].Size != int64(len(film)) || c.Media[0].Content != nil ||
		!strings.Contains(c.Modules[0].Body, "![Ein (Anruf)](mein-anruef.mp4)\n\n> [!REMEMBER]") || !strings.Contains(c.Modules[0].Translations["en"], "(mein-anruef.mp4)") {
		t.Fatalf("%+v", c.Media)
	}
	w.has(w.author, draft, "hat keine Untertitel", draft+"/text/1")
	if status, _, body := w.post(w.author, draft+"/einreichen", nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "hat keine Untertitel") {
		t.Errorf("sent to the review without captions: %d", status)
	}
	said := url.Values{"name": {"mein-anruef.mp4"}, "lang": {"de"}, "transcript": {"Sie sagt: **Guten Tag.**"}}
	if status, body := w.uploads(w.author, path, map[string][]byte{"captions:a.vtt": []byte("\ufeff" + strings.ReplaceAll(someCaptions, "\n", "\r\n"))}, said); status != http.StatusSeeOther {
		t.Fatalf("captions: %d %.2000s", status, body)
	}
	c = w.course(draft)
	address, track := c.Media[0].URL(), coursefile.CaptionsURL(someCaptions)
	if _, body := w.get(w.author, draft); strings.Contains(body, "hat keine Untertitel") {
		t.Error("captions are still missing")
	}
	w.has(w.author, draft+"/text/1", `<video controls="" preload="metadata" playsinline="" aria-labelledby="v-ein-anruf"><source src="`+address+`" type="video/mp4"><track kind="captions" src="`+track+`" srclang="de" label="Deutsch" default=""></video>`,
		"<summary>Zum Nachlesen</summary>", "<strong>Guten Tag.</strong>", `<option value="mein-anruef.mp4">`)
	w.has(w.author, path+"?name=mein-anruef.mp4", "Sie sagt: **Guten Tag.**", `name="captions"`)

	response, content := w.ranged(w.other, address, "bytes=300000-599999")
	if response.StatusCode != http.StatusPartialContent || !bytes.Equal(content, film[300000:600000]) || !strings.Contains(response.Header.Get("Cache-Control"), "immutable") ||
		response.Header.Get("Content-Type") != "video/mp4" || response.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a part: %d, %d bytes, %v", response.StatusCode, len(content), response.Header)
	}
	if response, content := w.ranged(w.other, address, ""); response.StatusCode != http.StatusOK || !bytes.Equal(content, film) || response.Header.Get("Accept-Ranges") != "bytes" {
		t.Errorf("the whole: %d, %d bytes", response.StatusCode, len(content))
	}
	if response, _ := w.ranged(w.other, address, "bytes=9999999-"); response.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("behind the end: %d", response.StatusCode)
	}
	if response, content := w.ranged(w.other, track, ""); response.Header.Get("Content-Type") != "text/vtt" || string(content) != someCaptions {
		t.Errorf("captions: %v %q", response.Header, content)
	}
	if status, _ := w.get(w.author, strings.Replace(address, "/medien/", "/medien/00", 1)); status != http.StatusNotFound {
		t.Errorf("another address: %d", status)
	}
	if policy := w.policy(draft); !strings.Contains(policy, "media-src 'self'") {
		t.Error(policy)
	}

	// The version that is published plays it, and leaves with it too.
	w.publishAll(draft)
	w.has(w.other, "/kurse/IS-01/module/1", `<source src="`+address+`" type="video/mp4">`, `<track kind="captions" src="`+track+`"`, "<summary>Zum Nachlesen</summary>")
	_, packed := w.get(w.author, "/werkstatt/kurs/IS-01/fassung/2/zip")
	if files, err := coursefile.ReadArchive([]byte(packed)); err != nil || !bytes.Equal(files["mein-anruef.mp4"], film) {
		t.Errorf("the version's archive: %v", err)
	}
	draft = w.begin(w.author, "IS-01")
	path = draft + "/medien"

	// It leaves with the course and comes back the same.
	hash := w.course(draft).Hash()
	_, packed = w.get(w.author, draft+"/zip")
	files, err := coursefile.ReadArchive([]byte(packed))
	if err != nil || !bytes.Equal(files["mein-anruef.mp4"], film) || string(files["mein-anruef.de.vtt"]) != someCaptions || string(files["mein-anruef.de.md"]) != "Sie sagt: **Guten Tag.**\n" {
		t.Fatalf("%v %v", files.Names(), err)
	}
	if status, _, body := w.upload(w.author, draft+"/zip", "is-01.zip", []byte(packed), nil); status != http.StatusSeeOther || w.course(draft).Hash() != hash || w.course(draft).Media[0].Content != nil {
		t.Errorf("ZIP out and in: %d %.800s", status, body)
	}
	files["mein-anruef.mp4"] = bytes.Replace(c.Media[0].Reference(), []byte(c.Media[0].Hash[:8]), []byte("00000000"), 1)
	strange, err := files.Archive("is-01")
	if err != nil {
		t.Fatal(err)
	}
	if status, _, body := w.upload(w.author, draft+"/zip", "is-01.zip", strange, nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "den es hier nicht gibt") {
		t.Errorf("what refers to nothing: %d", status)
	}
	// What is left empty for another language stays; what was shown and emptied goes.
	for _, c := range []struct {
		fields         url.Values
		captions, read int
	}{
		{url.Values{"lang": {"de"}, "shown": {"en"}}, 1, 1},
		{url.Values{"lang": {"de"}, "shown": {"de"}}, 1, 0},
		{url.Values{"lang": {"de"}, "shown": {"de"}, "uncaption": {"1"}}, 0, 0},
	} {
		c.fields.Set("name", "mein-anruef.mp4")
		status, _ := w.uploads(w.author, path, nil, c.fields)
		if m := w.course(draft).Media[0]; status != http.StatusSeeOther || len(m.Captions) != c.captions || len(m.Transcripts) != c.read {
			t.Errorf("%v: %d %+v", c.fields, status, m)
		}
	}
	if status, _, _ := w.post(w.author, path, url.Values{"remove": {"mein-anruef.mp4"}}); status != http.StatusSeeOther {
		t.Errorf("removing: %d", status)
	}
	w.has(w.author, draft, "«mein-anruef.mp4» gehört nicht zu diesem Kurs")
}

func (w *workshop) policy(path string) string {
	w.t.Helper()
	return w.author.ask(http.MethodGet, path, nil).Header.Get("Content-Security-Policy")
}
