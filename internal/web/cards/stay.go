package cards

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// stay is the sign of life of a page on a shared tablet that is being read; the
// middleware has noted it like any other request.
func (h *Handlers) stay(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusNoContent) }

// leave ends a session on a shared tablet, by the button or because nobody
// answered, and has the browser forget what it has cached.
func (h *Handlers) leave(c *fiber.Ctx) error {
	v := visit.Of(c)
	if !v.Session.OnTablet {
		return page.To(c, "/")
	}
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error { return auth.End(c.UserContext(), tx, v.Token) }); err != nil {
		return err
	}
	visit.DropSession(c, h.Secure)
	c.Set("Clear-Site-Data", `"cache"`)
	return page.To(c, typePath)
}
