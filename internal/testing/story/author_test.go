package story_test

import (
	"strings"
	"testing"

	"zaemme/internal/people"
	"zaemme/internal/testing/browser"
)

const (
	writerMail   = "schreiben@emmen.example"
	reviewerMail = "pruefen@emmen.example"
)

// copied is what a page and a Word document put into the clipboard, with all that
// nobody wants in a course.
const copied = `<html><head><style>p{color:red}</style></head><body><!--StartFragment-->
<h1 onclick="alert(1)">Glatteis</h1><p class=MsoNormal style="mso-x:1">Wer <b>früh</b> fährt, liest <i>zuerst</i> die <a href="https://www.meteoschweiz.admin.ch">Prognose</a>
und nicht <a href="javascript:alert(1)">das hier</a>.<o:p></o:p></p><script>alert(1)</script><img src=x onerror=alert(1)>
<ul><li>Salz<ul><li>grob</li></ul></li><li>Splitt</li></ul>
<p class=MsoListParagraphCxSpFirst><span>·<span>&nbsp;&nbsp;</span></span>Pflug</p><p class=MsoListParagraphCxSpLast><span>·</span>Besen</p>
<table><tr><td><p>Wann</p></td><td>Wer</td></tr><tr><td>4 Uhr</td><td>Team | A</td></tr></table>
<p># keine Überschrift {{gemeinde}} &lt;b&gt;</p><!--EndFragment--></body></html>`

const pasted = `## Glatteis

Wer **früh** fährt, liest *zuerst* die [Prognose](https://www.meteoschweiz.admin.ch) und nicht das hier.

- Salz
  - grob
- Splitt

- Pflug
- Besen

| Wann | Wer |
| --- | --- |
| 4 Uhr | Team \| A |

\# keine Überschrift {\{gemeinde}} \<b\>`

// An author without git writes a course with every type of question; somebody else
// publishes it, and who learns reads it on a phone with scripts off.
func TestAnAuthorWritesACourse(t *testing.T) {
	t.Parallel()
	w := newTown(t, false)
	w.admin(t, writerMail, people.RoleAuthor)
	w.admin(t, reviewerMail, people.RoleAuthor)
	v := w.visitor(t, browser.Options{Width: 1280})
	v.signIn(writerMail, adminPassword)
	v.Goto("/werkstatt")
	v.look("shop")
	v.Follow("link", w.T("author.new"))
	v.look("new")
	v.Fill(w.T("author.title_de"), "Winterdienst")
	v.Fill(w.T("author.title_en"), "Winter service")
	v.Fill(w.T("author.code"), "WD-01")
	v.Fill(w.T("author.meta.owner"), "Werkdienst")
	v.Follow("button", w.T("author.new.begin"))
	draft := v.Path()
	v.look("draft")
	v.data(draft)
	v.module(draft)
	v.pool(draft)
	v.Goto(draft)
	v.look("draft-done")
	v.Follow("button", w.T("author.submit"))
	v.Shows("Veröffentlichen muss ihn jemand anders")
	v.signOut("Nina Vorlage")
	v.publish(draft)
	v.signOut("Nina Vorlage")

	reader := w.visitor(t, browser.Options{Width: 390, NoScript: true})
	reader.signIn(reviewerMail, adminPassword)
	reader.Goto("/kurse/WD-01/module/1")
	reader.Shows("Glatteis", "Prognose", "Team | A")
	reader.look("learner-module")
	reader.Goto("/kurse/WD-01")
	reader.Shows("Winterdienst")
}

// look takes a picture, and holds the page to what every page keeps to, also at the
// width of a phone.
func (v *visitor) look(name string) {
	v.t.Helper()
	v.Screenshot("author-" + name)
	v.Check()
	v.SetViewport(390)
	v.Screenshot("author-" + name + "-phone")
	v.Check()
	v.SetViewport(1280)
}

// data fills in what an empty course still lacks.
func (v *visitor) data(draft string) {
	v.t.Helper()
	w := v.w
	v.Goto(draft + "/angaben")
	v.look("data")
	for label, text := range map[string]string{
		w.T("author.meta.summary") + " (Deutsch)": "Räumen und streuen.", w.T("author.meta.summary") + " (Englisch)": "Clearing and gritting.",
		w.T("author.meta.audience") + " (Deutsch)": "Werkdienst", w.T("author.meta.title") + " (Französisch)": "Service hivernal",
		w.T("author.meta.title") + " (Italienisch)": "Servizio invernale", w.T("author.meta.minutes"): "10", w.T("author.meta.competences"): "4.2 3 CS4.2.03",
	} {
		v.Fill(label, text)
	}
	v.Follow("button", w.T("author.save"))
	v.Shows(w.T("author.saved"))
}

