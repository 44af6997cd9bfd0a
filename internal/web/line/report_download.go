package line

import (
	"context"
	"fmt"
	"io"
	"os"
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
// csv or JSON lines: HR's variant where all of it is HR's to see, the line's for the others. It is registered and
// logged before the first byte leaves.
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
	return spooled(c, kind, func(out io.Writer) (string, error) {
		r, err := write(ctx, out, q)
		return r.FileName, err
	})
}

// Media types of rows.
const (
	csvType  = "text/csv; charset=utf-8"
	jsonType = "application/jsonl"
)

// spooled hands out what write has written, under the name that it returns, once
// all of it is there: before the first byte leaves, who it names is logged.
func spooled(c *fiber.Ctx, kind string, write func(io.Writer) (name string, err error)) error {
	// The name is gone at once; the content goes with the last reader.
	file, err := os.CreateTemp("", "zaemme-report-*")
	if err != nil {
		return fmt.Errorf("line: spool a report: %w", err)
	}
	_ = os.Remove(file.Name())
	name, err := write(file)
	if err != nil {
		_ = file.Close()
		return err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return fmt.Errorf("line: spool a report: %w", err)
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendStream(file, int(size)) // closes the file
}
