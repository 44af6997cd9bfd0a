package search

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zaemme/courses"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/markdown"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"": "", "  Passwörter, sicher! ": "passwörter sicher", "a:* & !b | 'c' <-> \\": "a b c", "IS-01": "is 01",
		strings.Repeat("x ", 20): "x x x x x x x x", strings.Repeat("x", 61): "",
	} {
		if got := strings.Join(Words(typed), " "); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestPieces(t *testing.T) {
	t.Parallel()
	got := pieces("vor \x02Phishing\x03 und <b>\x02Spam\x03")
	want := []Piece{{"vor ", false}, {"Phishing", true}, {" und <b>", false}, {"Spam", true}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := pieces("ohne\x03 alles"); len(got) != 1 || got[0].Found {
		t.Errorf("%+v", got)
	}
}

func labels(lang string) course.Labels {
	l := course.Labels{Lang: lang, Texts: map[markdown.Kind]string{}}
	for _, kind := range append(markdown.Kinds(), markdown.LabelTable) {
		l.Texts[kind] = string(kind)
	}
	return l
}

// found are the hits as «code/module language».
func found(t *testing.T, s *Service, d *db.DB, typed, lang string) (list []string, snippets string) {
	t.Helper()
	hits, total, err := s.Find(t.Context(), d, Query{Words: Words(typed), Lang: lang, Settings: settings.Defaults(), Labels: labels, Limit: 50})
	if err != nil || total != len(hits) {
		t.Fatalf("%q: %d of %d, %v", typed, len(hits), total, err)
	}
	for _, h := range hits {
		name := h.Version.Code() + "/0"
		if h.Module != nil {
			name = h.Version.Code() + "/" + string(rune('0'+h.Module.No))
		}
		list = append(list, name+" "+h.Language)
		for _, p := range h.Snippet {
			if p.Found {
				snippets += "[" + p.Text + "]"
			} else {
				snippets += p.Text
			}
		}
	}
	return list, snippets
}

func TestFind(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	shipped, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	own := &coursefile.Course{Code: "XX-01", Namespace: "test", Kind: coursefile.Online, Language: "de", Languages: []string{"de", "en"},
		Titles: coursefile.Texts{"de": "Kaffeekasse", "en": "Coffee fund"}, Summaries: coursefile.Texts{"de": "Wer zahlt?", "en": "Who pays?"},
		Minutes: 5, PassPercent: 80, DueDays: 30, Version: coursefile.VersionNote{Materiality: coursefile.Minor},
		Modules: []coursefile.Module{
			{No: 1, Titles: coursefile.Texts{"de": "Bohnen", "en": "Beans"}, Body: "Die **Bohnen** mahlen. Grösser < kleiner & mehr. Rufen Sie {{ict_notfall}} an.",
				Translations: map[string]string{"en": "Grinding the **beans**."}},
			{No: 2, Titles: coursefile.Texts{"de": "Zucker", "en": "Sugar"}, Body: "Würfelzucker und Bohnen."},
		}}
	publish := func(c ...*coursefile.Course) *Service {
		t.Helper()
		if _, err := course.Sync(t.Context(), d, c, calendar.NewDate(2026, time.November, 1)); err != nil {
			t.Fatal(err)
		}
		catalogue := course.NewCatalogue(d)
		if err := catalogue.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		return New(catalogue)
	}
	s := publish(append(shipped, own)...)
	for _, test := range []struct{ typed, lang, first, all, snippet string }{
		{"Phishing", "de", "IS-01/2 de", "", "[Phishing]"},
		{"bohne", "de", "XX-01/1 de", "XX-01/1 de, XX-01/2 de", "[Bohnen] mahlen. Grösser < kleiner & mehr."},
		{"beans", "en", "XX-01/1 en", "XX-01/1 en", "[beans]"},
		{"bohnen", "en", "XX-01/2 de", "XX-01/2 de", "[Bohnen]"}, // not translated: in German
		{"Würfelz", "de", "XX-01/2 de", "XX-01/2 de", "[Würfelzucker]"},
		{"coffee", "en", "XX-01/0 en", "XX-01/0 en", "Who pays?"},
		{"XX-01", "de", "XX-01/0 de", "XX-01/0 de", ""},
		{"notfall bohnen", "de", "", "", ""}, // the name of a placeholder is no text
		{"bohnen xyzzy", "de", "", "", ""},
		{"und", "de", "", "", ""},
		{"'; drop table x", "de", "", "", ""},
	} {
		list, snippets := found(t, s, d, test.typed, test.lang)
		if (test.first == "") != (len(list) == 0) || len(list) > 0 && list[0] != test.first {
			t.Errorf("%q in %s: %v, want first %q", test.typed, test.lang, list, test.first)
		}
		own := slices.DeleteFunc(slices.Clone(list), func(hit string) bool { return !strings.HasPrefix(hit, "XX-01/") }) // the shipped courses change
		if test.all != "" && strings.Join(own, ", ") != test.all {
			t.Errorf("%q in %s: %v, want %s", test.typed, test.lang, list, test.all)
		}
		if !strings.Contains(snippets, test.snippet) || strings.Contains(snippets, "{{") {
			t.Errorf("%q in %s shows %q", test.typed, test.lang, snippets)
		}
	}
	// A new version is found from its first moment on, the old one no longer.
	changed := *own
	changed.Modules = []coursefile.Module{{No: 1, Titles: coursefile.Texts{"de": "Tee"}, Body: "Grüntee statt Espresso."}}
	s = publish(append(shipped, &changed)...)
	if list, _ := found(t, s, d, "bohnen", "de"); len(list) != 0 {
		t.Errorf("the old version: %v", list)
	}
	if list, _ := found(t, s, d, "grüntee", "de"); len(list) != 1 {
		t.Errorf("the new version: %v", list)
	}
}
