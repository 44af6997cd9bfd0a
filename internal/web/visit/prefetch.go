package visit

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// NotPrefetched refuses to be fetched ahead of a click: a page about other
// people writes down that somebody looked, and nobody has.
func NotPrefetched(h fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if strings.Contains(c.Get("Sec-Purpose")+c.Get("Purpose"), "prefetch") {
			return c.SendStatus(fiber.StatusServiceUnavailable)
		}
		return h(c)
	}
}
