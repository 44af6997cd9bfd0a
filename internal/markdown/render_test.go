package markdown

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/apperr"
)

var german = map[Kind]string{
	Scene: "Szene", Exercise: "Übung", Solution: "Lösung", Remember: "Merken Sie sich",
	Note: "Hinweis", Contact: "Kontakt", LabelTable: "Tabelle",
}

func TestRenderHTML(t *testing.T) {
	t.Parallel()
	values := map[string]string{
		"gemeinde": "Gemeinde <Muster> & Co", "ict_notfall": "041 268 00 00 oder +41 41 268 00 01",
		"ict_kontakt": "ict@muster.example", "kurz": "144", "seite": "https://muster.example/ict?a=1&b=2.",
	}
	tests := []struct{ name, src, want string }{
		{"emphasis and soft break", "Ein *Wort*\nund **zwei**.", "<p>Ein <em>Wort</em>\nund <strong>zwei</strong>.</p>"},
		{"headings shifted, ids unique and without umlauts", "## Für Größe\n\n### Für Grösse", `<h3 id="m1-fuer-groesse">Für Größe</h3>` + "\n" + `<h4 id="m1-fuer-groesse-2">Für Grösse</h4>`},
		{"value is escaped", "Hallo {{gemeinde}}.", "<p>Hallo Gemeinde &lt;Muster&gt; &amp; Co.</p>"},
		{"phone numbers are links", "{{ict_notfall}}", `<p><a href="tel:+41412680000">041 268 00 00</a> oder <a href="tel:+41412680001">+41 41 268 00 01</a></p>`},
		{"mail is a link", "an {{ict_kontakt}}.", `<p>an <a href="mailto:ict@muster.example">ict@muster.example</a>.</p>`},
		{"short number is a link", "{{kurz}}", `<p><a href="tel:144">144</a></p>`},
		{"address is a link", "{{seite}}", `<p><a href="https://muster.example/ict?a=1&amp;b=2" rel="noopener noreferrer">https://muster.example/ict?a=1&amp;b=2</a>.</p>`},
		{"no link in a link", "[bei {{ict_kontakt}}](https://x.example)", `<p><a href="https://x.example" rel="noopener noreferrer">bei ict@muster.example</a></p>`},
		{"own page", "## Ziel\n\n[hin](#ziel) [Kurse](/kurse)", `<h3 id="m1-ziel">Ziel</h3>` + "\n" + `<p><a href="#m1-ziel">hin</a> <a href="/kurse">Kurse</a></p>`},
		{"scene", "> [!SCENE] Am Schalter\n> Text.", `<div class="callout callout-scene" role="group" aria-labelledby="m1-szene-am-schalter">` + "\n" + `<p class="callout-title" id="m1-szene-am-schalter"><span class="callout-kind">Szene</span> Am Schalter</p>` + "\n<p>Text.</p>\n</div>"},
		{"title from the labels", "> [!REMEMBER]\n> - a\n> - b", `<div class="callout callout-remember" role="group" aria-labelledby="m1-merken-sie-sich">` + "\n" + `<p class="callout-title" id="m1-merken-sie-sich">Merken Sie sich</p>` + "\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</div>"},
		{"solution is folded", "> [!SOLUTION]\n>\n> So.", "<details class=\"callout callout-solution\">\n<summary class=\"callout-title\">Lösung</summary>\n<div class=\"callout-body\">\n<p>So.</p>\n</div>\n</details>"},
		{"plain quote", "> Zitat", "<blockquote>\n<p>Zitat</p>\n</blockquote>"},
		{"narrow table", "| a | b |\n|---|--:|\n| 1 | 2 |", "<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n<th scope=\"col\" class=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td data-label=\"a\">1</td>\n<td class=\"right\" data-label=\"b\">2</td>\n</tr>\n</tbody>\n</table>"},
		{"code keeps its text", "`a <b>`", "<p><code>a &lt;b&gt;</code></p>"},
		{"ordered list from three", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc, err := Render(test.src, Options{HeadingOffset: 1, IDPrefix: "m1-", Values: values, Labels: german})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, doc.HTML); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWideTableScrolls(t *testing.T) {
	t.Parallel()
	doc, err := Render("> [!NOTE] T\n> | a | b | «c» |\n> |---|:-:|---|\n> | 1 | 2 | 3 |", Options{Labels: german})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<div class="table-scroll" role="region" tabindex="0" aria-label="Tabelle: a, b, «c»">`, `<td class="center" data-label="b">2</td>`, "</table>\n</div>"} {
		if !strings.Contains(doc.HTML, want) {
			t.Errorf("%s is missing in\n%s", want, doc.HTML)
		}
	}
}

func TestProblemsHaveLines(t *testing.T) {
	t.Parallel()
	src := strings.Join([]string{
		"Text {{fehlt}} und", // 10
		"noch {{ kaputt }} da.",
		"",
		"<b>roh</b> und ![Bild](x.png)",
		"",
		"[böse](javascript:alert(1)) [weg](#nirgends)",
		"",
		"> [!FOO] unbekannt",
		"> Text",
		"",
		"> [!NOTE] gut",
		"> Text",
		"> [!SOLUTION]", // 22
		"> zu nahe",
		"",
		"<div>",
		"`{{gemeinde}}`", // 26
	}, "\n")
	doc, err := Render(src, Options{Labels: german, FirstLine: 10})
	if !apperr.Is(err, apperr.Invalid) {
		t.Fatalf("error %v is not of kind invalid", err)
	}
	var problems Problems
	if !errors.As(err, &problems) {
		t.Fatal("no Problems in the chain")
	}
	type found struct {
		Line int
		Key  string
	}
	var got []found
	for _, problem := range problems {
		got = append(got, found{problem.Line, problem.Key})
	}
	want := []found{
		{10, KeyUnknownPlaceholder}, {11, KeyBrokenPlaceholder},
		{13, KeyRawHTML}, {13, KeyRawHTML}, {13, KeyImage},
		{15, KeyLink}, {15, KeyLinkTarget}, {17, KeyUnknownCallout}, {22, KeyCalloutPlace},
		{25, KeyRawHTML}, {26, KeyBrokenPlaceholder},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(doc.HTML, "<b>") || strings.Contains(doc.HTML, "javascript:") {
		t.Errorf("the document beside the error is not safe:\n%s", doc.HTML)
	}
}

func TestOutlineBlocksTextWords(t *testing.T) {
	t.Parallel()
	src := "> [!SCENE] Morgen\n> Es *regnet* &amp; windet.\n\n## Erstens {{gemeinde}}\n\n- a\n- b\n  - c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n> [!REMEMBER]\n> - eins\n> - zwei\n> - drei\n"
	doc, err := Render(src, Options{Labels: german, Values: map[string]string{"gemeinde": "Muster"}, FirstLine: 5})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Heading{{Level: 2, Text: "Erstens Muster", ID: "erstens-muster", Line: 8}}, doc.Outline); diff != "" {
		t.Error(diff)
	}
	blocks := []Block{
		{Type: "callout", Callout: Scene, Line: 5}, {Type: "heading", Level: 2, Line: 8}, {Type: "list", Items: 2, Line: 10},
		{Type: "table", Items: 2, Line: 14}, {Type: "callout", Callout: Remember, Items: 3, Line: 18},
	}
	if diff := cmp.Diff(blocks, doc.Blocks); diff != "" {
		t.Error(diff)
	}
	text := "Szene Morgen\n\nEs regnet & windet.\n\nErstens Muster\n\n– a\n– b\n– c\n\nx | y\n1 | 2\n\nMerken Sie sich\n\n– eins\n– zwei\n– drei"
	if diff := cmp.Diff(text, doc.Text); diff != "" {
		t.Error(diff)
	}
	if doc.Words != 20 || doc.Minutes() != 1 || (Doc{Words: 181}).Minutes() != 2 {
		t.Errorf("%d words, %d minutes", doc.Words, doc.Minutes())
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	opts := Options{Values: map[string]string{"ict_notfall": "041 268 00 00"}}
	html, err := RenderLine("Rufen Sie <sofort>\n{{ict_notfall}} an.", opts)
	if want := `Rufen Sie &lt;sofort&gt;<br><a href="tel:+41412680000">041 268 00 00</a> an.`; err != nil || html != want {
		t.Errorf("%q, %v", html, err)
	}
	text, err := FillLine("Nummer: {{ict_notfall}} <ok>", opts)
	if err != nil || text != "Nummer: 041 268 00 00 <ok>" {
		t.Errorf("%q, %v", text, err)
	}
	var problems Problems
	_, err = FillLine("a\n{{x}} {{", opts)
	if !errors.As(err, &problems) || len(problems) != 2 || problems[0].Line != 2 || problems[0].Key != KeyUnknownPlaceholder || problems[1].Key != KeyBrokenPlaceholder {
		t.Errorf("%v", err)
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Für Größe & Zahl": "fuer-groesse-zahl", "L'été à Genève": "lete-a-geneve", "  «…» ": "", "Öl 2.0": "oel-2-0",
	} {
		if got := Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
}
