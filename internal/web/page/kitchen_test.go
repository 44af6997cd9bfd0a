package page_test

import (
	"html/template"
	"os"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
)

// kitchen shows every component once, with contents as a municipality has them.
type kitchen struct {
	page.Base
	page.Heading
	Form, Query    *page.Form
	Sites, Groups  []page.Choice
	Rows, Done     []page.CourseRow
	People         []personRow
	Columns        []page.Column
	Figures        []page.Figure
	Bars           []page.Bar
	Steps          []page.Step
	Facts          []page.Fact
	Open, Answered page.Question
	Pager          page.Pager
	Narrowed       page.Narrowed
	Progress       page.Progress
	Empty          page.Empty
	Text           template.HTML
	Codes, Emblems []string
	All            []template.HTML
}

type personRow struct {
	Name, Unit, Course, Code, Due string
	Days                          int
	Next                          string
}

// Emblem of a composed course, for the gallery.
func (kitchen) Emblem(code string) template.HTML { return page.Emblem(code) }

const kitchenPage = `{{template "layout/page" .}}
{{define "content"}}
{{template "heading" .Heading}}
<section class="sec side"><h2>Offen</h2><ul class="rows">{{range .Rows}}{{template "course-row" .}}{{end}}</ul></section>
<section class="sec side"><h2>Erfüllt</h2><ul class="rows">{{range .Done}}{{template "course-row" .}}{{end}}</ul></section>
<section class="sec"><h2>Was zu tun ist</h2>
<form class="filter" method="get" data-live>{{template "field" (field .Query "q" "common.search" "type" "search")}}{{template "select" (choice .Query "site" "nav.team" .Sites "blank" "common.all")}}<button class="btn quiet">{{t "common.show"}}</button></form>
{{template "narrowed" .Narrowed}}
<table class="list"><thead><tr>{{range .Columns}}{{template "th" .}}{{end}}</tr></thead><tbody>
{{range .People}}<tr><th scope="row"><a class="key" href="#p">{{.Name}}</a><span class="soft">{{.Unit}}</span></th><td>{{.Course}}</td><td>{{status .Code}}</td><td class="n" data-l="Frist">{{.Due}}</td><td class="n" data-l="Tage">{{int .Days}}</td><td><a href="#n">{{.Next}}</a></td></tr>{{end}}
</tbody></table>
{{template "pager" .Pager}}</section>
<section class="sec"><h2>Wo das Team steht</h2>{{template "figures" .Figures}}</section>
<section class="sec side"><h2>Werkdienst holt auf</h2>{{template "bars" .Bars}}</section>
<section class="sec side"><h2>Stände</h2><p>{{range .Codes}}{{status .}} &ensp; {{end}}</p></section>
<section class="sec side"><h2>So weit sind Sie</h2>{{template "steps" .Steps}}</section>
<section class="sec side"><h2>Warum?</h2>{{template "facts" .Facts}}</section>
<section class="sec side"><h2>Kurstext</h2><div class="text">{{.Text}}</div></section>
<section class="sec side"><h2>Wissenstest</h2><div>{{template "question" .Open}}{{template "question" .Answered}}<p class="actions"><button class="btn">Antworten prüfen</button></p></div></section>
<section class="sec side"><h2>Formular</h2><form class="form" method="post">{{template "csrf" .Base}}{{template "errors" .Form}}
{{template "field" (field .Form "email" "nav.people" "type" "email" "autocomplete" "username" "required" true "help" "quiz.one")}}
{{template "field" (field .Form "due" "nav.reminders" "inputmode" "numeric")}}
{{template "select" (choice .Form "site2" "nav.team" .Sites "required" true)}}
{{template "textarea" (field .Form "note" "callout.note" "rows" 3)}}
{{template "file" (field .Form "file" "nav.import" "accept" ".xlsx,.csv" "help" "quiz.several")}}
{{template "checkbox" (field .Form "ok" "common.done")}}
{{template "radios" (choice .Form "group" "nav.assignments" .Groups)}}
{{template "checkboxes" (choice .Form "groups" "nav.courses" .Groups)}}
<p class="actions"><button class="btn">{{t "common.apply"}}</button><a class="btn quiet" href="#b">{{t "common.cancel"}}</a><button class="btn danger">Löschen</button></p></form></section>
<section class="sec side"><h2>Fortschritt</h2>{{template "progress" .Progress}}</section>
<section class="sec side"><h2>Nichts offen</h2>{{template "empty" .Empty}}</section>
<section class="sec"><h2>Embleme</h2><ul class="figs">{{range .All}}<li>{{.}}</li>{{end}}</ul><ul class="figs">{{range .Emblems}}<li>{{$.Emblem .}}{{.}}</li>{{end}}</ul></section>
{{end}}`

