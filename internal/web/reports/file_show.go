package reports

import (
	"io"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// filePage is a file that a task has made, or why it has made none.
type filePage struct {
	page.Base
	page.Heading
	Facts []page.Fact
}

// file is the viewer's of the address, as far as the viewer may still read it.
func (h *Handlers) file(c *fiber.Ctx) (report.File, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return report.File{}, err
	}
	return h.Reports.File(c.UserContext(), scope, c.Params("task"), v.Now)
}

// fileShow offers the file. While it is made it leads to how far that is.
func (h *Handlers) fileShow(c *fiber.Ctx) error {
	f, err := h.file(c)
	if err == nil {
		return page.Render(c, "reports/file", newFile(page.From(c), f))
	}
	if !apperr.Is(err, apperr.NotFound) {
		return err
	}
	t, missing := task.Load(c.UserContext(), h.DB, c.Params("task"), visit.Of(c).ViewerID())
	switch {
	case missing != nil || t.Kind != report.FileTask:
		return err
	case !t.Ended():
		return page.To(c, page.TaskPath(t.UID.String()))
	case t.Failure != nil:
		return t.Failure.Err()
	default:
		return err
	}
}

func newFile(base page.Base, f report.File) *filePage {
	l := base.L
	base.Title = l.T("reports.file.ready")
	p := &filePage{Base: base, Facts: []page.Fact{
		{Term: l.T("reports.file.name"), Text: f.Name}, {Term: l.T("reports.file.rows"), Text: l.Int(f.Rows)},
		{Term: l.T("reports.file.size"), Text: size(l, f.Size)}, {Term: l.T("reports.file.until"), Text: page.Clock(l, f.ExpiresAt)},
	}}
	p.Heading = page.Heading{Text: l.T("reports.file.ready"), Lead: l.T("reports.file.lead"),
		Actions: []page.Action{{Label: l.T("reports.make.do"), URL: report.FilePath(f.UID) + "/herunterladen"}}}
	return p
}

// size in words: «3,4 MB», a small file «12 kB».
func size(l *i18n.Printer, bytes int64) string {
	if bytes < 1<<20 {
		return l.T("reports.file.kilobytes", "n", l.Int(int(bytes+1023)>>10))
	}
	return l.T("reports.file.megabytes", "n", l.Int(int(bytes+1<<19)>>20))
}

// fileDownload hands out the file; whom it shows was logged when it was made.
func (h *Handlers) fileDownload(c *fiber.Ctx) error {
	f, err := h.file(c)
	if err != nil {
		return err
	}
	return page.Spool(c, f.MediaType, func(out io.Writer) (string, error) {
		return f.Name, blob.Copy(c.UserContext(), h.DB, f.File, out)
	})
}
