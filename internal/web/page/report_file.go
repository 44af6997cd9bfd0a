package page

import (
	"context"
	"io"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/report"
	"zaemme/internal/task"
)

// Handing is how files of reports leave: at once, or as a task where they have many
// rows. All fields are required.
type Handing struct {
	Reports *report.Service
	Tasks   *task.Runner
	// Many rows make a file a task.
	Many int
	// Patience is how long a click waits for its task before it shows how far that is.
	Patience time.Duration
}

// Report answers with the file that q asks for, or leads to the task that makes it,
// which wanted describes; wanted asks for the same as q. It is registered and logged
// before the first byte leaves.
func (h Handing) Report(ctx context.Context, c *fiber.Ctx, q report.Query, wanted report.Wanted) error {
	if report.MediaTypes[wanted.Form] == "" {
		wanted.Form = "xlsx"
	}
	many, err := h.Reports.AtLeast(ctx, q, h.Many)
	if err != nil {
		return err
	}
	if !many {
		return Spool(c, report.MediaTypes[wanted.Form], func(out io.Writer) (string, error) {
			r, err := h.Reports.WriteAs(ctx, wanted.Form, out, q)
			return r.FileName, err
		})
	}
	title := From(c).L.T("reports.file.of", "day", q.AsOf)
	uid, err := h.Tasks.Start(ctx, task.Request{Kind: report.FileTask, Title: title, Owner: q.By.ID, Input: wanted}, q.Now)
	if err != nil {
		return err
	}
	t, err := h.Tasks.Wait(ctx, uid, q.By.ID, h.Patience)
	if err != nil {
		return err
	}
	if t.Ended() {
		return To(c, report.FilePath(uid.String()))
	}
	return To(c, TaskPath(uid.String()))
}

// TaskPath is the page of a task.
func TaskPath(uid string) string { return "/auftraege/" + uid }
