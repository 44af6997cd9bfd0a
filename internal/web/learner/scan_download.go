package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/blob"
	"zaemme/internal/evidence"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
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
	return page.Download(c, file, "nachweis-"+one.Day.String(), func(from, to int64) ([]byte, error) { return blob.Read(ctx, h.DB, file, from, to) })
}
