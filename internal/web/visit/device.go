package visit

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Device is what a person will recognise a session by: what the browser says of
// itself, cut to a line.
func Device(c *fiber.Ctx) string {
	text := strings.ToValidUTF8(c.Get(fiber.HeaderUserAgent), "")
	return text[:min(len(text), 200)]
}
