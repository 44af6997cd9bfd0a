package page

import (
	"fmt"
	"io"
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
	from, to, ok := part(c, file)
	if !ok {
		return nil
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
	return c.Send(content)
}

// Streamed is Stored for large files: what open gives is sent as it is read, and
// closed. A film may be looked at by its own address: its player is allowed.
func Streamed(c *fiber.Ctx, file blob.File, cache string, open func(from, to int64) io.ReadCloser) error {
	from, to, ok := part(c, file)
	if !ok {
		return nil
	}
	c.Set(fiber.HeaderContentType, file.MediaType)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; media-src 'self'")
	c.Set(fiber.HeaderCacheControl, cache)
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	return c.SendStream(open(from, to), int(to-from))
}

// part is what is asked for of a file, with the answer's status; false where there is
// no such part, which is then the answer.
func part(c *fiber.Ctx, file blob.File) (from, to int64, ok bool) {
	if c.Get(fiber.HeaderRange) == "" {
		return 0, file.Size, true
	}
	asked, err := c.Range(int(file.Size))
	if err != nil || asked.Type != "bytes" || len(asked.Ranges) != 1 {
		c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes */%d", file.Size))
		c.Status(http.StatusRequestedRangeNotSatisfiable)
		return 0, 0, false
	}
	from, to = int64(asked.Ranges[0].Start), int64(asked.Ranges[0].End)+1
	c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", from, to-1, file.Size))
	c.Status(http.StatusPartialContent)
	return from, to, true
}
