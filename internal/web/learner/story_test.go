package learner

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"zaemme/internal/audit"
	"zaemme/internal/coursefile"
	"zaemme/internal/settings"
)

func TestLearnAndPass(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.get("/", "1", "Zwei Schulungen sind offen, die nächste bis 4. Dezember.", "Informationssicherheit im Arbeitsalltag beginnen", "in 13 Tagen")
	s.get("/kurse/IS-01", "1", "Offen bis 4. Dezember 2026.", "Alle Mitarbeitenden mit Benutzerkonto", "So wurde Ihre Frist berechnet", "Frist 30 Kalendertage")
	s.get("/kurse/IS-01/module/1", "1", "Modul 1 von 5", "Gelesen, weiter")
	s.post("/kurse/IS-01/module/1", nil, "/kurse/IS-01/module/2")
	s.post("/kurse/IS-01/module/1", nil, "/kurse/IS-01/module/2") // the back button, once more
	s.get("/", "1", "1 von 5 Modulen", "Informationssicherheit im Arbeitsalltag fortsetzen")
	for no := 5; no > 2; no-- {
		s.post("/kurse/IS-01/module/"+strconv.Itoa(no), nil, "/kurse/IS-01/module/")
	}
	s.post("/kurse/IS-01/module/2", nil, "/kurse/IS-01/module/3")
	s.get("/kurse/IS-01/test", "1", "Acht Fragen, ohne Zeitbegrenzung.", "Test beginnen")

	failed := s.take(false)
	s.get(failed, "1", "Noch nicht bestanden: 0\u00a0von\u00a08 richtig, 7\u00a0sind nötig.", "Das sehen nur Sie.", "Nochmals versuchen", "Nachlesen in Modul")
	passed := s.take(true)
	body := s.get(passed, "1", "Bestanden. Vielen Dank.", "21. November 2027", "Kursbestätigung", "8 von 8 richtig")
	no := regexp.MustCompile(`/nachweise/(IS-01-[0-9A-Z-]+)`).FindStringSubmatch(body)
	if no == nil {
		t.Fatal("no evidence number")
	}
	s.get("/nachweise", "1", "Sie haben einen gültigen Nachweis.", no[1])
	s.get("/nachweise/"+no[1], "1", "Anna Muster", "21. November 2026", no[1], "Informationssicherheit im Arbeitsalltag")
	s.get("/", "1", "Eine Schulung ist offen, bis 29. Januar.", "gültig bis 21.11.2027")
	s.get("/kurse/IS-01", "1", "Erfüllt am 21. November 2026, gültig bis 21. November 2027.", "8 von 8 richtig", "0 von 8 richtig")

	// Nobody else sees any of it.
	for _, target := range []string{failed, passed, "/nachweise/" + no[1]} {
		if a := s.do(http.MethodGet, target, nil, "Person", "2"); a.status != http.StatusNotFound || strings.Contains(a.body, "Anna") {
			t.Errorf("Ben gets %s: %d", target, a.status)
		}
	}
}

