package browser_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"zaemme/internal/testing/browser"
)

const form = `<!doctype html><html lang="de"><head><title>Probe</title><script src="/s.js"></script></head><body><main>
<h1>Probe %s</h1><form method="post" action="/done" enctype="multipart/form-data">
<p><label for="n">Name</label> <input id="n" name="name"></p>
<p><label for="p">Passwort</label> <input id="p" name="password" type="password"></p>
<fieldset><legend>Farbe</legend><label><input type="radio" name="colour" value="r"> Rot</label> <label><input type="radio" name="colour" value="g"> Grün</label></fieldset>
<p><label><input type="checkbox" name="sure" value="1"> Ich bin sicher</label></p>
<p><label for="s">Sprache</label> <select id="s" name="language"><option value="de">Deutsch</option><option value="fr">Français</option></select></p>
<p><label for="f">Datei</label> <input id="f" type="file" name="file"></p>
<p><button>Speichern</button> <a href="/file" aria-label="Liste laden">hier</a></p></form></main></body></html>`

func server(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; form-action 'self'")
		_, _ = fmt.Fprintf(w, form, r.URL.Path)
	})
	mux.HandleFunc("/s.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, `addEventListener("DOMContentLoaded", () => { document.querySelector("h1").append(" mit Skript") })`)
	})
	mux.HandleFunc("/favicon.ico", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/file", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Disposition", `attachment; filename="liste.csv"`)
		_, _ = io.WriteString(w, "a;b\n")
	})
	mux.HandleFunc("/bad", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		_, _ = io.WriteString(w, `<!doctype html><html><title>x</title><main><h1>Schlecht</h1><img src="/x.png"><pre>`+strings.Repeat("breit", 100)+`</pre><button></button></main></html>`)
	})
	mux.HandleFunc("/done", func(w http.ResponseWriter, r *http.Request) {
		file, _, err := r.FormFile("file")
		content := "no file"
		if err == nil {
			b, _ := io.ReadAll(file)
			content = string(b)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, `<!doctype html><html lang="de"><title>Fertig</title><main><h1>%s</h1></main></html>`,
			strings.Join([]string{r.FormValue("name"), r.FormValue("password"), r.FormValue("colour"), r.FormValue("sure"), r.FormValue("language"), content}, ","))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func TestAFormIsFilledAsAPersonWould(t *testing.T) {
	t.Parallel()
	url := server(t)
	for _, o := range []browser.Options{{}, {Width: 390, NoScript: true}} {
		p := browser.Start(t, url, o)
		p.Goto("/")
		if want := map[bool]string{true: "Probe /", false: "Probe / mit Skript"}[o.NoScript]; p.Heading() != want {
			t.Errorf("script off %v: heading %q, want %q", o.NoScript, p.Heading(), want)
		}
		p.Axe()
		p.NoOverflow()
		p.Fill("Name", "Äbi «x»")
		p.Fill("Passwort", "geheim")
		p.Choose("Grün")
		p.Choose("Ich bin sicher")
		p.Select("Sprache", "Français")
		p.Upload("Datei", "x.txt", []byte("Inhalt"))
		name, content := p.Download("link", "Liste laden")
		if name != "liste.csv" || string(content) != "a;b\n" {
			t.Errorf("downloaded %q: %q", name, content)
		}
		p.Follow("button", "Speichern")
		if got, want := p.Heading(), "Äbi «x»,geheim,g,1,fr,Inhalt"; got != want {
			t.Errorf("the form arrived as %q, want %q", got, want)
		}
		if p.Status() != http.StatusOK {
			t.Errorf("status %d", p.Status())
		}
	}
}

// recorder is a test that only takes notes of what failed.
type recorder struct {
	*testing.T
	notes    []string
	cleanups []func()
}

func (r *recorder) Errorf(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func TestABadPageIsNoticed(t *testing.T) {
	t.Parallel()
	r := &recorder{T: t}
	p := browser.Start(r, server(t), browser.Options{Width: 390})
	p.Goto("/bad")
	p.Check()
	for i := len(r.cleanups) - 1; i >= 0; i-- {
		r.cleanups[i]()
	}
	all := strings.Join(r.notes, "\n")
	for _, want := range []string{"html-has-lang", "image-alt", "button-name", "too wide", "img-src"} {
		if !strings.Contains(all, want) {
			t.Errorf("%s was not noticed in:\n%s", want, all)
		}
	}
}

func TestPicturesAreTakenOnRequestOnly(t *testing.T) {
	url, folder := server(t), t.TempDir()
	p := browser.Start(t, url, browser.Options{Dark: true})
	p.Goto("/")
	t.Setenv("ZAEMME_SHOTS", "")
	p.Screenshot("probe")
	t.Setenv("ZAEMME_SHOTS", folder)
	p.Screenshot("probe")
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 || files[0].Name() != "probe-1280-dark.png" {
		t.Errorf("pictures: %v %v", files, err)
	}
}