const courseText = `<div class="callout callout-scene" role="group" aria-labelledby="c1"><p class="callout-title" id="c1"><span class="callout-kind">Szene</span> Dienstagmorgen am Schalter</p><p>Kurz vor acht leuchtet bei den Einwohnerdiensten eine Nachricht auf: Das Postfach sei voll, man müsse sich heute noch neu anmelden. Vor der Tür warten schon drei Personen.</p></div>
<p>Eine solche Nachricht arbeitet mit <strong>Zeitdruck</strong>. Wer gerade anderes im Kopf hat, klickt eher. Deshalb lohnt sich der eine Blick auf den Absender.</p>
<h2>Woran Sie es erkennen</h2><ol><li>Der Absender passt nicht zum Inhalt.</li><li>Es eilt, und es droht etwas.</li></ol>
<div class="table-scroll" role="region" tabindex="0" aria-label="Warnzeichen"><table><thead><tr><th>Kanal</th><th>Warnzeichen</th><th class="right">Anteil</th></tr></thead><tbody><tr><td>E-Mail</td><td>fremde Adresse hinter bekanntem Namen</td><td class="right">62 %</td></tr><tr><td>Anruf</td><td>verlangt ein Passwort</td><td class="right">9 %</td></tr></tbody></table></div>
<div class="callout callout-exercise" role="group" aria-labelledby="c2"><p class="callout-title" id="c2"><span class="callout-kind">Übung</span> Was fällt Ihnen auf?</p><p>Lesen Sie die Nachricht von oben noch einmal. Nennen Sie zwei Warnzeichen.</p></div>
<details class="callout callout-solution"><summary class="callout-title">Lösung</summary><div class="callout-body"><p>Der Zeitdruck und die Aufforderung, sich über einen Link anzumelden.</p></div></details>
<div class="callout callout-note" role="group" aria-labelledby="c3"><p class="callout-title" id="c3">Hinweis</p><p>Auch Nachrichten von Bekannten können gefälscht sein.</p></div>
<div class="callout callout-contact" role="group" aria-labelledby="c4"><p class="callout-title" id="c4"><span class="callout-kind">Kontakt</span> Im Zweifel</p><p>ICT-Notfall: 041 000 00 00</p></div>
<div class="callout callout-remember" role="group" aria-labelledby="c5"><p class="callout-title" id="c5">Merken Sie sich</p><ul><li>Erst prüfen, dann klicken.</li><li>Melden ist nie falsch, auch <a href="#m">nach einem Klick</a>.</li></ul></div>`

