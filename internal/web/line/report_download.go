package line

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// reportTime is how long a file may take; the request's own limit is for pages.
const reportTime = 5 * time.Minute

// reportDownload hands out the workbook of what the page shows, or its rows as
// csv or JSON lines: HR's variant where all of it is HR's to see, the line's for
// the others. It is registered and logged before the first byte leaves.
func (h *Handlers) reportDownload(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadQuery(c)
	a := read(f, v)
	if !f.OK() {
		return apperr.New(apperr.Invalid, "error.report.future", nil)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), reportTime)
	defer cancel()
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	q := report.Query{AsOf: a.Day, KnownAt: a.known(), Scope: scope, Department: a.Department, Variant: report.Line, Language: page.From(c).L.Lang(),
		By: v.Session.Person, Now: v.Now}
	if scope.ByHR() {
		q.Variant = report.HR
	}
	if a.Course != "" {
		q.Filter.Courses = []string{a.Course}
	}
	return h.Files.Report(ctx, c, q, report.Wanted{Team: true, AsOf: q.AsOf, KnownAt: q.KnownAt, Department: q.Department, Filter: q.Filter,
		Language: q.Language, Form: f.Get("form")})
}

// Media types of rows.
const (
	csvType  = "text/csv; charset=utf-8"
	jsonType = "application/jsonl"
)
