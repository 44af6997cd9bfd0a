package sessions

import (
	"fmt"
	"html/template"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/i18n"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type listPage struct {
	page.Base
	page.Heading
	Form    *page.Form
	Courses []page.Choice
	States  []page.Choice
	Rows    []listRow
	Pager   page.Pager
	Empty   *page.Empty
	Leads   bool
}

type listRow struct {
	URL, Title, Code, Day, Place, People string
	Status                               template.HTML
}

func (h *Handlers) listShow(c *fiber.Ctx) error {
	form := page.ReadQuery(c)
	scope, err := h.scope(c, h.DB)
	if err != nil {
		return err
	}
	at := max(form.Int("seite", 1, 100_000), 1)
	f := session.Filter{State: session.State(form.Get("stand")), Limit: rows, Offset: (at - 1) * rows}
	if version, err := h.Courses.ByCode(form.Get("kurs")); err == nil {
		f.Course = version.CourseID
	}
	list, total, err := h.Sessions.List(c.UserContext(), h.DB, scope, f)
	if err != nil {
		return err
	}
	p := &listPage{Base: page.From(c), Form: form, Leads: visit.Leader.Allows(visit.Of(c).Session)}
	h.fillList(p, list, total, at)
	return page.Render(c, "sessions/list", p)
}

func (h *Handlers) fillList(p *listPage, list []session.Entry, total, at int) {
	l := p.L
	p.Title = l.T("session.list_title")
	p.Heading = page.Heading{Text: l.T("session.list_title"), Lead: l.T("session.list_lead_own")}
	if p.Leads {
		p.Lead = l.T("session.list_lead")
		p.Actions = []page.Action{{Label: l.T("session.record"), URL: recordPath}, {Label: l.T("session.plan"), URL: planPath, Quiet: true}}
	}
	for _, v := range h.Courses.All() {
		p.Courses = append(p.Courses, page.Choice{Value: v.Code(), Label: v.Code() + " " + v.Title(l.Lang()), Selected: p.Form.Get("kurs") == v.Code()})
	}
	for _, state := range []session.State{session.Planned, session.Recorded, session.Decided, session.Cancelled} {
		p.States = append(p.States, page.Choice{Value: string(state), Label: l.T("session.stand." + string(state)), Selected: p.Form.Get("stand") == string(state)})
	}
	for _, one := range list {
		row := listRow{URL: sessionURL(one.UID), Day: l.Date(one.HeldOn), Place: one.Place, People: l.Int(one.People), Status: standOf(l, one.Session)}
		if one.StartsAt != "" {
			row.Day += ", " + one.StartsAt
		}
		if one.State == session.Recorded || one.State == session.Decided {
			row.People = l.T("session.of", "present", one.Present, "all", one.People)
		}
		if v, err := h.Courses.Current(one.CourseID); err == nil {
			row.Title, row.Code = v.Title(l.Lang()), v.Code()
		}
		p.Rows = append(p.Rows, row)
	}
	p.Pager = pager(p.Form, len(list), total, at)
	if total == 0 {
		p.Empty = &page.Empty{Title: l.T("session.list_empty_own"), Text: l.T("session.list_empty_own_text"), Next: page.Link{Label: l.T("nav.courses"), URL: "/kurse"}}
		if p.Leads {
			p.Empty = &page.Empty{Title: l.T("session.list_empty"), Text: l.T("session.list_empty_text"), Next: page.Link{Label: l.T("session.record"), URL: recordPath}}
		}
		if p.Form.Get("kurs") != "" || p.Form.Get("stand") != "" {
			p.Empty.Text, p.Empty.Next = l.T("session.list_none"), page.Link{Label: l.T("session.list_all"), URL: Path}
		}
	}
}

// standOf is the state of a session as a mark.
func standOf(l *i18n.Printer, one session.Session) template.HTML {
	code := map[session.State]string{session.Planned: "open", session.Recorded: "in_review", session.Decided: "fulfilled", session.Cancelled: "exempt"}[one.State]
	return page.StatusMark(code, l.T("session.stand."+string(one.State)))
}

func pager(form *page.Form, shown, total, at int) page.Pager {
	p := page.Pager{From: (at-1)*rows + 1, To: (at-1)*rows + shown, Total: total}
	address := func(n int) string {
		values := url.Values{}
		for _, name := range []string{"kurs", "stand"} {
			if text := form.Get(name); text != "" {
				values.Set(name, text)
			}
		}
		values.Set("seite", fmt.Sprint(n))
		return Path + "?" + values.Encode()
	}
	if at > 1 {
		p.Prev = address(at - 1)
	}
	if p.To < total {
		p.Next = address(at + 1)
	}
	return p
}