func newKitchen(t testing.TB, p *i18n.Printer) *kitchen {
	t.Helper()
	k := &kitchen{Base: page.Base{
		Title: "Alle Bausteine", L: p, Municipality: "Gemeinde Emmen", Viewer: "Ruth Beispiel", SignOut: "/logout", CSRF: "token", Demo: true,
		Contact: "Personaldienst, 041 000 00 00", Version: "0.1.0",
	}}
	for i, key := range strings.Fields("nav.mine nav.team nav.assignments nav.people nav.courses nav.reminders nav.import nav.settings") {
		k.Nav = append(k.Nav, page.NavItem{Label: p.T(key), URL: "/" + key, Current: i == 1, Count: 3 * (i % 3 / 2)})
	}
	k.Account = []page.NavItem{{Label: p.T("nav.evidence"), URL: "/e"}, {Label: p.T("nav.my_data"), URL: "/d"}, {Label: p.T("nav.help"), URL: "/a"}}
	k.Languages = []page.NavItem{{Label: "Deutsch", URL: "?lang=de", Current: true}, {Label: "English", URL: "?lang=en"}}
	k.Notify(page.Good, "Die Präsenzschulung vom 19.11.2026 ist erfasst und wartet auf die Bestätigung durch eine zweite Person.")
	k.Notify(page.Bad, "Die Datei konnte nicht gelesen werden.")
	k.Heading = page.Heading{Kicker: "Tiefbau und Werke · Stand heute, 21.11.2026", Text: "In Ihrem Team sind drei Schulungen überfällig, die älteste seit 18 Tagen.",
		Lead:    "Alle anderen Fristen sind eingehalten. Planen Sie mit den drei Personen Lernzeit ein, oder erfassen Sie eine Gruppenschulung für den Werkdienst.",
		Actions: []page.Action{{Label: "Gruppenschulung erfassen", URL: "#g"}, {Label: "Bericht herunterladen", URL: "#d", Quiet: true}}}
	emblem := func(code string) template.HTML {
		raw, err := os.ReadFile("../../../courses/" + code + "/emblem.svg")
		if err != nil {
			t.Fatal(err)
		}
		svg, err := page.SafeSVG(raw)
		if err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		return svg
	}
	k.Rows = []page.CourseRow{
		{Emblem: emblem("is-01"), URL: "#1", Title: "Informationssicherheit im Arbeitsalltag", Meta: "3 von 5 Modulen · noch 25 Minuten", Done: 3, Total: 5, Status: page.StatusMark("expiring", "in 13 Tagen"), Due: "bis 4.12.2026", Next: page.Link{Label: "Warum?", URL: "#w"}},
		{Emblem: emblem("ds-01"), URL: "#2", Title: "Datenschutz in der Gemeindeverwaltung", Meta: "noch nicht begonnen · 45 Minuten", Total: 5, Code: "open", Due: "bis 29.1.2027", Next: page.Link{Label: "Warum?", URL: "#w"}},
		{Emblem: page.Emblem("BF-01"), URL: "#2", Title: "Barrierefreie Dokumente und verständliche Verwaltungssprache", Meta: "2 von 4 Modulen · noch 20 Minuten", Done: 2, Total: 4, Code: "overdue", Due: "bis 3.11.2026", Next: page.Link{Label: "Warum?", URL: "#w"}},
	}
	k.Done = []page.CourseRow{{Emblem: page.Emblem("KI-01"), URL: "#3", Title: "KI-Werkzeuge verantwortungsvoll nutzen", Meta: "am 12.3.2026 · Nachweis KI-01-7F3K", Code: "fulfilled", Due: "gültig bis 12.3.2027", Next: page.Link{Label: "Kursbestätigung", URL: "#k"}}}
	k.Columns = []page.Column{{Label: "Person", URL: "?sort=name"}, {Label: "Schulung"}, {Label: "Stand"}, {Label: "Frist", URL: "?sort=due", Sorted: "ascending", Numeric: true}, {Label: "Tage", Numeric: true}, {Label: "Nächster Schritt"}}
	k.People = []personRow{
		{"Luca Beispiel", "Werkdienst · ohne PC", "Informationssicherheit, Kurzform", "overdue", "3.11.2026", 18, "Merkzettel"},
		{"Dragana Muster", "Umwelt", "Datenschutz in der Gemeindeverwaltung", "overdue", "10.11.2026", 11, "Lernzeit planen"},
		{"Beat Exempel", "Tiefbau", "KI-Werkzeuge verantwortungsvoll nutzen", "expired", "17.11.2026", 4, "Lernzeit planen"},
		{"Zoë Vorlage", "Tiefbau", "Informationssicherheit im Arbeitsalltag", "expiring", "8.12.2026", -17, "Lernzeit planen"},
		{"Noël Probe", "Werkdienst", "Informationssicherheit, Kurzform", "paused", "–", 1200, "Warum?"},
	}
	k.Pager = page.Pager{From: 1, To: 25, Total: 1200, Next: "?page=2"}
	k.Narrowed = page.Narrowed{Shown: 5, Total: 48, Reset: "?"}
	k.Figures = []page.Figure{{Value: "94,6 %", Label: "von dem, was fällig war · 53 von 56", URL: "#f", Mark: page.StatusMark("light_warn", "Rückstand")}, {Value: "87,5 %", Label: "Erfüllungsgrad · 98 von 112", URL: "#f"}, {Value: "9", Label: "laufen in den nächsten 90 Tagen ab", URL: "#f"}}
	k.Bars = []page.Bar{{Label: "Tiefbau", Num: 18, Den: 18, Text: "100 % · 18 von 18", URL: "#b"}, {Label: "Umwelt", Num: 9, Den: 10, Text: "90 % · 9 von 10"}, {Label: "Werkdienst", Num: 26, Den: 28, Text: "92,9 % · 26 von 28"}}
	k.Codes = strings.Fields("fulfilled expiring exempt paused expired overdue in_grace in_progress open undated in_review light_good light_warn light_bad none_due")
	k.Steps = []page.Step{{Label: "Meine Rolle", Meta: "8 Minuten", URL: "#1", State: "done"}, {Label: "Phishing und Social Engineering", Meta: "12 Minuten", URL: "#2", State: "now"}, {Label: "Konten schützen", Meta: "10 Minuten"}, {Label: "Wissenstest", Meta: "8 Fragen"}}
	k.Facts = []page.Fact{{Term: "Regel", Text: "Alle Mitarbeitenden mit PC, Version 3", URL: "#r"}, {Term: "Zugewiesen", Text: "4.11.2026"}, {Term: "Frist", Text: "4.12.2026, verschoben um 6 Tage Abwesenheit"}}
	k.Text = template.HTML(courseText)
	k.Open = page.Question{Name: "q1", Number: "Frage 3 von 8", Critical: true, Error: "Bitte wählen Sie eine der Möglichkeiten.", Text: "Eine Kollegin bittet Sie am Telefon um Ihr Passwort, weil das Fachprogramm klemmt. Was tun Sie?", Options: []page.Option{
		{Value: "a", Text: "Ich gebe es ihr, wir kennen uns ja."}, {Value: "b", Text: "Ich gebe es nicht und melde mich beim ICT-Support.", Checked: true}, {Value: "c", Text: "Ich schicke es ihr per E-Mail, damit es nachvollziehbar ist."}}}
	k.Answered = page.Question{Name: "q2", Number: "Frage 4 von 8", Closed: true, Multiple: true, Text: "Welche Angaben sind Personendaten?", Explanation: "<p>Personendaten sind alle Angaben, die sich auf eine bestimmte oder bestimmbare Person beziehen.</p>", Options: []page.Option{
		{Value: "a", Text: "Eine AHV-Nummer", Checked: true, Verdict: "right", Why: "Sie gehört zu genau einer Person."}, {Value: "b", Text: "Die Öffnungszeiten der Gemeinde", Checked: true, Verdict: "wrong", Why: "Sie sagen nichts über eine Person."}, {Value: "c", Text: "Ein Autokennzeichen", Verdict: "missed", Why: "Die Halterin lässt sich bestimmen."}, {Value: "d", Text: "Die Einwohnerzahl"}}}
	k.Sites = []page.Choice{{Value: "1", Label: "Gemeindehaus"}, {Value: "2", Label: "Werkhof"}}
	k.Groups = []page.Choice{{Value: "a", Label: "Mit PC", Help: "Schulung am Bildschirm"}, {Value: "b", Label: "Ohne PC", Help: "Kurzform vor Ort", Selected: true}}
	k.Form = page.NewForm(p, map[string]string{"email": "ruth.beispiel", "due": "31.2.26", "note": "Zeile eins\nZeile zwei"}, "email", "nav.people", "due", "nav.reminders", "file", "nav.import")
	k.Form.Refused(apperr.New(apperr.Invalid, "error.form.required", nil).At("email"))
	k.Form.Date("due")
	k.Form.Required("file")
	k.Query = page.NewForm(p, map[string]string{"q": "Tiefbau"})
	k.Progress = page.Progress{Label: "Personalimport", Done: 1200, Total: 4000, Text: "1'200 von 4'000 Zeilen, noch rund eine Minute"}
	k.Empty = page.Empty{Title: "Alles erledigt. Vielen Dank.", Text: "Die nächste Auffrischung ist im März 2027 fällig. Wir erinnern Sie rechtzeitig.", Next: page.Link{Label: "Nachweise ansehen", URL: "#n"}, Mark: emblem("is-01")}
	k.All = []template.HTML{emblem("is-01"), emblem("is-01k"), emblem("ds-01"), emblem("ds-01k")}
	k.Emblems = strings.Fields("IS-01 DS-01 KI-01 DG-01 BF-01 DK-01 ZA-01 AR-01 SW-01 OG-01 PK-01 EG-01")
	return k
}

func TestKitchenSink(t *testing.T) {
	t.Parallel()
	site := newSite(t, map[string]string{"test/kitchen": kitchenPage})
	for _, lang := range i18n.Complete() {
		got := render(t, site, "test/kitchen", newKitchen(t, texts(t).Printer(lang)))
		for _, want := range []string{
			`aria-describedby="f-email-e f-email-h"`, `href="#f-due"`, `value="31.2.26"`, `aria-current="step"`, `aria-sort="ascending"`,
			`<option value="2">Werkhof</option>`, `name="_csrf" value="token"`, `role="alert"`, `value="b" checked`, "Zeile eins\nZeile zwei</textarea>",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %s is missing", lang, want)
			}
		}
		if strings.Contains(got, "ZgotmplZ") || strings.Contains(got, "style=") {
			t.Errorf("%s: unsafe or inline", lang)
		}
	}
}
