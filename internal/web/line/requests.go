package line

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/extension"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const requestsPath = "/team/antraege"

// requests says on the team's page that somebody waits for a decision.
func (p *teamPage) requests(n int) {
	if n > 0 {
		p.Notices = append(p.Notices, page.Notice{Tone: page.Info, Text: p.L.N("extension.list.heading", n),
			Next: page.Link{Label: p.L.T("extension.list.title"), URL: requestsPath}})
	}
}

type requestsPage struct {
	page.Base
	page.Heading
	Form  *page.Form
	Rows  []requestRow
	Empty page.Empty
}

// requestRow is one request with what deciding it needs.
type requestRow struct {
	UID, Name, Unit, URL string
	Course               string
	Facts                []page.Fact
	Field                string // name of the field with the day
	Until                string
	Form                 *page.Form
}

func (h *Handlers) requestsShow(c *fiber.Ctx) error { return h.requestsPage(c, nil) }

func (h *Handlers) requestsPage(c *fiber.Ctx, form *page.Form) error {
	v, ctx := visit.Of(c), c.UserContext()
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	list, err := extension.ToDecide(ctx, h.DB, scope.ForLeading())
	if err != nil {
		return err
	}
	var ids []int64
	for _, one := range list {
		ids = append(ids, one.PersonID)
	}
	if err := audit.Looked(ctx, h.DB, audit.Look{ViewerID: v.ViewerID(), Page: "line.requests", Scope: scope.Name(), AsOf: v.Today, PersonIDs: ids}); err != nil {
		return err
	}
	p := newRequests(page.From(c), list, form, h.courseTitle)
	if form != nil {
		return page.Invalid(c, "line/requests", p)
	}
	return page.Render(c, "line/requests", p)
}

func newRequests(base page.Base, list []extension.Asking, form *page.Form, title func(id int64, lang string) string) *requestsPage {
	l := base.L
	base.Title = l.T("extension.list.title")
	p := &requestsPage{Base: base, Form: form}
	p.Heading = page.Heading{Kicker: l.T("nav.team"), Text: l.N("extension.list.heading", len(list)), Lead: l.T("extension.list.lead")}
	if len(list) == 0 {
		p.Text, p.Lead = l.T("extension.list.none"), ""
		p.Empty = page.Empty{Title: l.T("extension.list.empty"), Text: l.T("extension.list.empty_text"),
			Next: page.Link{Label: l.T("extension.list.team"), URL: "/team"}}
	}
	for _, r := range list {
		row := requestRow{UID: r.UID, Name: r.Name(), Unit: r.Department, URL: "/team/person/" + r.PersonUID, Course: title(r.CourseID, l.Lang()),
			Field: "until-" + r.UID, Until: l.Date(r.WantedOn), Form: form}
		row.Facts = []page.Fact{
			{Term: l.T("extension.list.due"), Text: l.Date(r.DueOn)}, {Term: l.T("extension.list.wanted"), Text: l.Date(r.WantedOn)},
			{Term: l.T("extension.list.reason"), Text: l.T("why.reason.extension." + r.Reason)},
			{Term: l.T("extension.list.asked"), Text: l.Date(calendar.DateOf(r.AskedAt))},
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// courseTitle names a course, by nothing if it is gone.
func (h *Handlers) courseTitle(id int64, lang string) string {
	v, err := h.Courses.Current(id)
	if err != nil {
		return ""
	}
	return v.Title(lang)
}

func (h *Handlers) requestDecide(c *fiber.Ctx) error {
	v, ctx, uid := visit.Of(c), c.UserContext(), c.Params("uid")
	field := "until-" + uid
	form := page.ReadForm(c, field, "extension.ask.until")
	d := extension.Decision{UID: uid, Actor: v.ViewerID(), Grant: form.Get("decision") == "grant", Until: form.Date(field)}
	if !form.OK() {
		return h.requestsPage(c, form)
	}
	var r extension.Request
	var person people.Person
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := people.ScopeOf(ctx, tx, v.ViewerID(), v.Today)
		if err != nil {
			return err
		}
		d.Scope = scope.ForLeading()
		if r, err = h.Extensions.Decide(ctx, tx, d, v.Now); err != nil {
			return err
		}
		person, err = people.Get(ctx, tx, r.PersonID)
		return err
	})
	if form.RefusedAt(err, "until", field) {
		return h.requestsPage(c, form)
	}
	if err != nil {
		return err
	}
	if r.State == extension.Granted {
		return page.Done(c, requestsPath, "extension.decided.granted", "name", person.Name(), "day", page.From(c).L.Date(r.GrantedOn))
	}
	return page.Done(c, requestsPath, "extension.decided.refused", "name", person.Name())
}
