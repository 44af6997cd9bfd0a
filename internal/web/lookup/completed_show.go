package lookup

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// completedShow is the course as it was when the person completed it: that version,
// in that language, with the numbers and names of that day.
func (h *Handlers) completedShow(c *fiber.Ctx) error {
	e, v, err := h.Certificates.Evidence(c.UserContext(), h.DB, visit.Of(c).ViewerID(), c.Params("no"))
	if err != nil {
		return err
	}
	then, err := settings.LoadKnown(c.UserContext(), h.DB, e.CompletedOn, e.RecordedAt)
	if err != nil {
		return err
	}
	base := page.From(c)
	base.Home = "/nachweise"
	p, err := h.whole(base, v, then, e.Language)
	if err != nil {
		return err
	}
	p.Note = p.L.T("lookup.completed.note", "day", p.L.LongDate(e.CompletedOn), "no", e.No)
	if hash := then.PlaceholderHash(); len(e.SettingsHash) > 0 && string(e.SettingsHash) != string(hash[:]) {
		p.Note = p.L.T("lookup.completed.differs", "day", p.L.LongDate(e.CompletedOn), "no", e.No)
	}
	return page.Render(c, "lookup/course", p)
}
