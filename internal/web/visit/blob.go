package visit

import (
	"fmt"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/blob"
	"zaemme/internal/db"
)

// SendBlob answers with a stored file, or with the one part of it that was asked
// for (Range). cache is the value of Cache-Control.
func SendBlob(c *fiber.Ctx, conn db.Conn, file blob.File, cache string) error {
	from, to, status := int64(0), file.Size, fiber.StatusOK
	if c.Get(fiber.HeaderRange) != "" {
		asked, err := c.Range(int(file.Size))
		if err != nil || asked.Type != "bytes" || len(asked.Ranges) != 1 {
			c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes */%d", file.Size))
			return c.SendStatus(fiber.StatusRequestedRangeNotSatisfiable)
		}
		from, to, status = int64(asked.Ranges[0].Start), int64(asked.Ranges[0].End)+1, fiber.StatusPartialContent
		c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", from, to-1, file.Size))
	}
	content, err := blob.Read(c.UserContext(), conn, file, from, to)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, file.MediaType)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderCacheControl, cache)
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	return c.Status(status).Send(content)
}
