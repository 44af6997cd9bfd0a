package line

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/db"
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
	var scope people.Scope
	var list *report.Listing
	err := h.DB.Write(ctx, func(tx *db.Tx) (err error) {
		if scope, err = people.ScopeOf(ctx, tx, v.ViewerID(), v.Today); err != nil {
			return err
		}
		q := h.complete(a.query(0), scope, page.From(c).L.Lang())
		q.Counts = true
		list, err = report.ReadList(ctx, tx, q, func(report.Listed) error { return nil })
		return err
	})
	if err != nil {
		return err
	}
	var months []report.MonthEnd
	if list.Persons > 0 {
		if months, err = h.months(ctx, v, a, scope, list); err != nil {
			return err
		}
	}
	p := newOrganisation(page.From(c), v, scope, list, months, a, f)
	if !f.OK() {
		return page.Invalid(c, "line/organisation", p)
	}
	return page.Render(c, "line/organisation", p)
}
