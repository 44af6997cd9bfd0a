package reminders

import (
	"mime"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/reminder"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type slipsPage struct {
	page.Base
	page.Heading
	Rows []slipRow
}

type slipRow struct {
	Name, Department string
	Lines            []string
}

// slipsShow is what the viewer is to hand over.
func (h *Handlers) slipsShow(c *fiber.Ctx) error {
	list, err := h.slips(c, "reminders.slips")
	if err != nil {
		return err
	}
	return page.Render(c, "reminders/slips", newSlips(page.From(c), list))
}

func (h *Handlers) slips(c *fiber.Ctx, name string) ([]reminder.SlipOf, error) {
	v := visit.Of(c)
	list, err := h.Reminders.Slips(c.UserContext(), h.DB, v.ViewerID(), v.Now)
	if err != nil || len(list) == 0 {
		return list, err
	}
	ids := make([]int64, len(list))
	for i, one := range list {
		ids[i] = one.PersonID
	}
	return list, h.looked(c, name, "slips", ids...)
}

func newSlips(base page.Base, list []reminder.SlipOf) *slipsPage {
	l := base.L
	base.Title = l.T("slips.title")
	p := &slipsPage{Base: base}
	p.Heading = page.Heading{Kicker: l.T("slips.title"), Text: l.T("slips.none"), Lead: l.T("slips.none_text")}
	if len(list) > 0 {
		p.Heading = page.Heading{Kicker: l.T("slips.title"), Text: l.N("slips.heading", len(list)), Lead: l.T("slips.lead"),
			Actions: []page.Action{{Label: l.T("slips.print"), URL: SlipsPath + "/pdf", File: true}}}
	}
	for _, one := range list {
		row := slipRow{Name: one.Name, Department: one.Department}
		for _, line := range one.Lines {
			row.Lines = append(row.Lines, strings.Join([]string{line.Title, line.Facts}, " · "))
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// slipsPrint hands out the sheets.
func (h *Handlers) slipsPrint(c *fiber.Ctx) error {
	v := visit.Of(c)
	list, err := h.slips(c, "reminders.slips_print")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return page.To(c, SlipsPath)
	}
	file, err := h.Reminders.SlipsPDF(c.UserContext(), h.DB, v.Settings, list, v.Today)
	if err != nil {
		return err
	}
	name := page.From(c).L.T("slips.file", "day", v.Today.String()) + ".pdf"
	c.Set(fiber.HeaderContentType, "application/pdf")
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(file)
}
