package reports

import (
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// latest are the registered reports below the form.
const latest = 20

type makePage struct {
	page.Base
	page.Heading
	Tabs        []page.Step
	Form        *page.Form
	Day         string
	Days        []page.Link // days that are asked for often
	Departments []page.Choice
	Deeper      bool // there are more departments than are offered
	Forms       []page.Choice
	Rows        []registerRow
	Kept        []keptRow
}

// keptRow is a file that is kept for the viewer, or on its way.
type keptRow struct{ Name, URL, Until string }

type registerRow struct{ Day, Made, Scope, UID, Compare string }

// makeShow is the form for a report of any day, as known at any moment, and what
// was made last.
func (h *Handlers) makeShow(c *fiber.Ctx) error {
	p, err := h.makePage(c, page.ReadQuery(c))
	if err != nil {
		return err
	}
	return page.Render(c, "reports/make", p)
}

func (h *Handlers) makePage(c *fiber.Ctx, f *page.Form) (*makePage, error) {
	v := visit.Of(c)
	viewer, ctx, cancel, err := h.viewer(c)
	if err != nil {
		return nil, err
	}
	defer cancel()
	tree, err := people.Tree(ctx, h.DB, v.Today)
	if err != nil {
		return nil, err
	}
	list, err := h.Reports.Register(ctx, viewer, latest)
	if err != nil {
		return nil, err
	}
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return nil, err
	}
	files, err := h.Reports.Files(ctx, scope, v.Now)
	if err != nil {
		return nil, err
	}
	open, err := task.Open(ctx, h.DB, v.ViewerID(), report.FileTask)
	if err != nil {
		return nil, err
	}
	p := newMake(page.From(c), f, v.Today, tree, list)
	p.Kept = newKept(p.L, open, files)
	return p, nil
}

func newKept(l *i18n.Printer, open []task.Task, files []report.File) (rows []keptRow) {
	for _, t := range open {
		rows = append(rows, keptRow{Name: t.Title, URL: page.TaskPath(t.UID.String()), Until: l.T("reports.file.open")})
	}
	for _, f := range files {
		rows = append(rows, keptRow{Name: f.Name, URL: report.FilePath(f.UID), Until: l.T("reports.file.until") + " " + page.Clock(l, f.ExpiresAt)})
	}
	return rows
}

func newMake(base page.Base, f *page.Form, today calendar.Date, tree []people.TreeNode, list []report.Registered) *makePage {
	l := base.L
	base.Title = l.T("reports.make")
	p := &makePage{Base: base, Form: f, Tabs: tabs(base, Path), Day: l.Date(today)}
	p.Heading = page.Heading{Text: l.T("reports.make.heading"), Lead: l.T("reports.make.lead")}
	year, month, _ := today.YMD()
	monthEnd, yearEnd := calendar.NewDate(year, month, 1).AddDays(-1), calendar.NewDate(year, time.January, 1).AddDays(-1)
	for _, one := range []struct {
		key        string
		day, known calendar.Date
	}{{"reports.make.month", monthEnd, 0}, {"reports.make.month_then", monthEnd, monthEnd}, {"reports.make.year", yearEnd, 0}, {"reports.make.year_then", yearEnd, yearEnd}} {
		q := url.Values{"stichtag": {one.day.String()}}
		if one.known != 0 {
			q.Set("wissen", one.known.String())
		}
		p.Days = append(p.Days, page.Link{Label: l.T(one.key, "day", one.day), URL: Path + "?" + q.Encode()})
	}
	p.Departments = page.DepartmentFilter(l, tree, page.DepartmentCode, f.Get("abteilung"))
	p.Deeper = len(p.Departments) < len(tree)
	for _, form := range []string{"xlsx", "csv", "jsonl"} {
		p.Forms = append(p.Forms, page.Choice{Value: form, Label: l.T("reports.form." + form), Selected: form == f.Get("form") || f.Get("form") == "" && form == "xlsx"})
	}
	for i, r := range list {
		row := registerRow{Day: l.Date(r.AsOf), Made: made(l, r), Scope: scopeOf(l, r), UID: r.UID}
		if i+1 < len(list) {
			earlier, later := list[i+1], r
			if earlier.AsOf > later.AsOf {
				earlier, later = later, earlier
			}
			row.Compare = comparePath + "?" + url.Values{"vorher": {earlier.UID}, "nachher": {later.UID}}.Encode()
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}
