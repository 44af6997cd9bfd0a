package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

func (h *Handlers) forgottenShow(c *fiber.Ctx) error {
	return page.Render(c, "account/forgotten", newForm(page.From(c), "account.forgotten.title", "account.forgotten.lead", nil))
}

func (h *Handlers) forgottenAsk(c *fiber.Ctx) error {
	f := page.ReadForm(c, "name", "account.name")
	f.Required("name")
	if !f.OK() {
		return page.Invalid(c, "account/forgotten", newForm(page.From(c), "account.forgotten.title", "account.forgotten.lead", f))
	}
	if err := h.Auth.AskPassword(c.UserContext(), f.Get("name"), c.IP(), visit.Of(c).Now); err != nil {
		return err
	}
	return h.onItsWay(c)
}

// onItsWay is the answer to everybody who asks for a link.
func (h *Handlers) onItsWay(c *fiber.Ctx) error {
	h.Bell.Ring()
	return page.To(c, "/zugang/unterwegs")
}

func (h *Handlers) onItsWayShow(c *fiber.Ctx) error {
	return page.Render(c, "account/on-its-way", newForm(page.From(c), "account.way.title", "account.way.lead", nil))
}
