package coursefile

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestContrast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000", "#fff", 21}, {"#777777", "#ffffff", 4.48}, {"white", "#767676", 4.54}, {"#15181b", "#15181b", 1}, {"#959595", "#fff", 2.99}} {
		a, _ := colourOf(c.a)
		b, _ := colourOf(c.b)
		if got := contrast(a, b); math.Abs(got-c.want) > 0.011 {
			t.Errorf("%s on %s is %.3f, not %.2f", c.a, c.b, got, c.want)
		}
	}
}

// Every emblem that is shipped stands out, and one that does not is told with its line,
// its colours and by how much it fails.
func TestEmblemsStandOut(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../courses/*/emblem.svg")
	if err != nil || len(files) < 10 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, p := ReadEmblem(content); p != nil {
			t.Errorf("%s: %s", file, p)
		}
	}
	const open, ground = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">`, `<path fill="#dce8e2" d="M0 0H64V64H0Z"/>`
	for _, c := range []struct{ body, want string }{
		{ground + "\n" + `<circle r="9" fill="#8fb9ae"/>`, "2 emblem_contrast #8fb9ae on #dce8e2 1.7"},
		{ground + "\n" + `<circle r="9" fill="#8fb9ae"/><circle r="3" fill="#0b5d66"/>`, ""},
		{ground + `<circle r="9" fill="none" stroke="#0b5d66"/>`, ""},
		{ground + `<g fill="#0b5d66"><circle r="9"/></g>`, ""},
		{ground + `<g opacity=".3"><circle r="9" fill="#0b5d66"/></g>`, "1 emblem_contrast #0b5d66 on #dce8e2 1.6"},
		{`<rect width="100%" height="64" fill="#fff"/><circle r="9" fill="#ffff00"/>`, "1 emblem_contrast #ffff00 on #fff 1.1"},
		{`<circle r="9" fill="#fcfbf8"/>`, "1 emblem_contrast #fcfbf8 on #fcfbf8 1.0"},
		{`<circle r="9"/>`, "1 emblem_contrast #000000 on #111416 1.1"},
		{`<circle r="9" fill="#a06a00"/>`, ""},
		{`<circle r="9" fill="currentColor"/>`, ""},
		{ground + `<circle r="9" fill="currentColor"/>`, "1 emblem_contrast #000000 on #dce8e2 1.0"},
		{ground + `<circle r="9" fill="rebeccapurple"/>`, "1 emblem_colour rebeccapurple"},
		{ground + `<clipPath id="a"><circle r="9"/></clipPath><circle r="9" fill="#cfdcd6" clip-path="url(#a)"/>`, "1 emblem_contrast #cfdcd6 on #dce8e2 1.1"},
		{ground + `<linearGradient id="a"><stop stop-color="#0b5d66"/></linearGradient><circle r="9" fill="url(#a)"/>`, ""},
		{"", "1 emblem_contrast #000000 on #fcfbf8 1.0"},
	} {
		_, p := ReadEmblem([]byte(open + c.body + "</svg>"))
		got := ""
		if p != nil {
			got = fmt.Sprintf("%d %s %s", p.Line, p.Key, p.Args["colour"])
			if p.Key == "emblem_contrast" {
				got += fmt.Sprintf(" on %s %s", p.Args["ground"], p.Args["ratio"])
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, not %q", c.body, got, c.want)
		}
	}
}

// What is handed in is told by its content, not by its name.
func TestReadEmblem(t *testing.T) {
	t.Parallel()
	good := sample()["emblem.svg"]
	if source, p := ReadEmblem([]byte("\ufeff" + strings.ReplaceAll(good, "><", ">\r\n<"))); p != nil || strings.Contains(source, "\r") {
		t.Errorf("%q %v", source, p)
	}
	for content, want := range map[string]string{
		"\x89PNG\r\n\x1a\n":                            "file_encoding",
		"<html><svg/></html>":                          "emblem_content",
		good[:len(good)-6] + "<script/></svg>":         "emblem_content",
		good + strings.Repeat(" ", MaxEmblem):          "file_too_large",
		"Das ist kein Bild.":                           "emblem_content",
		good[:len(good)-6] + "<text>Wort</text></svg>": "emblem_content",
	} {
		if _, p := ReadEmblem([]byte(content)); p == nil || p.Key != want {
			t.Errorf("%.40q: %v, not %s", content, p, want)
		}
	}
}
