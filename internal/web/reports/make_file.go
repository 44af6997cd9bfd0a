package reports

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// makeFile hands out the workbook or its detail rows. It is registered and logged
// before the first byte leaves.
func (h *Handlers) makeFile(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadQuery(c)
	viewer, ctx, cancel, err := h.viewer(c)
	if err != nil {
		return err
	}
	defer cancel()
	q := report.Query{AsOf: v.Today, Scope: viewer.Scope, Department: f.Get("abteilung"), Variant: report.HR, Language: page.From(c).L.Lang(),
		By: viewer.Person, Now: v.Now}
	if day := f.Date("stichtag"); day != 0 {
		q.AsOf = day
	}
	if known := f.Date("wissen"); known > v.Today {
		f.Fail("wissen", "error.report.known_at")
	} else if known != 0 && known < v.Today { // until its end; of today: now
		q.KnownAt = known.End()
	}
	if q.AsOf > v.Today {
		f.Fail("stichtag", "error.report.future")
	}
	if f.OK() {
		wanted := report.Wanted{AsOf: q.AsOf, KnownAt: q.KnownAt, Department: q.Department, Language: q.Language, Form: f.Get("form")}
		err = h.Files.Report(ctx, c, q, wanted)
		switch {
		case apperr.Is(err, apperr.NotFound):
			f.Fail("abteilung", "error.report.department")
		case err == nil || !f.RefusedAt(err, "as_of", "stichtag"):
			return err
		}
	}
	p, err := h.makePage(c, f)
	if err != nil {
		return err
	}
	return page.Invalid(c, "reports/make", p)
}
