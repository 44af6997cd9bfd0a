package hr

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// recentPlans are listed on the start page of imports and of rules.
const recentPlans = 20

type importPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	List     string       // kind of file
	Lists    []page.Step  // the kinds, as links
	Texts    []string     // what such a file contains
	Day      string       // proposed
	Blocked  *problemView // of a file that was not accepted
	Recent   []recentRow
	Running  []page.Fact // tasks of the viewer that have not ended
	Scopes   []page.Choice
	Unfold   []page.Choice // departments of which those below are not offered
	MaxBytes int
}

type recentRow struct{ URL, Title, Day, Created, State string }

func (h *Handlers) importStart(c *fiber.Ctx) error {
	return h.importPage(c, listNamed(page.ReadQuery(c).Get("liste")), nil, nil)
}

// importPage is the form, with what was wrong with the file where something was.
func (h *Handlers) importPage(c *fiber.Ctx, list hrimport.List, form *page.Form, blocked *problemView) error {
	v := visit.Of(c)
	day, err := h.Imports.DefaultDay(c.UserContext(), v.Today)
	if err != nil {
		return err
	}
	recent, err := h.recent(c, h.DB, change.People, importPath)
	if err != nil {
		return err
	}
	tree, err := people.Tree(c.UserContext(), h.DB, v.Today)
	if err != nil {
		return err
	}
	open, err := task.Open(c.UserContext(), h.DB, v.ViewerID(), change.ProposeTask, change.ApplyTask)
	if err != nil {
		return err
	}
	p := newImport(page.From(c), list, form, day, blocked, recent)
	p.Running = newRunning(p.L, open)
	p.scopes(tree, unitOf(c, form))
	if form != nil || blocked != nil {
		return page.Invalid(c, "hr/import", p)
	}
	return page.Render(c, "hr/import", p)
}

// unitOf is the code of the department that the form or the address names.
func unitOf(c *fiber.Ctx, form *page.Form) string {
	if form != nil {
		code, _ := strings.CutPrefix(form.Get("scope"), inUnit)
		return code
	}
	return page.ReadQuery(c).Get("einheit")
}

func (p *importPage) scopes(tree []people.TreeNode, code string) {
	if p.List != string(hrimport.Staff) {
		return
	}
	shown, more := unfold(p.L, tree, code)
	p.Scopes, p.Unfold = scopeChoices(p.L, shown, code), more
}

func newImport(base page.Base, list hrimport.List, form *page.Form, day calendar.Date, blocked *problemView, recent []recentRow) *importPage {
	l := base.L
	base.Title = l.T("nav.import")
	p := &importPage{Base: base, Form: form, List: string(list), Day: l.Date(day), Blocked: blocked, Recent: recent, MaxBytes: MaxFile}
	p.Heading = page.Heading{Text: l.T("hr.import.heading." + p.List), Lead: l.T("hr.import.lead." + p.List)}
	for _, one := range hrimport.Lists {
		step := page.Step{Label: l.T("hr.import.list." + string(one)), URL: listPath(one)}
		if one == list {
			step.State = "now"
		}
		p.Lists = append(p.Lists, step)
	}
	for _, key := range []string{"needed", "possible", "dropped", "kept"} {
		if full := "hr.import." + key + "." + p.List; l.Has(full) {
			p.Texts = append(p.Texts, l.T(full))
		} else {
			p.Texts = append(p.Texts, l.T("hr.import."+key))
		}
	}
	if blocked != nil {
		p.Heading = page.Heading{Kicker: blocked.File, Text: l.N("hr.import.blocked", blocked.Errors), Lead: l.T("hr.import.blocked_lead")}
	}
	return p
}

// recent lists the latest plans of a kind.
func (h *Handlers) recent(c *fiber.Ctx, conn db.Conn, kind change.Kind, path func(string) string) ([]recentRow, error) {
	plans, err := change.Recent(c.UserContext(), conn, kind, recentPlans)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, p := range plans {
		ids = append(ids, p.CreatedBy)
	}
	names, err := people.Names(c.UserContext(), conn, ids...)
	if err != nil {
		return nil, err
	}
	rows := make([]recentRow, len(plans))
	for i, p := range plans {
		rows[i] = newRecent(page.From(c).L, p, names, path, visit.Of(c))
	}
	return rows, nil
}

func newRecent(l *i18n.Printer, p change.Plan, names map[int64]string, path func(string) string, v *visit.Visit) recentRow {
	state := string(p.State)
	if p.State == change.Shown && !v.Now.Before(p.ExpiresAt) {
		state = "expired"
	}
	return recentRow{URL: path(p.UID.String()), Title: p.Title, Day: l.Date(p.EffectiveOn), State: l.T("hr.state." + state),
		Created: l.T("hr.by", "at", page.Clock(l, p.CreatedAt), "who", nameOr(l, names[p.CreatedBy]))}
}

// listNamed is the kind of file of that name, the staff list without one.
func listNamed(name string) hrimport.List {
	if list := hrimport.List(name); slices.Contains(hrimport.Lists, list) {
		return list
	}
	return hrimport.Staff
}

// listPath is the form for a kind of file.
func listPath(list hrimport.List) string {
	if list == hrimport.Staff {
		return "/import"
	}
	return "/import?liste=" + string(list)
}

func importPath(uid string) string { return "/import/" + uid }

// newRunning leads to work that has not ended.
func newRunning(l *i18n.Printer, open []task.Task) []page.Fact {
	list := make([]page.Fact, len(open))
	for i, t := range open {
		list[i] = page.Fact{Term: t.Title, Text: l.T("hr.task." + t.Kind), URL: taskPath(t.UID.String())}
	}
	return list
}
