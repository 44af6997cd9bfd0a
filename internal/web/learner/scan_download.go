package learner

import (
	"fmt"
	"mime"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/blob"
	"zaemme/internal/evidence"
	"zaemme/internal/people"
	"zaemme/internal/web/visit"
)

// scanDownload hands out the scan of evidence: to the person, and to HR who see
// the person. It is a file to save and never a page: whatever is in it, the browser
// runs nothing of it.
func (h *Handlers) scanDownload(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	file, one, err := evidence.Scan(ctx, h.DB, c.Params("uid"), scope)
	if err != nil {
		return err
	}
	if err := audit.Looked(ctx, h.DB, audit.Look{ViewerID: v.ViewerID(), Page: "evidence.scan", Scope: scope.Name(), AsOf: v.Today, PersonIDs: []int64{one.PersonID}}); err != nil {
		return err
	}
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
	content, err := blob.Read(ctx, h.DB, file, from, to)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, file.MediaType)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": "nachweis-" + one.Day.String() + file.Extension()}))
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	return c.Status(status).Send(content)
}
