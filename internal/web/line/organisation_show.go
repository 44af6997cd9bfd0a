package line

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const organisationPath = "/team/organisation"

// organisationShow is where the departments of the scope stand, each by itself and
// with all below it, and how it came about. It names nobody.
func (h *Handlers) organisationShow(c *fiber.Ctx) error {
	v, f, ctx := visit.Of(c), page.ReadQuery(c), c.UserContext()
	a := read(f, v).scope()
	a.Alone = false
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	q := report.Query{AsOf: a.Day, KnownAt: a.known(), Scope: scope, Department: a.Department, Variant: report.Line, By: v.Session.Person, Now: v.Now}
	if scope.ByHR() {
		q.Variant = report.HR
	}
	list, err := h.Reports.Overview(ctx, q)
	if err != nil {
		return err
	}
	var months []report.MonthEnd
	if list.Persons > 0 {
		if months, err = h.months(ctx, q, a, list); err != nil {
			return err
		}
	}
	p := newOrganisation(page.From(c), v, scope, list, report.ByCode(h.courses()), months, a, f)
	if !f.OK() {
		return page.Invalid(c, "line/organisation", p)
	}
	return page.Render(c, "line/organisation", p)
}
