package page

import (
	"mime"

	"github.com/gofiber/fiber/v2"
)

// File answers with a file made in memory, to be saved under the name and kept by
// no cache. kind is its media type.
func File(c *fiber.Ctx, name, kind string, content []byte) error {
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(content)
}
