package line

import (
	"context"
	"io"
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
	write, kind := h.Reports.Write, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	switch f.Get("form") {
	case "csv":
		write, kind = h.Reports.WriteCSV, csvType
	case "jsonl":
		write, kind = h.Reports.WriteJSON, jsonType
	}
	return page.Spool(c, kind, func(out io.Writer) (string, error) {
		r, err := write(ctx, out, q)
		return r.FileName, err
	})
}

// Media types of rows.
const (
	csvType  = "text/csv; charset=utf-8"
	jsonType = "application/jsonl"
)
