package line

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const deputiesPath = "/team/stellvertretung"

type deputiesPage struct {
	page.Base
	page.Heading
	Form  *page.Form
	Today string
	Own   []deputyRow // who deputises for the viewer
	For   []deputyRow // for whom the viewer deputises
}

// deputyRow is a deputy with the days; one with an end can be taken back.
type deputyRow struct {
	Name, Days          string
	Deputy, From, Until string // of what a form takes back, empty: nothing
}

func (h *Handlers) deputiesShow(c *fiber.Ctx) error { return h.deputiesPage(c, nil) }

func (h *Handlers) deputiesPage(c *fiber.Ctx, form *page.Form) error {
	v := visit.Of(c)
	of, by, err := people.Deputies(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	p := newDeputiesPage(page.From(c), form, of, by, v.Today)
	if form != nil {
		return page.Invalid(c, "line/deputies", p)
	}
	return page.Render(c, "line/deputies", p)
}

func newDeputiesPage(base page.Base, form *page.Form, of, by []people.Deputising, today calendar.Date) *deputiesPage {
	l := base.L
	base.Title = l.T("line.deputy.title")
	p := &deputiesPage{Base: base, Form: form, Today: l.Date(today)}
	p.Heading = page.Heading{Text: l.T("line.deputy.nobody"), Lead: l.T("line.deputy.lead")}
	for _, d := range of {
		row := deputyRow{Name: d.Deputy.Name(), Days: days(l, d.From, d.Until)}
		if d.Until != calendar.Forever {
			row.Deputy, row.From, row.Until = d.Deputy.PersonKey(), d.From.String(), d.Until.String()
		}
		p.Own = append(p.Own, row)
		if d.From <= today {
			p.Text = l.T("line.deputy.now", "name", d.Deputy.Name())
		}
	}
	for _, d := range by {
		p.For = append(p.For, deputyRow{Name: d.Person.Name(), Days: days(l, d.From, d.Until)})
	}
	return p
}

// days of a deputy in words.
func days(l *i18n.Printer, from, until calendar.Date) string {
	if until == calendar.Forever {
		return l.T("line.deputy.standing", "day", from)
	}
	return l.T("line.deputy.span", "from", from, "until", until)
}

// deputiesPropose plans a deputy of the viewer, or takes one back.
func (h *Handlers) deputiesPropose(c *fiber.Ctx) error {
	v := visit.Of(c)
	form := page.ReadForm(c, "deputy", "line.deputy.who", "from", "line.deputy.from", "until", "line.deputy.until")
	form.Required("deputy", "from", "until")
	edit := &hrimport.DeputyEdit{Person: v.Session.Person.PersonKey(), Deputy: form.Get("deputy"), From: form.Date("from"),
		Until: form.Date("until"), Remove: form.Checked("remove")}
	if !edit.Remove && edit.Deputy != "" {
		deputy, err := people.Find(c.UserContext(), h.DB, edit.Deputy)
		switch {
		case apperr.Is(err, apperr.NotFound), apperr.Is(err, apperr.Conflict):
			form.Fail("deputy", "error.line.unknown_deputy")
		case err != nil:
			return err
		default:
			edit.Deputy = deputy.PersonKey()
		}
	}
	if !edit.Remove && edit.From != 0 && edit.From < v.Today {
		form.Fail("from", "error.line.deputy_past")
	}
	return h.propose(c, form, hrimport.ByHand{From: v.Today, Deputy: edit}, v.Session.Person.Name(), func() error { return h.deputiesPage(c, form) })
}
