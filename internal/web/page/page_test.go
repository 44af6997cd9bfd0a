package page_test

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/views"
)

func texts(t testing.TB) *i18n.Bundle {
	t.Helper()
	bundle, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

// newSite is the real site with further pages, such as "test/form".
func newSite(t testing.TB, pages map[string]string) *page.Site {
	t.Helper()
	site, err := page.New(page.Options{Files: with(t, pages), Texts: texts(t), FlashKey: []byte("sixteen bytes and more")})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func with(t testing.TB, pages map[string]string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(views.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(views.Files, file)
		files[file] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range pages {
		files["page/"+name+".html"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func render(t *testing.T, site *page.Site, name string, p page.Page) string {
	t.Helper()
	var out bytes.Buffer
	if err := site.Views.Render(&out, name, p); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

type textPage struct {
	page.Base
	Name string
	Due  int
}

func TestConstantTextsAreFolded(t *testing.T) {
	t.Parallel()
	site := newSite(t, map[string]string{"test/a": `{{template "layout/page" .}}{{define "content"}}<h1 title="{{t "nav.mine"}}">{{t "common.why"}} {{.Name}}</h1>{{n "error.form.summary" .Due}}{{end}}`})
	for lang, want := range map[string]string{
		"de": `<h1 title="Für mich">Warum? &lt;b&gt;</h1>Zwei Angaben fehlen`,
		"en": `<h1 title="For me">Why? &lt;b&gt;</h1>Two entries are missing`,
	} {
		got := render(t, site, "test/a", &textPage{Base: page.Base{L: texts(t).Printer(lang), Title: "<Titel>"}, Name: "<b>", Due: 2})
		if !strings.Contains(got, want) || !strings.Contains(got, "<title>&lt;Titel&gt;") {
			t.Errorf("%s: %q is not in\n%s", lang, want, got)
		}
	}
}

func TestAWrongTemplateStopsTheStart(t *testing.T) {
	t.Parallel()
	bundle := texts(t)
	for name, body := range map[string]string{
		"unknown text":          `{{t "common.nonsense"}}`,
		"unknown text by L":     `{{.L.T "common.nonsense"}}`,
		"unknown text in field": `{{template "field" (field .Form "a" "common.nonsense")}}`,
		"missing placeholder":   `{{t "common.until"}}`,
		"surplus placeholder":   `{{t "common.why" "date" "x"}}`,
		"plural by t":           `{{t "hr.people.found"}}`,
		"unknown asset":         `{{asset "nothing.css"}}`,
		"unknown symbol":        `{{symbol "nothing"}}`,
		"unknown partial":       `{{template "nothing" .}}`,
		"unknown function":      `{{nothing}}`,
		"broken":                `{{if}}`,
		"action in a script":    `<script>var a = {{.Name</script>`,
		"ends in an attribute":  `<a href="{{.Name}}`,
	} {
		_, err := page.New(page.Options{
			Files: with(t, map[string]string{"test/a": `{{template "layout/page" .}}{{define "content"}}` + body + `{{end}}`}),
			Texts: bundle, FlashKey: make([]byte, 16),
		})
		if err == nil {
			t.Errorf("%s: accepted", name)
		} else if !strings.Contains(err.Error(), "page/test/a.html") {
			t.Errorf("%s: the error names no file: %v", name, err)
		}
	}
}

func TestTextsAreComplete(t *testing.T) {
	t.Parallel()
	for _, problem := range texts(t).Check() {
		t.Error(problem)
	}
}

// Whatever carries style or script of its own would be stopped by the security
// policy; it must not get into a template.
func TestTemplatesKeepThePolicy(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)\sstyle\s*=|\son[a-z]+\s*=|<style|javascript:|https?://`)
	script := regexp.MustCompile(`<script[^>]*>[^<]`)
	err := fs.WalkDir(views.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".html" {
			return err
		}
		raw, err := fs.ReadFile(views.Files, file)
		if found := inline.Find(raw); found != nil || script.Match(raw) {
			t.Errorf("%s: inline style, script or foreign address: %q", file, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStylesheet(t *testing.T) {
	t.Parallel()
	css, err := fs.ReadFile(views.Files, "static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	if len(css) > 28_000 {
		t.Errorf("app.css has %d bytes, at most 28,000 are wanted", len(css))
	}
	if bytes.Contains(css, []byte("url(")) || bytes.Contains(css, []byte("@import")) {
		t.Error("app.css loads something")
	}
	// Every pair of tokens that carries text, light and dark.
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllSubmatch(css, 2)
	token := regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6})`)
	for i, block := range blocks {
		colour := map[string]string{}
		for _, m := range token.FindAllSubmatch(block[1], -1) {
			colour[string(m[1])] = string(m[2])
		}
		for _, ground := range []string{"paper", "sheet"} {
			for _, ink := range []string{"ink", "ink-2", "good", "warn", "bad", "calm", "accent"} {
				if got := page.Contrast(colour[ink], colour[ground]); got < 4.5 {
					t.Errorf("block %d: %s on %s has %.2f", i, ink, ground, got)
				}
			}
			if got := page.Contrast(colour["edge"], colour[ground]); got < 3 {
				t.Errorf("block %d: edge on %s has %.2f", i, ground, got)
			}
		}
		if got := page.Contrast(colour["accent-ink"], colour["accent"]); got < 4.5 {
			t.Errorf("block %d: accent ink has %.2f", i, got)
		}
	}
}

func TestEveryStatusHasAWordInEveryLanguage(t *testing.T) {
	t.Parallel()
	site := newSite(t, nil)
	for _, lang := range i18n.Complete() {
		p := texts(t).Printer(lang)
		for _, code := range strings.Fields("fulfilled expiring exempt paused expired overdue in_grace in_progress open undated in_review") {
			mark := string(site.Mark(p, code))
			if !strings.Contains(mark, p.T("status."+code)) || !strings.Contains(mark, "<svg") || strings.Contains(mark, "status.") {
				t.Errorf("%s %s: %s", lang, code, mark)
			}
		}
	}
	if got := page.StatusMark("expiring", "<in 13 Tagen>"); !strings.Contains(string(got), "&lt;in 13") {
		t.Errorf("not escaped: %s", got)
	}
}

// app is a server whose routes use the real site.
func app(t *testing.T, site *page.Site, base page.Base, routes func(*fiber.App)) func(*http.Request) *http.Response {
	t.Helper()
	server := fiber.New(fiber.Config{Views: site.Views, Immutable: true, DisablePreParseMultipartForm: true, ErrorHandler: site.Fail})
	server.Get("/static/*", site.Assets.Serve)
	server.Use(func(c *fiber.Ctx) error { site.Begin(c, base); return c.Next() })
	routes(server)
	return func(r *http.Request) *http.Response {
		res, err := server.Test(r, -1)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := out.ReadFrom(res.Body); err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAMessageCrossesARedirectOnce(t *testing.T) {
	t.Parallel()
	site := newSite(t, map[string]string{"test/a": `{{template "layout/plain" .}}{{define "content"}}x{{end}}`})
	do := app(t, site, page.Base{}, func(a *fiber.App) {
		a.Post("/save", func(c *fiber.Ctx) error {
			return page.Done(c, "/list", "common.range", "from", 1, "to", "<2>", "total", 1200)
		})
		a.Get("/list", func(c *fiber.Ctx) error { return page.Render(c, "test/a", &textPage{Base: page.From(c)}) })
	})
	res := do(httptest.NewRequest(http.MethodPost, "/save", nil))
	if got := res.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a browser may keep the redirect: %q", got)
	}
	if res.StatusCode != http.StatusSeeOther || len(res.Cookies()) != 1 || !res.Cookies()[0].HttpOnly {
		t.Fatalf("status %d, cookies %v", res.StatusCode, res.Cookies())
	}
	cookie := res.Cookies()[0]
	second := httptest.NewRequest(http.MethodGet, "/list", nil)
	second.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
	res = do(second)
	if got := body(t, res); !strings.Contains(got, "1 bis &lt;2&gt; von 1&#39;200") {
		t.Errorf("the message is missing:\n%s", got)
	}
	if cookies := res.Cookies(); len(cookies) != 1 || cookies[0].Value != "" || cookies[0].Expires.IsZero() {
		t.Errorf("the cookie stays: %v", cookies)
	}
	for _, forged := range []string{"", ".", "eyJrIjoiY29tbW9uLndoeSJ9.AAAA", cookie.Value + "x", "x" + cookie.Value} {
		r := httptest.NewRequest(http.MethodGet, "/list", nil)
		r.AddCookie(&http.Cookie{Name: cookie.Name, Value: forged})
		if got := body(t, do(r)); strings.Contains(got, `class="notice`) {
			t.Errorf("forged %q was shown", forged)
		}
	}
}

func TestErrorPages(t *testing.T) {
	t.Parallel()
	site := newSite(t, nil)
	do := app(t, site, page.Base{RequestID: "7F3K-22", Municipality: "Gemeinde Emmen"}, func(a *fiber.App) {
		a.Get("/e/:kind", func(c *fiber.Ctx) error {
			return apperr.Wrap(apperr.Kind(c.Params("kind")), "error.person.not_found", os.ErrNotExist)
		})
		a.Get("/plain", func(*fiber.Ctx) error { return os.ErrPermission })
	})
	for path, want := range map[string]struct {
		status int
		text   string
	}{
		"/nowhere":     {404, "Diese Seite gibt es nicht."},
		"/e/not_found": {404, "Diese Person gibt es nicht, oder sie gehört nicht zu Ihrem Bereich."},
		"/e/forbidden": {403, "nicht für Ihre Rolle"},
		"/e/sign_in":   {401, "Anmelden"},
		"/e/stale":     {409, "Inzwischen hat sich etwas geändert."},
		"/e/conflict":  {409, "bereits geschehen"},
		"/e/too_many":  {429, "viele Versuche"},
		"/e/too_large": {413, "zu gross"},
		"/e/invalid":   {422, "konnten nicht gelesen werden"},
		"/plain":       {500, "7F3K-22"},
	} {
		res := do(httptest.NewRequest(http.MethodGet, path, nil))
		got := body(t, res)
		if res.StatusCode != want.status || !strings.Contains(got, want.text) {
			t.Errorf("%s: %d, want %d with %q:\n%s", path, res.StatusCode, want.status, want.text, got)
		}
		if strings.Contains(got, "file does not exist") || strings.Contains(got, "permission denied") {
			t.Errorf("%s: the cause is shown", path)
		}
		if want.status != 500 && strings.Contains(got, "7F3K-22") {
			t.Errorf("%s: the number is shown without need", path)
		}
	}
	for referer, way := range map[string]string{
		"http://localhost/kurse/IS-01/test/3?a=b": `href="/anmelden?offen=1&amp;next=%2Fkurse%2FIS-01%2Ftest%2F3%3Fa%3Db"`,
		"https://elsewhere.example//x":            `href="/anmelden?offen=1&amp;next=%2F"`,
		"":                                        `href="/anmelden"`,
		"::":                                      `href="/anmelden"`,
	} {
		r := httptest.NewRequest(http.MethodGet, "/e/sign_in", nil)
		r.Header.Set("Referer", referer)
		if got := body(t, do(r)); !strings.Contains(got, way) {
			t.Errorf("sent from %q, %s is missing:\n%s", referer, way, got)
		}
	}
}

func TestStaticFiles(t *testing.T) {
	t.Parallel()
	site := newSite(t, nil)
	do := app(t, site, page.Base{}, func(*fiber.App) {})
	url, ok := site.Assets.URL("app.css")
	if !ok {
		t.Fatal("there is no app.css")
	}
	old := regexp.MustCompile(`/[0-9a-f]{12}/`).ReplaceAllString(url, "/000000000000/")
	accent, err := page.NewAccent("#ffcc00")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]struct {
		status int
		cache  string
	}{
		url:                                {200, "public, max-age=31536000, immutable"},
		old:                                {200, "no-cache"},
		accent.Path():                      {200, "public, max-age=31536000, immutable"},
		"/static/accent-zzzzzz/accent.css": {404, ""},
		"/static/0/../../page.html":        {404, ""},
		"/static/0/nothing.css":            {404, ""},
	} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		res := do(r)
		if res.StatusCode != want.status || want.status == 200 && res.Header.Get("Cache-Control") != want.cache {
			t.Errorf("%s: %d %q", path, res.StatusCode, res.Header.Get("Cache-Control"))
		}
		if path == url && (res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("Content-Type") != "text/css; charset=utf-8") {
			t.Errorf("%s: %v", path, res.Header)
		}
	}
}

func TestNavigation(t *testing.T) {
	t.Parallel()
	site := newSite(t, map[string]string{"test/a": `{{template "layout/page" .}}{{define "content"}}x{{end}}`})
	base := page.Base{Nav: []page.NavItem{{Label: "Für mich", URL: "/"}, {Label: "Personen", URL: "/people"}, {Label: "Pendenzen", URL: "/people/todo", Count: 1200}}}
	do := app(t, site, base, func(a *fiber.App) {
		a.Get("/*", func(c *fiber.Ctx) error { return page.Render(c, "test/a", &textPage{Base: page.From(c)}) })
	})
	for path, want := range map[string]string{"/": "Für mich", "/people/17": "Personen", "/people/todo": "Pendenzen", "/elsewhere": ""} {
		got := regexp.MustCompile(`aria-current="page">([^< ]*[^<]*?)[ <]`).FindAllStringSubmatch(body(t, do(httptest.NewRequest(http.MethodGet, path, nil))), -1)
		if want == "" && len(got) != 0 || want != "" && (len(got) != 1 || !strings.HasPrefix(want, got[0][1])) {
			t.Errorf("%s: current is %v, want %q", path, got, want)
		}
	}
	for _, item := range base.Nav {
		if item.Current {
			t.Error("the caller's slice was changed")
		}
	}
}
