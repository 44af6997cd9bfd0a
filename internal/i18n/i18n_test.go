package i18n

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

type day struct{ y, m, d int }

func (d day) YMD() (int, time.Month, int) { return d.y, time.Month(d.m), d.d }
func (d day) IsZero() bool                { return d.y == 0 }

const german = `
a.plain: Für mich
a.hello: "Guten Tag {name}, bis {due}"
a.only: nur deutsch
a.open:
  one: Eine Schulung ist offen.
  other: "{n:Word} Schulungen sind offen, {n} bis {due}."
`

func load(t *testing.T, files map[string]string) *Bundle {
	t.Helper()
	b, err := Load(fsOf(files), "i18n")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func fsOf(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out["i18n/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func TestTexts(t *testing.T) {
	t.Parallel()
	p := load(t, map[string]string{"x.de.yaml": german, "y.fr.yaml": "a.plain: Pour moi\n"}).Printer("de-CH")
	for _, c := range []struct{ got, want string }{
		{p.T("a.plain"), "Für mich"},
		{p.T("a.hello", "name", "Ruth", "due", day{2026, 12, 4}), "Guten Tag Ruth, bis 4.12.2026"},
		{p.T("a.hello", "name", "Ruth"), "Guten Tag Ruth, bis {due}"},
		{p.T("a.unknown"), "a.unknown"},
		{p.N("a.open", 1), "Eine Schulung ist offen."},
		{p.N("a.open", 2, "due", "heute"), "Zwei Schulungen sind offen, 2 bis heute."},
		{p.N("a.open", 1200, "due", "heute"), "1'200 Schulungen sind offen, 1'200 bis heute."},
		{p.Map("a.hello", map[string]any{"name": 7, "due": "x"}), "Guten Tag 7, bis x"},
		{p.Map("a.open", map[string]any{"n": 1}), "Eine Schulung ist offen."},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestFallbackAndMatch(t *testing.T) {
	t.Parallel()
	b := load(t, map[string]string{"x.de.yaml": german, "x.en.yaml": "a.plain: For me\n"})
	for accept, want := range map[string]string{
		"": "de", "fr-CH": "de", "it": "de", "en-GB,en;q=0.9": "en", "de-AT": "de",
		"de-CH,en;q=0.5": "de", "rm, en;q=0.3": "en", ";;;garbage": "de", strings.Repeat("en,", 400): "de",
	} {
		if got := b.Match(accept).Lang(); got != want {
			t.Errorf("Match(%.20q) = %s, want %s", accept, got, want)
		}
	}
	if got := b.Printer("fr").Lang(); got != "de" {
		t.Errorf("French without texts: %s", got)
	}
	if got := b.Printer("en").T("a.only"); got != "nur deutsch" {
		t.Errorf("gap: %q", got)
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	b := load(t, map[string]string{"x.de.yaml": german, "x.en.yaml": "a.plain: For me\n"})
	de, en := b.Printer("de"), b.Printer("en")
	for _, c := range []struct{ got, want string }{
		{de.Date(day{2026, 11, 21}), "21.11.2026"}, {de.Date(day{}), "–"}, {de.Date(nil), "–"},
		{de.LongDate(day{2026, 12, 4}), "4. Dezember 2026"}, {en.LongDate(day{2026, 12, 4}), "4 December 2026"},
		{de.DayMonth(day{2026, 3, 1}), "1. März"}, {de.Month(day{2026, 3, 1}), "März 2026"},
		{de.Int(999), "999"}, {de.Int(1200), "1'200"}, {de.Int(-1234567), "−1'234'567"}, {de.Int(-7), "−7"}, {de.Int(-100), "−100"},
		{de.Percent(42, 48), "87,5\u00a0%"}, {en.Percent(42, 48), "87.5%"}, {de.Percent(0, 0), "–"},
		{de.Percent(1, 2000), "0,1\u00a0%"}, {de.Percent(2, 3), "66,7\u00a0%"}, {de.Percent(5, 5), "100,0\u00a0%"}, {de.Percent(0, 9), "0,0\u00a0%"},
		{de.Days(13), "in 13 Tagen"}, {de.Days(1), "morgen"}, {de.Days(0), "heute"}, {de.Days(-1), "seit gestern"}, {de.Days(-3), "seit 3 Tagen"},
		{en.Days(-3), "for 3 days"},
		{de.Minutes(45), "45 Minuten"}, {de.Minutes(1), "1 Minute"}, {de.Minutes(120), "2 Stunden"}, {de.Minutes(130), "2 Stunden 10 Minuten"},
		{de.List([]string{"A", "B", "C"}), "A, B und C"}, {de.List([]string{"A"}), "A"}, {de.List(nil), ""},
		{de.Clock(time.Date(2026, 11, 21, 9, 5, 0, 0, time.UTC)), "21.11.2026, 09.05"},
		{de.Word(12, true), "Zwölf"}, {de.Word(13, true), "13"}, {de.Weekday(time.Tuesday), "Dienstag"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestCheckFindsEachKindOfGap(t *testing.T) {
	t.Parallel()
	b := load(t, map[string]string{
		"x.de.yaml": "a.one: Strasse {x}\na.two: zwei\na.three: Straße\na.four:\n  other: \"{n} vier\"\n",
		"x.en.yaml": "a.one: Street {y}\na.three: three\na.four: four\na.five: five\n",
	})
	got := strings.Join(b.Check(), "\n")
	for _, want := range []string{"en: a.one has the placeholders", "en: a.two is missing", "de: a.three has an ß", "en: a.four is a plural", "en: a.five is not in de"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q not found in\n%s", want, got)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"nothing":              {},
		"twice":                {"x.de.yaml": "a: b\n", "y.de.yaml": "a: c\n"},
		"open brace":           {"x.de.yaml": "a: b {c\n"},
		"close brace":          {"x.de.yaml": "a: b} c\n"},
		"no name":              {"x.de.yaml": "a: b {C D} c\n"},
		"unquoted placeholder": {"x.de.yaml": "a: {name}\n"},
		"plural without other": {"x.de.yaml": "a:\n  one: x\n"},
		"unknown form":         {"x.de.yaml": "a:\n  other: x\n  several: y\n"},
		"unknown language":     {"x.de.yaml": "a: b\n", "x.xx.yaml": "a: b\n"},
		"a list":               {"x.de.yaml": "- a\n"},
		"broken yaml":          {"x.de.yaml": "a: [\n"},
	} {
		if _, err := Load(fsOf(files), "i18n"); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{"", "a {b} c", "{n:Word}", "{", "}", "{}", "{a:}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := compile(text)
		if err != nil {
			return
		}
		p := &Printer{locale: locales["de"], messages: map[string]*message{"k": m}}
		if got := p.T("k"); len(m.names()) == 0 && got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func BenchmarkPlainText(b *testing.B) {
	bundle, err := Load(fsOf(map[string]string{"x.de.yaml": german}), "i18n")
	if err != nil {
		b.Fatal(err)
	}
	p := bundle.Printer("de")
	b.ReportAllocs()
	for b.Loop() {
		_ = p.T("a.plain")
	}
}
