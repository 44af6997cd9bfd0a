package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// reminderRetry lets a parked message leave after all.
func (h *Handlers) reminderRetry(c *fiber.Ctx) error {
	id, err := c.ParamsInt("id")
	if err != nil {
		return fiber.ErrNotFound
	}
	v := visit.Of(c)
	err = h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return outbox.Retry(c.UserContext(), tx, v.ViewerID(), int64(id), v.Now)
	})
	if apperr.Is(err, apperr.Conflict) {
		return page.Warned(c, "/erinnerungen", "error.outbox.not_parked")
	}
	if err != nil {
		return err
	}
	return page.Done(c, "/erinnerungen", "hr.outbox.retried")
}
