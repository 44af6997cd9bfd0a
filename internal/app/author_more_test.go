package app

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/linkcheck"
	"zaemme/internal/web/visit"
)

const emblemOpen = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path fill="#dce8e2" d="M0 0H64V64H0Z"/>`

// emblem hands a file in as the emblem of a draft.
func (w *workshop) emblem(v *visitor, draft, content string) (int, string) {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("emblem", "zeichen.svg")
	if err != nil {
		w.t.Fatal(err)
	}
	_, _ = part.Write([]byte(content))
	_ = form.WriteField("_csrf", auth.FormToken(v.token))
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+draft+"/emblem", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: v.token})
	response, err := w.server.Test(r, 20_000)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	status, _, text := w.answer(response)
	return status, text
}

// An emblem is drawn elsewhere and handed in; what is no emblem, or cannot be seen, is
// refused with its line.
func TestAnEmblemIsHandedIn(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	draft := w.begin(w.author, "DS-01")
	w.has(w.author, draft+"/bilder", "Dieses Emblem ist für den Kurs gezeichnet", `name="emblem"`)
	for content, says := range map[string]string{
		"\x89PNG\r\n\x1a\n": "nicht in UTF-8",
		emblemOpen + "\n<script>alert(1)</script></svg>":                "Zeile 2: Das Emblem ist kein sicheres SVG: &lt;script&gt;",
		emblemOpen + "\n\n<circle r=\"9\" fill=\"#8fb9ae\"/></svg>":     "Zeile 3: Auf dem Grund #dce8e2 hebt sich nichts genug ab: am besten #8fb9ae mit 1.7:1",
		emblemOpen + strings.Repeat("<g></g>", 6000) + "</svg>":         "grösser als 32768 Bytes",
		emblemOpen + `<image href="https://evil.example/a.png"/></svg>`: "&lt;image&gt;",
	} {
		if status, body := w.emblem(w.author, draft, content); status != http.StatusUnprocessableEntity || !strings.Contains(body, says) {
			t.Errorf("%.90q: %d without %q", content, status, says)
		}
	}
	if status, _ := w.emblem(w.author, draft, emblemOpen+`<circle cx="32" cy="32" r="9" fill="#0b5d66"/></svg>`); status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	w.has(w.author, draft, `r="9" fill="#0b5d66"`)
	if got := w.course(draft).Emblem; !strings.HasPrefix(got, "<svg") {
		t.Errorf("%q", got)
	}
	if status, _, _ := w.post(w.author, draft+"/emblem", url.Values{"remove": {"1"}}); status != http.StatusSeeOther || w.course(draft).Emblem != "" {
		t.Errorf("removed: %d", status)
	}
	if status, _ := w.emblem(w.other, draft, emblemOpen+"</svg>"); status != http.StatusForbidden {
		t.Errorf("anybody: %d", status)
	}
}

// An emblem that came with an archive and cannot be seen keeps the course back, with
// its place.
func TestAFaintEmblemIsNotPublished(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	draft := w.begin(w.author, "DS-01")
	files := w.course(draft).Files()
	files["emblem.svg"] = []byte(emblemOpen + "\n<circle r=\"9\" fill=\"#cfe0d8\"/></svg>\n")
	packed, err := files.Archive("ds-01")
	if err != nil {
		t.Fatal(err)
	}
	if status, _, body := w.upload(w.author, draft+"/zip", "ds-01.zip", packed, nil); status != http.StatusSeeOther {
		t.Fatalf("%d %.500s", status, body)
	}
	w.has(w.author, draft, "hebt sich nichts genug ab: am besten #cfe0d8", draft+"/bilder#emblem")
	if status, _, _ := w.post(w.author, draft+"/einreichen", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("it goes to the review: %d", status)
	}
}

// Links are asked on a click alone, and each is told with its place.
func TestLinksAreCheckedOnAClick(t *testing.T) {
	t.Parallel()
	a := open(t)
	a.Links = linkcheck.New(linkcheck.Options{Allow: func(to netip.AddrPort) bool { return to.Addr().IsLoopback() }})
	server, err := a.Web(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := &workshop{t: t, app: a, server: server, author: &visitor{t, server, session(t, a, false, "author")}}
	asked := 0
	far := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		asked++
		switch r.URL.Path {
		case "/weg":
			http.NotFound(out, r)
		case "/alt":
			http.Redirect(out, r, "/neu", http.StatusMovedPermanently)
		}
	}))
	t.Cleanup(far.Close)
	draft := w.begin(w.author, "DS-01")
	w.has(w.author, draft+"/links", "verweist auf keine fremde Seite")
	c := w.course(draft)
	m := c.Modules[1]
	form := w.editor(w.author, draft+"/text/2", url.Values{"title-de": {m.Titles["de"]}, "title-en": {m.Titles["en"]}, "goals-de": {strings.Join(m.Goals["de"], "\n")},
		"body": {strings.Replace(m.Body, "\n## ", "\n[gut]("+far.URL+"/gut) [weg]("+far.URL+"/weg) [alt]("+far.URL+"/alt)\n\n## ", 1)}})
	if status, _, body := w.post(w.author, draft+"/text/2", form); status != http.StatusSeeOther {
		t.Fatalf("%d %.800s", status, body)
	}
	w.has(w.author, draft+"/links", "3 Verweise auf fremde Seiten", far.URL+"/weg", "Modul 2")
	if asked != 0 {
		t.Errorf("without a click %d requests", asked)
	}
	status, _, body := w.post(w.author, draft+"/links", nil)
	if status != http.StatusOK || asked == 0 {
		t.Fatalf("%d, %d requests", status, asked)
	}
	for _, want := range []string{"Ein Verweis von 3", "führt nicht (Antwort 404)", "führt weiter", "→ " + far.URL + "/neu", draft + "/text/2"} {
		if !strings.Contains(body, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if strings.Index(body, "/weg<") > strings.Index(body, "/gut<") {
		t.Error("what is wrong does not stand first")
	}
}
