package reports

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/planned"
	"zaemme/internal/web/page"
)

// runPage leads the reader of a mail to the report that is made for them.
type runPage struct {
	page.Base
	page.Heading
	Facts []page.Fact
}

func (h *Handlers) runShow(c *fiber.Ctx) error {
	o, err := h.opened(c)
	if err != nil {
		return err
	}
	if o.Variant.Frozen() {
		return page.To(c, planned.MonthPath(o.AsOf))
	}
	return page.Render(c, "reports/run", newOpened(page.From(c), o))
}

func (h *Handlers) opened(c *fiber.Ctx) (planned.Opened, error) {
	act, err := h.act(c)
	if err != nil {
		return planned.Opened{}, err
	}
	return h.Planned.Open(c.UserContext(), c.Params("run"), act)
}

func newOpened(base page.Base, o planned.Opened) *runPage {
	l, what := base.L, o.Title(base.L, o.Department)
	base.Title = what
	known := l.T("planned.run.known_now")
	if o.Variant == planned.HR {
		known = page.Clock(l, o.KnownAt)
	}
	return &runPage{Base: base, Heading: page.Heading{Kicker: l.T("planned.show.kicker"), Text: l.T("planned.run.heading", "what", what, "day", l.LongDate(o.AsOf)),
		Lead: l.T("planned.run.lead"), Actions: []page.Action{{Label: l.T("planned.run.do"), URL: planned.RunPath(o.UID) + "/datei"}}},
		Facts: []page.Fact{{Term: l.T("planned.run.made"), Text: page.Clock(l, o.MadeAt)}, {Term: l.T("planned.run.known"), Text: known},
			{Term: l.T("planned.show.when"), Text: o.When(l)}}}
}

// runFile makes the report for the reader, by the rights of now; it is registered and
// logged before the first byte leaves.
func (h *Handlers) runFile(c *fiber.Ctx) error {
	o, err := h.opened(c)
	if err != nil {
		return err
	}
	if o.Variant.Frozen() {
		return page.To(c, planned.MonthPath(o.AsOf))
	}
	viewer, ctx, cancel, err := h.viewer(c)
	if err != nil {
		return err
	}
	defer cancel()
	act, err := h.act(c)
	if err != nil {
		return err
	}
	q, wanted := o.Query(viewer.Person, page.From(c).L.Lang(), act)
	return h.Files.Report(ctx, c, q, wanted)
}