// module writes the text of the first module: it is kept while it is typed.
func (v *visitor) module(draft string) {
	v.t.Helper()
	w := v.w
	v.Goto(draft + "/text/1")
	before := v.Value(w.T("author.body"))
	v.Fill(w.T("author.body"), "")
	v.Paste(w.T("author.body"), copied)
	if got := v.Value(w.T("author.body")); got != pasted {
		v.fault("pasted:\n%s\nwant:\n%s", got, pasted)
	}
	text := strings.Replace(before, "\n\n> [!EXERCISE]", "\n\n"+strings.TrimPrefix(pasted, "## Glatteis\n\n")+"\n\n### Glatteis\n\nMehr dazu.\n\n> [!EXERCISE]", 1)
	v.Fill(w.T("author.body"), text)
	v.Eventually("the preview follows", func() bool { return strings.Contains(v.Main(), "Mehr dazu.") })
	v.Eventually("what is typed is kept", func() bool { return strings.Contains(v.Main(), "Gespeichert ") })
	v.Goto(draft + "/text/1")
	if got := v.Value(w.T("author.body")); got != text {
		v.fault("autosave has kept:\n%s", got)
	}
	v.look("text")
	// Somebody else saves the same text: what is open here is not lost, and not kept over it.
	other := w.visitor(v.t, browser.Options{Width: 390, NoScript: true})
	other.signIn(reviewerMail, adminPassword)
	other.Goto(draft + "/text/1")
	other.Fill(w.T("author.minutes"), "11")
	v.Fill(w.T("author.minutes"), "9")
	v.Follow("button", w.T("author.save"))
	other.Follow("button", w.T("author.save"))
	other.Shows(w.T("author.conflict"), "9′", "11′")
	other.Screenshot("author-conflict-phone")
	other.Check()
	other.Follow("link", w.T("author.conflict_take"))
	if got := other.Value(w.T("author.minutes")); got != "9" {
		other.fault("the saved text says %s", got)
	}
}

// pool makes a question of every type.
func (v *visitor) pool(draft string) {
	v.t.Helper()
	w := v.w
	for _, kind := range []string{"single", "multiple", "truefalse", "order", "match", "number", "text"} {
		v.Goto(draft + "/fragen")
		v.Select(w.T("author.type"), w.T("author.type."+kind))
		v.Follow("button", w.T("author.question_add"))
		v.Fill(w.T("author.question_text"), "Was gilt bei "+kind+"?")
		v.Fill(w.T("author.explanation"), "Weil es so ist.")
		no := func(key string, n int) string { return w.T(key, "no", n) }
		switch kind {
		case "single", "multiple", "truefalse":
			for i, text := range []string{"Salz streuen", "Wasser giessen", "Laub legen", "Sand sieben"}[:map[string]int{"single": 4, "multiple": 4, "truefalse": 2}[kind]] {
				v.Fill(no("author.option", i+1), text)
				v.Fill(no("author.why", i+1), "Weil das so ist.")
			}
			if kind == "multiple" {
				v.Choose(no("author.correct", 3))
			}
		case "order":
			for i, text := range []string{"räumen", "streuen", "kontrollieren"} {
				v.Fill(no("author.item", i+1), text)
				v.Fill(no("author.why_here", i+1), "Weil das so ist.")
			}
		case "match":
			for i, text := range []string{"Eis", "Schnee", "Laub"} {
				v.Fill(no("author.left", i+1), text)
				v.Fill(no("author.right", i+1), "gegen "+text)
				v.Fill(no("author.why_pair", i+1), "Weil das so ist.")
			}
		case "number":
			v.Fill(w.T("author.number"), "24")
			v.Fill(w.T("author.unit"), "Stunden")
			v.Fill(w.T("author.why_right"), "Weil das so ist.")
		case "text":
			v.Fill(w.T("author.accept"), "117")
			v.Fill(w.T("author.why_right"), "Weil das so ist.")
		}
		v.Follow("button", w.T("author.save"))
		v.Shows(w.T("author.saved"))
		if kind == "single" || kind == "match" {
			v.look("question-" + kind)
		}
	}
	v.Goto(draft + "/fragen")
	v.look("questions")
	v.Goto(draft + "/bilder")
	v.look("images")
}

// publish is what the reviewer does.
func (v *visitor) publish(draft string) {
	v.t.Helper()
	w := v.w
	v.signIn(reviewerMail, adminPassword)
	v.Goto("/werkstatt")
	v.Follow("link", w.T("author.new_course", "code", "WD-01"))
	if v.Path() != draft+"/pruefung" {
		v.fault("the review is elsewhere")
	}
	v.look("review")
	v.Choose(w.T("author.materiality.wesentlich"))
	v.Fill(w.T("author.note_de"), "Erste Ausgabe.")
	v.Follow("button", w.T("author.publish"))
	v.Shows(w.T("author.published.wesentlich"))
	v.look("course")
}
