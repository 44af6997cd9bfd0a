package admin

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/i18n"
	"zaemme/internal/schedule"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const runRows = 50

type jobsPage struct {
	page.Base
	page.Heading
	Rows []jobRow
}

type jobRow struct {
	URL, Name, What, When, Next string
	Last, Result, Error         string
	Failed                      bool
}

type jobPage struct {
	page.Base
	page.Heading
	Path  string
	Runs  []runRow
	Pager page.Pager
}

type runRow struct{ Started, Took, Result, Error, By string }

func (h *Handlers) jobsList(c *fiber.Ctx) error {
	list, err := h.Jobs.List(c.UserContext(), h.DB, visit.Of(c).Now)
	if err != nil {
		return err
	}
	return page.Render(c, "admin/jobs", newJobs(page.From(c), list))
}

func newJobs(base page.Base, list []schedule.Status) *jobsPage {
	l := base.L
	base.Title = l.T("admin.jobs.title")
	p := &jobsPage{Base: base}
	failed := 0
	for _, s := range list {
		row := newJob(l, s)
		if row.Failed {
			failed++
		}
		p.Rows = append(p.Rows, row)
	}
	p.Heading = page.Heading{Kicker: l.T("nav.settings"), Text: l.N("admin.jobs.failed", failed), Lead: l.T("admin.jobs.lead")}
	if failed == 0 {
		p.Text = l.T("admin.jobs.fine")
	}
	return p
}

func newJob(l *i18n.Printer, s schedule.Status) jobRow {
	row := jobRow{URL: "/einstellungen/jobs/" + s.Job.Name, Name: jobName(l, s.Job.Name), Next: page.Clock(l, s.Next), Last: l.T("admin.job.never")}
	if key := "admin.job." + s.Job.Name + ".what"; l.Has(key) {
		row.What = l.T(key)
	}
	row.When = l.N("admin.job.every", int(max(s.Job.Every/time.Minute, 1)))
	if s.Job.At != nil {
		row.When = l.T("admin.job.daily", "time", clockOf(*s.Job.At))
	}
	if s.Last != nil {
		row.Last, row.Result = page.Clock(l, s.Last.StartedAt), resultText(l, *s.Last)
		row.Error, row.Failed = s.Last.Message, s.Last.Outcome == "failed"
	}
	return row
}

func jobName(l *i18n.Printer, name string) string {
	if key := "admin.job." + name; l.Has(key) {
		return l.T(key)
	}
	return name
}

func clockOf(at schedule.Clock) string {
	return time.Date(2000, 1, 1, at.Hour, at.Minute, 0, 0, time.UTC).Format("15.04")
}

// resultText is «erledigt: 12 mails» in words.
func resultText(l *i18n.Printer, r schedule.Run) string {
	text := l.T("admin.outcome." + r.Outcome)
	var parts []string
	for _, what := range slices.Sorted(maps.Keys(r.Counts)) {
		if n := r.Counts[what]; n > 0 {
			name := what
			if key := "admin.count." + what; l.Has(key) {
				name = l.T(key)
			} else if key := "outbox.reason." + what; l.Has(key) {
				name = strings.TrimSuffix(l.T(key), ".")
			}
			parts = append(parts, name+" "+l.Int(n))
		}
	}
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	return text
}

func (h *Handlers) jobShow(c *fiber.Ctx) error {
	name := c.Params("name")
	list, err := h.Jobs.List(c.UserContext(), h.DB, visit.Of(c).Now)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(s schedule.Status) bool { return s.Job.Name == name })
	if i < 0 {
		return apperr.New(apperr.NotFound, "error.job.unknown", map[string]any{"job": name})
	}
	address := page.AddressOf(c)
	runs, err := schedule.History(c.UserContext(), h.DB, name, runRows+1, address.Offset(runRows))
	if err != nil {
		return err
	}
	return page.Render(c, "admin/job", newJobPage(page.From(c), list[i], runs, address))
}

// newJobPage takes one run more than it shows: that tells whether there is a
// next page.
func newJobPage(base page.Base, s schedule.Status, runs []schedule.Run, address page.Address) *jobPage {
	l := base.L
	row := newJob(l, s)
	base.Title = row.Name
	p := &jobPage{Base: base, Path: row.URL}
	p.Heading = page.Heading{Kicker: l.T("admin.jobs.title"), Text: row.Name, Lead: strings.TrimSpace(row.What + " " + row.When)}
	p.Pager = address.Pager(runRows, address.Offset(runRows)+len(runs))
	for _, r := range runs[:min(len(runs), runRows)] {
		run := runRow{Started: page.Clock(l, r.StartedAt), Result: resultText(l, r), Error: r.Message, By: l.T("admin.job.by_clock"), Took: "–"}
		if r.ByHand {
			run.By = l.T("admin.job.by_hand")
		}
		if r.FinishedAt != nil {
			run.Took = tookText(l, r.FinishedAt.Sub(r.StartedAt))
		}
		p.Runs = append(p.Runs, run)
	}
	return p
}

// tookText is a duration as people write it: 36 ms, 2,4 s.
func tookText(l *i18n.Printer, d time.Duration) string {
	if d < time.Second {
		return l.Int(int(d/time.Millisecond)) + "\u00a0ms"
	}
	tenths := int((d + 50*time.Millisecond) / (100 * time.Millisecond))
	return l.Int(tenths/10) + l.T("admin.job.decimal") + strconv.Itoa(tenths%10) + "\u00a0s"
}

// jobRun runs the job now and waits for it. It goes on when the person leaves the
// page: the job has a time limit of its own.
func (h *Handlers) jobRun(c *fiber.Ctx) error {
	name := c.Params("name")
	counts, err := h.Jobs.RunOnce(context.WithoutCancel(c.UserContext()), name, visit.Of(c).Now)
	if apperr.Is(err, apperr.NotFound) {
		return err
	}
	path := "/einstellungen/jobs/" + name
	if err != nil { // kept with the run, and shown there
		return page.Warned(c, path, "admin.job.failed")
	}
	l := page.From(c).L
	return page.Done(c, path, "admin.job.ran", "result", resultText(l, schedule.Run{Outcome: "done", Counts: counts}))
}