func TestQuizForgives(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.post("/kurse/IS-01/test", nil, "/kurse/IS-01/test/1")
	first := s.get("/kurse/IS-01/test/1", "1")
	s.post("/kurse/IS-01/test", nil, "/kurse/IS-01/test/1") // twice
	if again := s.get("/kurse/IS-01/test/1", "1"); again != first {
		t.Error("reloaded, the question looks otherwise")
	}
	form := fields(first)
	s.post("/kurse/IS-01/test/1", form, "/kurse/IS-01/test/2") // nothing chosen
	s.solve(form, true)
	form.Set("go", "back")
	s.post("/kurse/IS-01/test/1", form, "/kurse/IS-01/test/1")
	form.Set("go", "next")
	s.post("/kurse/IS-01/test/1", form, "/kurse/IS-01/test/2")
	if a := s.do(http.MethodGet, "/kurse/IS-01/test", nil); a.to != "/kurse/IS-01/test/2" {
		t.Errorf("going on leads to %q", a.to)
	}
	s.get("/kurse/IS-01/test/1", "1", "1 von 8 beantwortet")
	s.get("/kurse/IS-01/test/uebersicht", "1", "Sieben Fragen sind noch offen.", "Offene Fragen beantworten", "Trotzdem abgeben")
	hand := url.Values{"attempt": form["attempt"], "own": {"1"}}
	s.post("/kurse/IS-01/test/abgeben", hand, "/kurse/IS-01/test/uebersicht") // asks first
	hand.Set("sure", "1")
	result := s.post("/kurse/IS-01/test/abgeben", hand, "/kurse/IS-01/test/ergebnis/").to
	if twice := s.post("/kurse/IS-01/test/abgeben", hand, "/kurse/IS-01/test/ergebnis/").to; twice != result {
		t.Errorf("handed in twice: %q and %q", result, twice)
	}
	s.post("/kurse/IS-01/test/1", form, result) // back button, another answer
	if a := s.do(http.MethodGet, "/kurse/IS-01/test/3", nil); a.to != "/kurse/IS-01/test" {
		t.Errorf("a question of the attempt handed in: %d to %q", a.status, a.to)
	}
	s.get(result, "1", "1\u00a0von\u00a08 richtig")
	s.post("/kurse/IS-01/test", nil, "/kurse/IS-01/test/1")
	if a := s.do(http.MethodGet, "/kurse/IS-01/test/99", nil); a.to != "/kurse/IS-01/test/1" {
		t.Errorf("a question too far: %d to %q", a.status, a.to)
	}
	for _, bad := range []url.Values{
		{"attempt": {"nonsense"}, "question": {"IS-01-Q01"}, "chosen": {"1"}},
		{"attempt": form["attempt"], "question": {"Q?"}, "chosen": {"x"}},
		{},
	} {
		if a := s.do(http.MethodPost, "/kurse/IS-01/test/1", bad); a.status != http.StatusNotFound && a.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", bad, a.status)
		}
	}
}

func TestBackgroundSaves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.post("/kurse/IS-01/test", nil, "/kurse/IS-01/test/1")
	form := fields(s.get("/kurse/IS-01/test/1", "1"))
	for _, shown := range s.attempt("IS-01").Questions() {
		if shown.Question.Type == coursefile.Single {
			form.Set("question", shown.Question.ID)
		}
	}
	save := func(version int, chosen, person string) (int, int) {
		form.Set("version", strconv.Itoa(version))
		form.Set("chosen", chosen)
		a := s.do(http.MethodPost, "/kurse/IS-01/test/speichern", form, "Person", person)
		var stored struct{ Version int }
		if err := json.Unmarshal([]byte(a.body), &stored); err != nil {
			t.Fatalf("%d %s", a.status, a.body)
		}
		return a.status, stored.Version
	}
	for _, step := range []struct {
		name            string
		version         int
		chosen          string
		person          string
		status, becomes int
	}{
		{"first", 1, "0", "1", 200, 1},
		{"sent twice", 1, "0", "1", 200, 1},
		{"held up", 1, "1", "1", 409, 1},
		{"later", 2, "1", "1", 200, 2},
		{"no option", 3, "9", "1", 422, 0},
		{"no number", 0, "1", "1", 422, 0},
		{"somebody else's", 3, "0", "2", 404, 0},
	} {
		if status, version := save(step.version, step.chosen, step.person); status != step.status || version != step.becomes {
			t.Errorf("%s: %d, version %d", step.name, status, version)
		}
	}
	hand := url.Values{"attempt": form["attempt"], "sure": {"1"}, "own": {"1"}}
	s.post("/kurse/IS-01/test/abgeben", hand, "/kurse/IS-01/test/ergebnis/")
	if status, version := save(3, "0", "1"); status != 409 || version != 0 {
		t.Errorf("after hand-in: %d, version %d", status, version)
	}
}

func TestOtherPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.get("/", "2", "Eine Schulung ist offen, bis 4. Dezember.", "So läuft die Gruppenschulung")
	s.get("/kurse/IS-01K", "2", "zusammen mit Ihrem Team", "/kurse/IS-01\"", "Tricks am Telefon")
	s.get("/", "3", "Für Sie ist keine Schulung offen.")
	s.get("/kurse/IS-01", "3", "Dieser Kurs ist für Sie freiwillig.", "Niemand verlangt diesen Kurs von Ihnen.")
	s.get("/nachweise", "3", "Noch nichts abgeschlossen")
	s.get("/hilfe", "3", "Wer sieht was?", settings.Defaults().Text("ict_contact"))
	s.get("/meine-daten", "1", "Bisher hat niemand Ihren Stand angesehen.", "anna.muster@gemeinde.example")
	for range 30 {
		if err := audit.Looked(t.Context(), s.db, audit.Look{ViewerID: 2, Page: "line.team", Scope: "line", AsOf: today, PersonIDs: []int64{1, 3}}); err != nil {
			t.Fatal(err)
		}
	}
	s.get("/meine-daten", "1", "30 Mal angesehen", "Ben Beispiel", "Liste des Teams", "?seite=2")
	s.get("/meine-daten?seite=2", "1", "11 bis 20 von 30")
	s.get("/meine-daten?seite=999999999999", "1", "30 Mal angesehen")
	for _, target := range []string{"/kurse/XY-99", "/kurse/IS-01/module/9", "/kurse/IS-01K/module/1", "/kurse/IS-01K/test", "/kurse/IS-01/test/ergebnis/x", "/nachweise/X"} {
		if a := s.do(http.MethodGet, target, nil); a.status != http.StatusNotFound || !strings.Contains(a.body, `href="/"`) {
			t.Errorf("%s: %d", target, a.status)
		}
	}
}

var (
	rawKey = regexp.MustCompile(`>[^<]*\b(learner|error|status|common|nav|due)\.[a-z_]+\.?[a-z_]*[^<]*<`)
	gap    = regexp.MustCompile(`\{[a-z_]+(:[wW]ord)?\}`)
)

// Every page in both languages: no key instead of a text, no gap, nothing inline.
func TestTextsOfEveryPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.post("/kurse/IS-01/module/1", nil, "/kurse/")
	failed, passed := s.take(false), s.take(true)
	s.post("/kurse/DS-01/test", nil, "/kurse/DS-01/test/1")
	no := regexp.MustCompile(`/nachweise/IS-01-[0-9A-Z-]+`).FindString(s.get(passed, "1"))
	for _, target := range []string{"/", "/kurse", "/kurse/IS-01", "/kurse/DS-01", "/kurse/IS-01K", "/kurse/IS-01/module/5", "/kurse/IS-01/test",
		"/kurse/DS-01/test/1", "/kurse/DS-01/test/uebersicht", failed, passed, "/nachweise", no, "/meine-daten", "/hilfe"} {
		for _, language := range []string{"de", "en"} {
			a := s.do(http.MethodGet, target, nil, "Language", language)
			if a.status != http.StatusOK {
				t.Errorf("%s: %d", target, a.status)
			}
			for what, found := range map[string]string{
				"a key": rawKey.FindString(a.body), "a gap": gap.FindString(a.body),
				"inline": regexp.MustCompile(`<style|<script>| style="| on[a-z]+="`).FindString(a.body), "ß": regexp.MustCompile("ß").FindString(a.body),
			} {
				if found != "" {
					t.Errorf("%s in %s has %s: %s", target, language, what, found)
				}
			}
			if strings.Count(a.body, "<h1") != 1 {
				t.Errorf("%s has %d h1", target, strings.Count(a.body, "<h1"))
			}
		}
	}
}
