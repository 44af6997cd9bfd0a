package markdown

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// FuzzRender holds the promise of the package: whatever text and value say, the
// HTML has no script, no event handler, no style and no address of another
// scheme, and every id is there once.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		"> [!SCENE] a {{x}}\n> b\n\n## c\n\n| a | b | c |\n|-|:-:|-:|\n| 1 | {{x}} | `3` |",
		"<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) <javascript:alert(1)>",
		"[a](//x.example) [b](JaVaScRiPt&colon;alert(1)) ![c](data:text/html,x) [d]: x\n[!SCENE]: /x",
		"> [!SOLUTION]\n> - [ ] a\n> > [!NOTE]\n---\n```onclick=\nx\n```\n1. > [!EXERCISE] <b>\n\n[e](#c \"on\") {{{x}}} {{",
		"- [!NOTE]\n\ta\n\n[f](tel:1) <a@b.example> &lt;script&gt; \\{{x}}\n===\n",
		"## Film\n\n![Film](film.mp4)\n\n> [!NOTE]\n> ![Film {{x}}](film.mp4)\n\na ![Film](film.mp4)",
	} {
		f.Add(seed, `"><script>x</script> a@b.example 041 268 00 00 https://x.example/"onload=`)
	}
	f.Fuzz(func(t *testing.T, src, value string) {
		opts := Options{Values: map[string]string{"x": value}, Labels: german, IDPrefix: "m-", Media: map[string]Media{"film.mp4": {
			URL: filmURL, Type: "video/mp4", Captions: []Captions{{Lang: "de", Name: "Deutsch", URL: captionsURL}}, Transcript: value}}}
		doc, err := Render(src, opts)
		if err != nil && doc.HTML == "" && doc.Text != "" {
			t.Error("text without HTML")
		}
		checkSafe(t, doc.HTML)
		line, _ := RenderLine(src, opts)
		checkSafe(t, line)
	})
}

func checkSafe(t *testing.T, source string) {
	t.Helper()
	ids := map[string]bool{}
	tokens := html.NewTokenizer(strings.NewReader(source))
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		if kind == html.CommentToken || kind == html.DoctypeToken {
			t.Errorf("comment or doctype in %q", source)
		}
		token := tokens.Token()
		if kind == html.StartTagToken && strings.Contains(" script style iframe img object svg form input link meta base ", " "+token.Data+" ") {
			t.Errorf("<%s> in %q", token.Data, source)
		}
		for _, attribute := range token.Attr {
			switch key := attribute.Key; {
			case strings.HasPrefix(key, "on"), key == "style", key == "src" && attribute.Val != filmURL && attribute.Val != captionsURL:
				t.Errorf("%s in %q", key, source)
			case key == "id":
				if ids[attribute.Val] {
					t.Errorf("id %q twice in %q", attribute.Val, source)
				}
				ids[attribute.Val] = true
			case key == "href":
				address, err := url.Parse(attribute.Val)
				if err != nil || !strings.Contains(" https http mailto tel  ", " "+address.Scheme+" ") || address.Scheme == "" && address.Host != "" {
					t.Errorf("address %q in %q", attribute.Val, source)
				}
			}
		}
	}
}
