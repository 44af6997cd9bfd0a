package line

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/hrimport"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// propose plans an edit of the line and leads on to its preview. What the person
// can mend is answered by again, with what was typed.
func (h *Handlers) propose(c *fiber.Ctx, form *page.Form, edit hrimport.ByHand, title string, again func() error) error {
	if !form.OK() {
		return again()
	}
	v := visit.Of(c)
	plan, err := h.Imports.Edit(c.UserContext(), edit, title, v.ViewerID(), v.Today, v.Now)
	if form.Refused(err) {
		return again()
	}
	if err != nil {
		return err
	}
	return page.To(c, previewPath(plan.UID.String()))
}

func previewPath(uid string) string { return "/team/vorschau/" + uid }
