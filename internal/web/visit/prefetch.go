package visit

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// NotPrefetched refuses to be fetched ahead of a click: a page about other
// people writes down that somebody looked, and nobody has.
func NotPrefetched(h fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		for _, name := range []string{"Sec-Purpose", "Purpose", "X-Moz"} { // the older two for older browsers
			if strings.Contains(strings.ToLower(c.Get(name)), "prefetch") {
				return c.SendStatus(fiber.StatusServiceUnavailable)
			}
		}
		return h(c)
	}
}
