package exchange

import (
	"strings"
	"testing"
	"time"
)

func TestHTMLText(t *testing.T) {
	t.Parallel()
	tests := []struct{ source, want, lost string }{
		{"<p>Eins  <b>zwei</b>\n drei&nbsp;vier &lt;fünf&gt; &#8211; &copy;</p>", "Eins zwei drei vier <fünf> – ©", ""},
		{"<p>a</p><p>b<br>c</p><div>d</div><div>e</div>", "a\n\nb\nc\n\nd\ne", ""},
		{"Text:<ul><li>a</li><li><p>b</p><ol><li>c</li><li>d</li></ol></li></ul>danach", "Text:\n– a\n– b\n  1. c\n  2. d\ndanach", ""},
		{"<table><tr><th>Name</th><th>Zahl</th></tr><tr><td>a</td><td></td><td>2</td></tr></table>", "Name | Zahl\na | | 2", ""},
		{"<pre>a\n  b</pre>c", "a\n  b\n\nc", ""},
		{`<a href="https://emmen.example/x">hier</a>, <a href="https://a.example">https://a.example</a> <a href="javascript:alert(1)">dort</a>`, "hier (https://emmen.example/x), https://a.example dort", ""},
		{"m<sup>2</sup> H<sub>2</sub>O 3<sup>e</sup>", "m² H₂O 3e", ""},
		{`a <img src="x.png" alt="Ein Bild"> b`, "a b", "image"},
		{`<a href="@@PLUGINFILE@@/gruss.mp3">Hören Sie</a>`, "Hören Sie", "element"},
		{"a<script>alert('x')</script><style>p{}</style>b<!-- c -->", "ab", ""},
		{`<video src="x"></video>a<o:p></o:p><foo>b</foo>`, "ab", "element element"},
		{"<p>offen <b>und <ul><li>nie zu", "offen und\n– nie zu", ""},
		{"a &unbekannt; & b", "a &unbekannt; & b", ""},
	}
	for _, test := range tests {
		var lost []string
		got := htmlText(test.source, func(n note) { lost = append(lost, n.key) })
		if got != test.want || strings.Join(lost, " ") != test.lost {
			t.Errorf("%s\n got %q %v\nwant %q %s", test.source, got, lost, test.want, test.lost)
		}
	}
}

// TestLinear holds that a file of four times the size takes about four times as
// long, whatever it repeats.
func TestLinear(t *testing.T) {
	for name, source := range map[string]func(n int) string{
		"braces":   func(n int) string { return "A?{" + strings.Repeat("~a#b=", n) + "}" },
		"blocks":   func(n int) string { return strings.Repeat("A?{=ja ~nein}\n\n", n/10) },
		"comments": func(n int) string { return strings.Repeat("// [tag:a] [tag:\n", n/4) + "A{T}" },
		"escapes": func(n int) string {
			return "A?{=" + strings.Repeat(`\#\n`, n) + "####" + strings.Repeat("#", n) + " ~b}"
		},
		"titles":   func(n int) string { return strings.Repeat("::", n) },
		"lists":    func(n int) string { return "[html]" + strings.Repeat("<ul><li>a", n/2) + "{=b ~c}" },
		"links":    func(n int) string { return "[html]" + strings.Repeat("<a href='http\\://a'>b", n/4) + "{=b ~c}" },
		"unknown":  func(n int) string { return "[html]" + strings.Repeat("<x1>", n/2) + "a{=b ~c}" },
		"markdown": func(n int) string { return "[markdown]" + strings.Repeat("*a [", n/4) + "{=b ~c}" },
		"xml":      func(n int) string { return "<quiz>" + strings.Repeat("<question type='x'><a b='c'/></question>", n/20) },
		"text":     func(n int) string { return "<quiz><question>" + strings.Repeat("&amp;a", n) },
	} {
		took := func(n int) time.Duration {
			content := []byte(source(n))
			best := time.Hour
			for range 3 {
				start := time.Now()
				Import(content, sample(), Options{})
				best = min(best, time.Since(start))
			}
			return best
		}
		small, large := took(4_000), took(32_000)
		if large > 24*small && large > 200*time.Millisecond {
			t.Errorf("%s: eight times the size took %v instead of %v", name, large, small)
		}
	}
}
