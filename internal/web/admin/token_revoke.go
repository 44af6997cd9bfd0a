package admin

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// tokenOf is the key of the address.
func (h *Handlers) tokenOf(c *fiber.Ctx) (auth.APIToken, error) {
	id, err := c.ParamsInt("id")
	if err != nil || id <= 0 {
		return auth.APIToken{}, apperr.New(apperr.NotFound, "error.token.not_found", nil)
	}
	return auth.APITokenByID(c.UserContext(), h.DB, int64(id), visit.Of(c).Today)
}

// tokenRevokeShow asks before a key is revoked.
func (h *Handlers) tokenRevokeShow(c *fiber.Ctx) error {
	t, err := h.tokenOf(c)
	if err != nil {
		return err
	}
	base := page.From(c)
	l := base.L
	base.Title = l.T("admin.token.revoke")
	row := newTokenRow(l, t, visit.Of(c).Now)
	p := &page.Confirm{Base: base, Post: c.Path(), Button: l.T("admin.token.revoke"), Danger: true,
		Back: page.Link{Label: l.T("common.cancel"), URL: keysPath},
		Facts: []page.Fact{
			{Term: l.T("admin.role.where"), Text: row.Where}, {Term: l.T("admin.token.may"), Text: row.May}, {Term: l.T("admin.token.until"), Text: row.Until},
			{Term: l.T("admin.token.used"), Text: row.Used}, {Term: l.T("admin.token.creator"), Text: row.Creator},
		}}
	p.Heading = page.Heading{Kicker: l.T("nav.tokens"), Text: l.T("admin.token.revoke_heading", "name", t.Name), Lead: l.T("admin.token.revoke_lead")}
	return page.Render(c, "confirm/show", p)
}

// tokenRevoke ends a key for good.
func (h *Handlers) tokenRevoke(c *fiber.Ctx) error {
	t, err := h.tokenOf(c)
	if err != nil {
		return err
	}
	v, ctx := visit.Of(c), c.UserContext()
	err = h.DB.Write(ctx, func(tx *db.Tx) error { return auth.RevokeAPIToken(ctx, tx, t.ID, v.ViewerID(), v.Now) })
	if apperr.Is(err, apperr.Conflict) {
		return page.Warned(c, keysPath, "error.token.revoked")
	}
	if err != nil {
		return err
	}
	return page.Done(c, keysPath, "admin.token.revoked_now", "name", t.Name)
}
