package page_test

import (
	"bytes"
	"encoding/xml"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/web/page"
)

func TestContrast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b      string
		low, high float64
	}{{"#000000", "#ffffff", 20.99, 21.01}, {"#777777", "#ffffff", 4.47, 4.49}, {"#0b5d66", "#0b5d66", 0.99, 1.01}, {"red", "#ffffff", -0.1, 0.1}} {
		if got := page.Contrast(c.a, c.b); got < c.low || got > c.high {
			t.Errorf("Contrast(%s, %s) = %.3f", c.a, c.b, got)
		}
	}
}

// Any wish ends readable on light and dark pages, and a readable wish is kept.
func TestAccentIsReadableForEveryWish(t *testing.T) {
	t.Parallel()
	for _, wish := range []string{"#0b5d66", "#ffcc00", "#ffffff", "#000000", "#e2001a", "#009fe3", "#7f7f7f", "#00ff00", "#0000ff", "#FCFBF8"} {
		a, err := page.NewAccent(wish)
		if err != nil {
			t.Fatal(err)
		}
		for name, got := range map[string]float64{
			"on light": page.Contrast(a.Light, "#fcfbf8"), "ink": page.Contrast(a.Light, a.LightInk),
			"on dark": page.Contrast(a.Dark, "#111416"), "dark ink": page.Contrast(a.Dark, a.DarkInk),
		} {
			if got < 4.5 {
				t.Errorf("%s %s: %.2f (%+v)", wish, name, got, a)
			}
		}
		if strings.ContainsAny(a.CSS(), "<\"'") {
			t.Errorf("%s: %s", wish, a.CSS())
		}
	}
	if a, err := page.NewAccent("#0b5d66"); err != nil || a.Changed || a.Light != "#0b5d66" {
		t.Errorf("the default changes: %+v, %v", a, err)
	}
	for _, bad := range []string{"", "petrol", "#12345", "#12345g", "#0b5d66;}", "0b5d66"} {
		if _, err := page.NewAccent(bad); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestSafeSVG(t *testing.T) {
	t.Parallel()
	good := `<?xml version="1.0"?><!-- drawn --><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><g fill="#fff"><path d="M0 0L1,2.5e3z"/></g></svg>`
	got, err := page.SafeSVG([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if want := `<svg class="emblem" aria-hidden="true" focusable="false" viewBox="0 0 64 64"><g fill="#fff"><path d="M0 0L1,2.5e3z"></path></g></svg>`; string(got) != want {
		t.Errorf("got %s", got)
	}
	for name, bad := range map[string]string{
		"empty": "", "no svg": `<g/>`, "text": `<svg viewBox="0 0 1 1">hello</svg>`, "no box": `<svg/>`,
		"script": `<svg viewBox="0 0 1 1"><script>alert(1)</script></svg>`, "event": `<svg viewBox="0 0 1 1" onload="alert(1)"/>`,
		"style": `<svg viewBox="0 0 1 1"><path style="fill:red"/></svg>`, "link": `<svg viewBox="0 0 1 1"><a href="x"/></svg>`,
		"use": `<svg viewBox="0 0 1 1"><use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/></svg>`, "image": `<svg viewBox="0 0 1 1"><image href="x"/></svg>`,
		"url": `<svg viewBox="0 0 1 1"><path fill="url(#a)"/></svg>`, "quote": `<svg viewBox="0 0 1 1"><path d="&quot;&gt;"/></svg>`,
		"foreign": `<svg viewBox="0 0 1 1"><foreignObject/></svg>`, "entity": `<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"/>`,
		"class": `<svg viewBox="0 0 1 1" class="top"/>`, "id": `<svg viewBox="0 0 1 1" id="main"/>`, "two": `<svg viewBox="0 0 1 1"/><svg viewBox="0 0 1 1"/>`,
		"nested": `<svg viewBox="0 0 1 1"><svg viewBox="0 0 1 1"/></svg>`, "open": `<svg viewBox="0 0 1 1">`, "animate": `<svg viewBox="0 0 1 1"><animate/></svg>`,
		"large": `<svg viewBox="0 0 1 1">` + strings.Repeat("<g/>", 5000) + `</svg>`,
	} {
		if out, err := page.SafeSVG([]byte(bad)); err == nil {
			t.Errorf("%s: accepted as %.80s", name, out)
		}
	}
}

func FuzzSafeSVG(f *testing.F) {
	f.Add([]byte(`<svg viewBox="0 0 1 1"><path d="M0 0" onload="x"/></svg>`))
	f.Fuzz(func(t *testing.T, src []byte) {
		out, err := page.SafeSVG(src)
		if err != nil {
			return
		}
		for d := xml.NewDecoder(strings.NewReader(string(out))); ; {
			token, err := d.Token()
			if err != nil {
				break // the end; that it is well-formed is asked below
			}
			el, is := token.(xml.StartElement)
			if is && strings.EqualFold(el.Name.Local, "script") {
				t.Errorf("a script passed: %s", out)
			}
			for _, a := range el.Attr {
				name, value := strings.ToLower(a.Name.Local), strings.ToLower(a.Value)
				if strings.HasPrefix(name, "on") || name == "href" || name == "style" || strings.Contains(value, "url(") || strings.Contains(value, ":") {
					t.Errorf("%s=%q passed: %s", a.Name.Local, a.Value, out)
				}
			}
		}
		if _, err := page.SafeSVG([]byte(strings.Replace(strings.Replace(string(out), ` class="emblem"`, "", 1), ` focusable="false"`, "", 1))); err != nil {
			t.Errorf("the own output is refused: %v", err)
		}
	})
}

func TestDrawnEmblems(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../courses/*/emblem.svg")
	if err != nil || len(files) < 4 {
		t.Fatalf("%d emblems, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if svg, err := page.SafeSVG(raw); err != nil || !strings.Contains(string(svg), `viewBox="0 0 64 64"`) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestComposedEmblems(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, code := range strings.Fields("IS-01 IS-02 IS-03 DS-01 DS-02 KI-01 KI-02 BF-01 AR-01 AR-02 ZA-01 OG-01") {
		svg := string(page.Emblem(code))
		if svg != string(page.Emblem(strings.ToLower(code))) {
			t.Errorf("%s: another case, another emblem", code)
		}
		if other, twice := seen[svg]; twice {
			t.Errorf("%s and %s look the same", code, other)
		}
		seen[svg] = code
		inner := strings.Replace(strings.Replace(svg, ` class="emblem"`, "", 1), ` focusable="false"`, "", 1)
		if _, err := page.SafeSVG([]byte(inner)); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestParseDay(t *testing.T) {
	t.Parallel()
	want := calendar.NewDate(2026, 12, 4)
	for _, text := range []string{"4.12.26", "4.12.2026", "04.12.2026", " 4. 12. 2026 ", "2026-12-04", "4. Dezember 2026", "4 December 2026", "4. Dez. 2026", "4/12/2026", "4. DEZEMBER 2026"} {
		if got, ok := page.ParseDay(text); !ok || got != want {
			t.Errorf("%q: %v %v", text, got, ok)
		}
	}
	if got, ok := page.ParseDay("1. März 2027"); !ok || got != calendar.NewDate(2027, 3, 1) {
		t.Errorf("März: %v %v", got, ok)
	}
	for _, text := range []string{"", "31.2.26", "0.1.2026", "4.13.2026", "4.12.", "4.12.126", "morgen", "4. Foo 2026", "4.12.2026x", strings.Repeat("1", 100)} {
		if got, ok := page.ParseDay(text); ok {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	f.Add("4.12.26")
	f.Add("4. Dezember 2026")
	f.Fuzz(func(t *testing.T, text string) {
		if day, ok := page.ParseDay(text); ok {
			if year, _, _ := day.YMD(); year < 0 || year > 9999 {
				t.Errorf("%q: %v", text, day)
			}
		}
	})
}

type formPage struct {
	page.Base
	Form  *page.Form
	Sites []page.Choice
}

const testForm = `{{template "layout/plain" .}}{{define "content"}}<form method="post">{{template "errors" .Form}}{{template "field" (field .Form "due" "nav.mine" "value" "heute")}}{{template "field" (field .Form "secret" "nav.help" "type" "password")}}{{template "select" (choice .Form "site" "nav.team" .Sites)}}{{template "checkboxes" (choice .Form "many" "nav.team" .Sites)}}</form>{{end}}`

func TestFormsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	site := newSite(t, map[string]string{"test/form": testForm})
	sites := []page.Choice{{Value: "a", Label: "A", Selected: true}, {Value: "b", Label: "B"}}
	var saved calendar.Date
	do := app(t, site, page.Base{}, func(a *fiber.App) {
		a.Get("/", func(c *fiber.Ctx) error {
			return page.Render(c, "test/form", &formPage{Base: page.From(c), Sites: sites})
		})
		a.Post("/", func(c *fiber.Ctx) error {
			form := page.ReadForm(c, "due", "nav.mine")
			saved = form.Date("due")
			form.Required("due")
			form.Int("n", 1, 100)
			if !form.OK() {
				return page.Invalid(c, "test/form", &formPage{Base: page.From(c), Form: form, Sites: sites})
			}
			return page.To(c, "/done")
		})
	})
	if got := body(t, do(httptest.NewRequest(http.MethodGet, "/", nil))); !strings.Contains(got, `value="heute"`) || !strings.Contains(got, `<option value="a" selected>`) || strings.Contains(got, "aria-invalid") {
		t.Errorf("an empty form:\n%s", got)
	}
	post := func(values url.Values) (*http.Response, string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res := do(r)
		return res, body(t, res)
	}
	res, got := post(url.Values{"due": {"<31.2.26>"}, "secret": {"geheim"}, "site": {"b"}, "many": {"a", "b"}, "n": {"101"}})
	for _, want := range []string{`value="&lt;31.2.26&gt;"`, `href="#f-due">Für mich: `, `aria-invalid="true" aria-describedby="f-due-e"`, `<option value="b" selected>`, `value="a" checked`, `value="b" checked`, "von 1 bis 100", "Zwei Angaben"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
	}
	if res.StatusCode != 422 || strings.Contains(got, "geheim") || strings.Contains(got, `<option value="a" selected>`) {
		t.Errorf("status %d:\n%s", res.StatusCode, got)
	}
	if res, _ := post(url.Values{"due": {" 4.12.26\x00 "}, "n": {"1'00"}}); res.StatusCode != 303 || saved != calendar.NewDate(2026, 12, 4) {
		t.Errorf("status %d, saved %v", res.StatusCode, saved)
	}
}

func TestUploads(t *testing.T) {
	t.Parallel()
	site := newSite(t, nil)
	do := app(t, site, page.Base{}, func(a *fiber.App) {
		a.Post("/", func(c *fiber.Ctx) error {
			form := page.ReadForm(c)
			file := form.File("file")
			if !form.OK() {
				return c.Status(422).SendString(form.Errors()[0].Field + form.Errors()[0].Text)
			}
			return c.SendString(file.Filename + " " + form.Get("note"))
		})
	})
	send := func(name, content string) string {
		var out bytes.Buffer
		w := multipart.NewWriter(&out)
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
		if err := w.WriteField("note", " neu "); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/", &out)
		r.Header.Set("Content-Type", w.FormDataContentType())
		return body(t, do(r))
	}
	if got := send("a.csv", "x"); got != "a.csv neu" {
		t.Errorf("got %q", got)
	}
	if got := send("a.csv", ""); !strings.HasPrefix(got, "fileBitte") {
		t.Errorf("an empty file: %q", got)
	}
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("garbage"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if got := body(t, do(r)); !strings.Contains(got, "unvollständig") {
		t.Errorf("a broken body: %q", got)
	}
}

func TestRefusedTakesOnlyWhatPeopleCanMend(t *testing.T) {
	t.Parallel()
	form := page.NewForm(texts(t).Printer("de"), nil)
	if form.Refused(os.ErrNotExist) || form.Refused(apperr.New(apperr.Forbidden, "x", nil)) || !form.OK() {
		t.Error("an error that is not the person's was taken")
	}
	if !form.Refused(apperr.New(apperr.Invalid, "error.form.number", map[string]any{"low": 1, "high": 1200}).At("n")) {
		t.Error("an invalid input was not taken")
	}
	if e := form.Errors(); len(e) != 1 || e[0].Field != "n" || !strings.Contains(e[0].Text, "1 bis 1'200") {
		t.Errorf("%+v", e)
	}
}

func TestSafeNext(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{"/a?b=c": "/a?b=c", "": "/", "//evil.example": "/", `/\evil`: "/", "https://evil.example": "/", "/a\r\nb": "/", "/\t/evil.example": "/"} {
		if got := page.SafeNext(next, "/"); got != want {
			t.Errorf("SafeNext(%q) = %q", next, got)
		}
	}
}

func TestBars(t *testing.T) {
	t.Parallel()
	if got := string(page.Segments(1, 3)); strings.Count(got, "<rect") != 3 || strings.Count(got, `class="on"`) != 1 {
		t.Error(got)
	}
	if page.Segments(0, 0) != "" || page.Segments(1, 1000) != "" || page.ShareBar(1, 0) != "" {
		t.Error("nothing to draw was drawn")
	}
	if got := string(page.ShareBar(9, 8)); !strings.Contains(got, `width="100.00%"`) {
		t.Error(got)
	}
}

func TestRowsAndLinksAreEscaped(t *testing.T) {
	t.Parallel()
	site := newSite(t, map[string]string{"test/rows": startTemplate})
	evil := `<script>"x"&'`
	p := &startPage{Base: page.Base{L: texts(t).Printer("de"), Nav: []page.NavItem{{Label: evil, URL: "javascript:alert(1)"}}},
		Rows: []page.CourseRow{{Title: evil, URL: `/a"b?c&d`, Meta: evil, Due: evil, Code: evil, Next: page.Link{Label: evil, URL: " javascript:x"}}}}
	got := render(t, site, "test/rows", p)
	if strings.Contains(got, "<script>") || strings.Contains(got, "javascript:") || strings.Contains(got, `"x"`) {
		t.Error(got)
	}
	if !strings.Contains(got, `<a href="/a&#34;b?c&amp;d">&lt;script&gt;&#34;x&#34;&amp;&#39;</a>`) || strings.Count(got, `href="#"`) != 2 {
		t.Error(got)
	}
}
