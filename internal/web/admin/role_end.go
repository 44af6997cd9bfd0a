package admin

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// grantOf is the grant of the address, not found where the viewer may not name
// its person.
func (h *Handlers) grantOf(c *fiber.Ctx) (people.GrantEntry, error) {
	none := apperr.New(apperr.NotFound, "error.role.not_found", nil)
	id, err := c.ParamsInt("id")
	if err != nil || id <= 0 {
		return people.GrantEntry{}, none
	}
	scope, err := h.roles(c)
	if err != nil {
		return people.GrantEntry{}, err
	}
	list, _, err := people.Grants(c.UserContext(), h.DB, scope, people.GrantFilter{ID: int64(id), Limit: 1})
	if err != nil {
		return people.GrantEntry{}, err
	}
	if len(list) == 0 {
		return people.GrantEntry{}, none
	}
	return list[0], nil
}

// roleEndShow asks before a role is ended.
func (h *Handlers) roleEndShow(c *fiber.Ctx) error {
	e, err := h.grantOf(c)
	if err != nil {
		return err
	}
	if e.PersonID == visit.Of(c).ViewerID() {
		return apperr.New(apperr.Forbidden, "error.role.own", nil)
	}
	return page.Render(c, "confirm/show", newRoleEnd(page.From(c), e, c.Path()))
}

func newRoleEnd(base page.Base, e people.GrantEntry, path string) *page.Confirm {
	l := base.L
	base.Title = l.T("admin.role.end")
	row := newRoleRow(l, e)
	p := &page.Confirm{Base: base, Post: path, Button: l.T("admin.role.end"), Danger: true, Back: page.Link{Label: l.T("common.cancel"), URL: row.URL}}
	p.Heading = page.Heading{Kicker: row.Name, Text: l.T("admin.role.end_heading", "role", row.Role), Lead: l.T("admin.role.end_lead")}
	p.Facts = []page.Fact{
		{Term: l.T("admin.role"), Text: row.Role}, {Term: l.T("admin.role.where"), Text: row.Where},
		{Term: l.T("admin.role.time"), Text: row.Span}, {Term: l.T("admin.role.by"), Text: row.Granter + ", " + row.GrantedAt},
	}
	if e.Purpose != "" {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("admin.role.purpose"), Text: e.Purpose})
	}
	return p
}

// roleEnd ends the grant of the address from today on.
func (h *Handlers) roleEnd(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	e, err := h.grantOf(c)
	if err != nil {
		return err
	}
	if err := h.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := auth.RevokeRole(ctx, tx, e.ID, v.ViewerID(), v.Now)
		return err
	}); err != nil {
		return err
	}
	return page.Done(c, rolePersonURL(e.Person), "admin.role.ended_now", "role", page.From(c).L.T("role."+string(e.Role)), "name", e.Person.Name())
}
