package story_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"zaemme/internal/markdown"
	"zaemme/internal/people"
	"zaemme/internal/testing/browser"
)

// pastes are what programs and pages put into the clipboard, and what is kept of it;
// without a word that must not be.
var pastes = map[string]struct {
	html string
	has  []string
	not  []string
}{
	"Word": {`<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml><o:p>geheim</o:p></xml><![endif]--><style><!-- p.MsoNormal {mso-style-unhide:no} --></style></head>
		<body lang=DE-CH style='tab-interval:35.4pt'><!--StartFragment--><h2 style='mso-list:l0 level1'>Titel<o:p></o:p></h2><p class=MsoNormal><b style='mso-bidi-font-weight:normal'>fett</b> und <span style='mso-spacerun:yes'>  </span>weiter</p>
		<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]>Salz</p>
		<p class=MsoListParagraphCxSpLast><![if !supportLists]><span>1.<span>&nbsp;</span></span><![endif]>Splitt</p><!--EndFragment--></body></html>`,
		[]string{"## Titel", "fett", "- Salz", "1. Splitt"}, []string{"mso", "geheim", "supportLists"}},
	"Outlook": {`<div class="WordSection1"><p class="MsoNormal"><span style="font-size:11.0pt">Guten Tag</span></p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>Von:</b> Nina
		&lt;nina@emmen.example&gt;</p></div><a href="mailto:nina@emmen.example?subject=x%20(1)">Mail</a><img src="cid:image001.png@01D9"></div>`,
		[]string{"Guten Tag", `Nina \<nina@emmen.example\>`, "[Mail](mailto:nina@emmen.example"}, []string{"cid:", "image001"}},
	"a page": {`<nav><a href="/start">Start</a></nav><main><article><h1>Schnee</h1><p>Text<sup>1</sup> mit <code>x&lt;y</code></p><form><input value="geheim"><button>Senden</button></form><svg><script>hit=1</script><a xlink:href="javascript:hit=1"><text>X</text></a></svg>
		<figure><picture><img src="https://x.example/a.jpg" onerror="hit=1"></picture><figcaption>Bild</figcaption></figure><blockquote>Zitat</blockquote></article></main>`,
		[]string{"## Schnee", "Text1 mit", "Bild", "Zitat"}, []string{"geheim", "Senden", "javascript", "a.jpg"}},
	"nested tables": {`<table><tr><td>A</td><td><table><tr><td>innen 1</td></tr><tr><td>innen 2</td></tr></table></td></tr><tr><td>B | C</td><td></td></tr></table>`,
		[]string{"| A | innen 1", "| --- | --- |", `| B \| C |`}, []string{"| innen 2 |\n| innen"}},
	"addresses": {`<p><a href="javascript:hit=1">a</a> <a href=" JaVaScRiPt:hit=1">b</a> <a href="java&#10;script:hit=1">c</a> <a href="data:text/html,&lt;script&gt;hit=1&lt;/script&gt;">d</a>
		<a href="vbscript:x">e</a> <a href="//evil.example">f</a> <a href="file:///etc/passwd">g</a> <a href="https://emmen.example/a b)(c>">h</a></p>`,
		[]string{"[h](https://emmen.example/a%20b"}, []string{"javascript", "data:", "vbscript", "evil.example", "passwd"}},
	"handlers": {`<p onclick=hit=1 ONLOAD='hit=1'>eins</p><body onload="hit=1"><details open ontoggle=hit=1>zwei</details><video src=x onerror=hit=1></video><math><mtext><img src onerror=hit=1></mtext></math><style>@import "x"</style>`,
		[]string{"eins", "zwei"}, []string{"hit"}},
	"Markdown as words": {`<p># kein Titel</p><p>&lt;script&gt;hit=1&lt;/script&gt; ![x](javascript:hit=1) [y](javascript:hit=1) {{gemeinde}}</p><p>&gt; [!SOLUTION]</p><p>&lt;javascript:hit=1&gt;</p>`,
		[]string{`\# kein Titel`, `{\{gemeinde}}`}, nil},
	"never closed":  {"<p>vorher</p><script>hit=1 <p>nachher", []string{"vorher"}, []string{"nachher", "hit"}},
	"broken tags":   {`<p <b onx=hit=1><<script>hit=1</script><td>Zelle</p></td><li>Punkt<o:p>`, []string{"Zelle", "Punkt"}, nil},
	"deeply nested": {strings.Repeat("<div><span>", 5000) + "tief" + strings.Repeat("</span></div>", 5000), []string{"tief"}, nil},
	"5 MB":          {strings.Repeat("<p class=MsoNormal style='x:y'>Ein <b>Satz</b> <a href='https://emmen.example'>mit</a> allem.</p>\n", 52_000), []string{"Ein **Satz** [mit](https://emmen.example) allem."}, nil},
	"5 MB of begun": {strings.Repeat("<script <b style <style ", 210_000), nil, []string{"<script"}},
	"5 MB of bold":  {strings.Repeat("<b font-weight:normal ", 230_000) + "<p>Ende", nil, nil},
	"5 MB of cells": {"<table>" + strings.Repeat("<tr><td>a<td>b", 360_000) + "</table>", []string{"| a | b |"}, nil},
}

