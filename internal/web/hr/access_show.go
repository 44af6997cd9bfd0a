package hr

import (
	"cmp"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// accessPage is how somebody else signs in, and the help for what is lost.
type accessPage struct {
	page.Base
	page.Heading
	UID    string
	Facts  []page.Fact
	Self   bool
	Admin  bool // the viewer may reset and unlink
	Second bool
	Linked bool
}

// accessScope is whom the viewer may help: HR whom they may see, the
// administration everybody.
func (h *Handlers) accessScope(c *fiber.Ctx) (people.Scope, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	return scope.ForAccess(), err
}

func (h *Handlers) accessTarget(c *fiber.Ctx) (people.Person, error) {
	scope, err := h.accessScope(c)
	if err != nil {
		return people.Person{}, err
	}
	return scope.Target(c.UserContext(), h.DB, c.Params("uid"))
}

func (h *Handlers) accessShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	person, err := h.accessTarget(c)
	if err != nil {
		return err
	}
	ways, err := auth.WaysOf(ctx, h.DB, person.ID, h.Issuer, v.Now)
	if err != nil {
		return err
	}
	scope, err := h.accessScope(c)
	if err != nil {
		return err
	}
	if err := h.looked(c, "hr.access", scope, person.ID); err != nil {
		return err
	}
	p := newAccess(page.From(c), person, ways, h.Issuer != "")
	p.Self, p.Admin = person.ID == v.ViewerID(), v.Session.Has(people.RoleAdmin)
	byHR, err := h.scope(c)
	if err != nil {
		return err
	}
	shown, err := byHR.Includes(ctx, h.DB, p.UID)
	if err != nil {
		return err
	}
	if shown && byHR.Has(people.RoleHR) {
		p.Actions = []page.Action{{Label: p.L.T("common.back"), URL: personURL(p.UID), Quiet: true}}
	}
	return page.Render(c, "hr/access", p)
}

// newAccess says what there is, not how often or from where somebody signs in:
// that is nobody else's business.
func newAccess(base page.Base, person people.Person, w auth.Ways, sso bool) *accessPage {
	l := base.L
	base.Title = l.T("access.person.title")
	p := &accessPage{Base: base, UID: person.UID.String(), Second: w.HasSecond(), Linked: w.LinkedAt != nil}
	p.Heading = page.Heading{Kicker: l.T("nav.people"), Text: l.T("access.person.heading", "name", person.Name()), Lead: l.T("access.person.lead")}
	password, app, linked := "", "", ""
	if w.PasswordAt != nil {
		password = l.T("access.since", "at", l.Date(calendar.DateOf(*w.PasswordAt)))
	}
	if w.AppAt != nil {
		app = l.T("access.since", "at", l.Date(calendar.DateOf(*w.AppAt)))
	}
	if w.LinkedAt != nil {
		linked = l.T("access.since", "at", l.Date(calendar.DateOf(*w.LinkedAt)))
	}
	p.Facts = []page.Fact{
		{Term: l.T("access.person.password"), Text: cmp.Or(password, l.T("access.person.none"))},
		{Term: l.T("access.person.app"), Text: cmp.Or(app, l.T("access.person.no_app"))},
		{Term: l.T("access.person.passkeys"), Text: strconv.Itoa(len(w.Passkeys))},
	}
	if sso {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("access.person.sso"), Text: cmp.Or(linked, l.T("access.person.none"))})
	}
	return p
}
