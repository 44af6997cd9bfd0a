// Package page makes pages: template engine, the base that every page shares,
// forms, messages after a redirect, static files under content hashes, the
// municipality's colour, emblems. Invariants: everything that can be wrong with a
// template, text or file is wrong in New; a page needs no style or script of its
// own (the policy is default-src 'self'); rendering takes no lock; nothing here
// reads the clock or the database.
//
// # A page
//
// The struct embeds Base (and Heading) by value, a pure function fills it, the
// handler renders it:
//
//	type startPage struct {
//		page.Base
//		page.Heading
//		Rows []page.CourseRow
//	}
//
//	func (h *handler) show(c *fiber.Ctx) error {
//		viewer := …
//		duties, err := h.ledger.Open(c.UserContext(), viewer)
//		if err != nil {
//			return err
//		}
//		return page.Render(c, "learner/start", newStart(page.From(c), duties, today))
//	}
//
// The template lies at views/page/learner/start.html:
//
//	{{template "layout/page" .}}
//	{{define "content"}}
//	{{template "heading" .Heading}}
//	<section class="sec side"><h2>{{t "learner.open"}}</h2>
//	<ul class="rows">{{range .Rows}}{{template "course-row" .}}{{end}}</ul></section>
//	{{end}}
//
// Layouts: "layout/page" (navigation), "layout/plain" (narrow, for signing in),
// "layout/print" (A4: letters, slips, lists; <section class="sheet"> per leaf).
// From(c) has everything of Base but Title. Base.L is the printer of the reader's
// language for the pure function: L.T, L.N, L.Date, L.LongDate, L.Days, L.Percent.
//
// # Functions in templates
//
//	{{t "key"}} {{t "key" "name" .Value}}   text; constant ones cost nothing at run time
//	{{n "key" .Count "name" .Value}}        text with plural; {n} is the count
//	{{date .D}} {{longdate .D}} {{days 13}} {{int .N}} {{percent .Num .Den}} {{minutes 45}}
//	{{status .Code}}                        symbol, word, colour of a code of REPORT.md §2
//	{{symbol "ok"}}                         ok soon late open begun pause exempt none info right
//	{{asset "app.css"}}                     address of a file in views/static
//	{{link "key" .URL}} {{notice "warn" "key"}} {{empty "title.key" "text.key"}}
//	{{field .Form "name" "label.key" …}} {{choice .Form "name" "label.key" .Choices …}}
//
// # Partials and what they take
//
//	heading      Heading          h1 that answers the question, lead, actions (first = primary)
//	actions      []Action         buttons that are links
//	course-row   CourseRow        in <ul class="rows">
//	figures      []Figure         big numbers that lead to their rows
//	bars         []Bar            chart from zero; the h2 above says the message
//	steps        []Step           modules of a course, parts of an import
//	facts        []Fact           definition list («Warum?», person, plan)
//	question     Question         quiz question, open or answered
//	notice       Notice           Base.Notices show themselves; use it within a page
//	empty        Empty            nothing here, what next; Mark takes an emblem
//	progress     Progress         long work
//	th           Column           sortable head of a table
//	pager        Pager            below a long list
//	narrowed     Narrowed         what a filter hides, below the filter
//	errors       *Form            first thing in every form
//	csrf         Base             {{template "csrf" .Base}} in every form that posts
//	card-access  CardAccess       somebody's card, and renewing it
//	kiosk        *Kiosk           in the layouts: a shared tablet's question
//	field textarea select file checkbox radios checkboxes   Field, from field or choice
//
// # Furniture without a partial
//
// A section is <section class="sec"> with an h2; class "sec side" puts the h2 into
// the left columns (lists, text, forms), plain "sec" takes the whole width (tables,
// figures). Course text goes into <div class="text">. A table:
//
//	<table class="list"><thead><tr>{{range .Columns}}{{template "th" .}}{{end}}</tr></thead>
//	<tbody>{{range .People}}<tr>
//	<th scope="row"><a class="key" href="{{.URL}}">{{.Name}}</a><span class="soft">{{.Unit}}</span></th>
//	<td>{{status .Code}}</td><td class="n" data-l="{{t "line.due"}}">{{.Due}}</td></tr>{{end}}</tbody></table>
//
// The link with class "key" makes the whole row its target; class "n" sets numbers
// right; data-l names a value where the row becomes a block (below 600 px).
//
// A filter: <form class="filter" method="get" data-live> with field, select and
// <button class="btn quiet">{{t "common.show"}}</button>, then "narrowed". It reads
// with ReadQuery; AddressOf(c) makes the links that sort, narrow and leaf through
// a list (With, Sorted, Offset, Pager). Classes for words: soft, num (tabular), nb, vh (screen readers
// only), kicker, lead. Buttons: btn, btn quiet, btn danger, inside <p class="actions">.
//
// # Forms
//
//	form := page.ReadForm(c, "email", "account.email")   // labels name fields in the summary
//	form.Required("email")
//	due := form.Date("due")                              // understands 4.12.26
//	err := h.people.Save(…)
//	if form.Refused(err) || !form.OK() {                 // invalid, stale, conflict: shown in the form
//		return page.Invalid(c, "hr/person", newPerson(page.From(c), form))
//	}
//	if err != nil {
//		return err
//	}
//	return page.Done(c, "/people", "hr.person.saved", "name", name)
//
// The page keeps a field Form *page.Form; nil is an empty form. Nothing typed is
// lost, but for passwords and files; <form … data-keep> keeps it over the end of a
// session too: for long forms of HR and administration, never of learners. A step
// that matters has a page of its own:
// Render(c, "confirm/show", &Confirm{…}).
//
// # Texts
//
// views/i18n/<area>.de.yaml and .en.yaml; start and test fail on a missing, surplus
// or differing key. An error of kind k shows "error.page.<k>.title" and, if the
// catalogue has its own key, that text; see problem.go.
//
// # Wiring
//
//	site, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: key, Secure: https})
//	app := fiber.New(fiber.Config{Views: site.Views, ErrorHandler: … site.Fail(c, err)})
//	app.Get("/static/*", site.Assets.Serve)
//	app.Use(func(c *fiber.Ctx) error { site.Begin(c, page.Base{…viewer, nav, csrf…}); return c.Next() })
package page
