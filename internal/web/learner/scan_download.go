package learner

import (
	"mime"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
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
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": "nachweis-" + one.Day.String() + file.Extension()}))
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return visit.SendBlob(c, h.DB, file, "no-store")
}
