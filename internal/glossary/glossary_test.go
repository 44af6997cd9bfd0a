package glossary

import (
	"strings"
	"testing"
)

func TestTheShippedGlossary(t *testing.T) {
	t.Parallel()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"de", "en"} {
		terms := g.All(lang)
		if len(terms) < 40 {
			t.Errorf("%s: %d terms", lang, len(terms))
		}
		for _, term := range terms {
			w := term.In(lang)
			if len(w.Text) > 300 || !strings.HasSuffix(w.Text, ".") || strings.ContainsAny(w.Text+w.Term, "ß\"„“") {
				t.Errorf("%s: %q", lang, w.Text)
			}
			if !w.named.MatchString(w.Term) {
				t.Errorf("%s does not name itself", w.Term)
			}
		}
	}
	if first := g.All("de"); first[len(first)-1].ID != "zweckbindung" || g.Term("wlan").DE.Initial() != "O" {
		t.Error("the order is not the language's")
	}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	ids := func(terms []*Term) string {
		var list []string
		for _, term := range terms {
			list = append(list, term.ID)
		}
		return strings.Join(list, " ")
	}
	for text, want := range map[string]string{
		"Melden Sie phishing, auch ohne Passwörter.": "passwort phishing", "Wer kiste sagt, meint keine KI.": "kuenstliche-intelligenz",
		"Spammer und Cookies": "cookie", "": "",
	} {
		if got := ids(g.Named(text, "de")); got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
	for query, want := range map[string]string{"social": "social-engineering", "pass man": "passwort-manager", "xyz": "", "virus": "schadsoftware"} {
		if got := ids(g.Find(strings.Fields(query), "de")); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	t.Parallel()
	_, err := parse([]byte("- {id: A B, de: {term: x, text: x}, en: {term: x}, see: [nowhere]}"))
	for _, want := range []string{"no slug", "missing", "nowhere"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}