// much is what is pasted to see how the time grows, in bytes.
const much = 1 << 20

// What is pasted never runs, takes no longer per word however much it is, and is safe
// as a page, also where the words themselves are Markdown.
func TestWhatIsPastedIsHarmless(t *testing.T) {
	t.Parallel()
	w := newTown(t, false)
	w.admin(t, writerMail, people.RoleAuthor)
	v := w.visitor(t, browser.Options{Width: 1280})
	v.signIn(writerMail, adminPassword)
	v.Goto("/werkstatt/kurs/IS-01")
	v.Follow("button", w.T("author.draft_begin"))
	v.Goto(v.Path() + "/text/1")
	label := w.T("author.body")
	for name, c := range pastes {
		paste := func(html string) time.Duration {
			v.Fill(label, "")
			began := time.Now()
			v.Paste(label, html)
			return time.Since(began)
		}
		if len(c.html) > much {
			// A tenth: where each word looked at all others, the whole would take a
			// hundred times as long.
			part := max(paste(c.html[:len(c.html)/10]), 100*time.Millisecond)
			if whole := paste(c.html); whole > 50*part {
				t.Errorf("%s: %s, a tenth of it %s", name, whole, part)
			}
		} else {
			paste(c.html)
		}
		got := v.Value(label)
		v.Fill(label, "")
		for _, word := range c.has {
			if !strings.Contains(got, word) {
				t.Errorf("%s has no %q:\n%.2000s", name, word, got)
			}
		}
		for _, word := range c.not {
			if strings.Contains(strings.ToLower(got), strings.ToLower(word)) {
				t.Errorf("%s has %q:\n%.2000s", name, word, got)
			}
		}
		if browser.Eval[bool](v.Page, `typeof window.hit !== "undefined"`) {
			t.Fatalf("%s was run", name)
		}
		doc, err := markdown.Render(got[:min(len(got), 20_000)], markdown.Options{})
		if err != nil && doc.HTML == "" {
			continue // refused as a whole: it says so, and shows nothing
		}
		harmless(t, name, doc.HTML)
	}
}

// harmless holds that a page of it runs nothing.
func harmless(t *testing.T, name, page string) {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(page))
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		token := tokens.Token()
		if strings.Contains(" script style iframe object svg form img ", " "+token.Data+" ") && kind == html.StartTagToken {
			t.Errorf("%s: <%s>", name, token.Data)
		}
		for _, a := range token.Attr {
			to, err := url.Parse(a.Val)
			if strings.HasPrefix(a.Key, "on") || a.Key == "href" && (err != nil || !strings.Contains(" http https mailto tel  ", " "+to.Scheme+" ")) {
				t.Errorf("%s: %s=%q", name, a.Key, a.Val)
			}
		}
	}
}
