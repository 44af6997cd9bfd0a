package page

import (
	"fmt"
	"mime"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/blob"
)

// Download hands out a stored file to be saved under the name (without extension),
// whole or in the part that is asked for, and kept by no cache. read gives the bytes
// from and up to, not including, to.
func Download(c *fiber.Ctx, file blob.File, name string, read func(from, to int64) ([]byte, error)) error {
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name + file.Extension()}))
	return Stored(c, file, "no-store", read)
}

// Stored hands out a stored file, whole or in the part that is asked for; cache is
// the value of Cache-Control. It is never a page: whatever is in it, the browser
// runs nothing of it.
func Stored(c *fiber.Ctx, file blob.File, cache string, read func(from, to int64) ([]byte, error)) error {
	from, to, status := int64(0), file.Size, http.StatusOK
	if c.Get(fiber.HeaderRange) != "" {
		asked, err := c.Range(int(file.Size))
		if err != nil || asked.Type != "bytes" || len(asked.Ranges) != 1 {
			c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes */%d", file.Size))
			return c.SendStatus(http.StatusRequestedRangeNotSatisfiable)
		}
		from, to, status = int64(asked.Ranges[0].Start), int64(asked.Ranges[0].End)+1, http.StatusPartialContent
		c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", from, to-1, file.Size))
	}
	content, err := read(from, to)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, file.MediaType)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set(fiber.HeaderCacheControl, cache)
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	return c.Status(status).Send(content)
}
