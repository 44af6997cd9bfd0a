package hr

import (
	"cmp"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/pending"
	"zaemme/internal/people"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// mostImports are listed; nobody has more on their way.
const mostImports = 200

type importsPage struct {
	page.Base
	page.Heading
	Rows  []importRow
	Empty page.Empty
}

// importRow is a list on its way, with what to do next. URL is empty where there is
// nothing to look at for this viewer, Settle where nothing is to be put away.
type importRow struct{ URL, Title, List, State, Why, Next, By, Settle string }

// importsList shows HR's lists that run, wait or have failed.
func (h *Handlers) importsList(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	whole := people.Scope{Viewer: v.ViewerID(), Day: v.Today, Everyone: true} // as the route asks for
	list, err := pending.ReadImports(ctx, h.DB, whole, v.Now, mostImports)
	if err != nil {
		return err
	}
	return page.Render(c, "hr/pending-imports", newImports(page.From(c), list, v.ViewerID()))
}

func newImports(base page.Base, list []pending.Import, viewer int64) *importsPage {
	l, todo := base.L, 0
	base.Title = l.T("pending.imports")
	p := &importsPage{Base: base}
	for _, one := range list {
		if one.Step != pending.Computing && one.Step != pending.Applying {
			todo++
		}
		p.Rows = append(p.Rows, newImportRow(l, one, viewer))
	}
	p.Heading = page.Heading{Kicker: l.T("pending.title"), Text: l.N("pending.imports.heading", todo), Lead: l.T("pending.imports.lead")}
	switch {
	case len(list) == 0:
		p.Text, p.Lead = l.T("pending.imports.none"), ""
		p.Empty = page.Empty{Title: l.T("pending.imports.empty"), Text: l.T("pending.imports.empty_text"), Next: page.Link{Label: l.T("nav.import"), URL: "/import"}}
	case todo == 0:
		p.Text = l.T("pending.imports.running")
	}
	return p
}

func newImportRow(l *i18n.Printer, one pending.Import, viewer int64) importRow {
	step, mine := string(one.Step), one.ByID == viewer
	row := importRow{Title: one.Title, State: l.T("pending.imports.state." + step), Next: l.T("pending.imports.next." + step),
		By: l.T("hr.by", "at", page.Clock(l, one.Since), "who", nameOr(l, one.By))}
	if one.List != "" {
		row.List = l.T("hr.import.list." + one.List)
	}
	if one.Failure != nil {
		row.Why = failureText(l, one.Failure)
	}
	switch {
	case one.Task != "" && mine:
		row.URL = taskPath(one.Task)
	case one.Plan:
		row.URL = importPath(one.UID)
	case one.Step == pending.Unfinished:
		row.URL = listPath(hrimport.List(cmp.Or(one.List, string(hrimport.Staff))))
	}
	switch one.Step {
	case pending.Unfinished:
		row.Settle = importsPath + "/" + one.UID + "/erledigt"
	case pending.Outdated:
		row.Settle = importPath(one.UID) + "/verwerfen"
	}
	return row
}

// failureText says why a task has failed; what went through JSON is a number of
// another type.
func failureText(l *i18n.Printer, f *task.Failure) string {
	args := map[string]any{}
	for name, value := range f.Args {
		if n, ok := value.(float64); ok {
			value = int(n)
		}
		args[name] = value
	}
	return l.Map(f.Key, args)
}

// importSettle puts an import away that came to nothing.
func (h *Handlers) importSettle(c *fiber.Ctx) error {
	if err := task.Dismiss(c.UserContext(), h.DB, c.Params("task"), change.ProposeTask); err != nil {
		return err
	}
	return page.Done(c, importsPath, "pending.imports.settled")
}
