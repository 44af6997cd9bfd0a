package hr

import (
	"cmp"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// keptRows of what stays are listed; the number says how many there are.
const keptRows = 50

// undoView is what a counter-plan has beside another plan: what stays.
type undoView struct {
	Kept     []keptRow
	More     string
	Restored []string // rules and curricula, in words
}

type keptRow struct{ Name, What, Why string }

func undoPath(uid string) string { return batchesPath + "/" + uid }

func takeBackPath(batch int64) string { return fmt.Sprintf("%s/%d/rueckgaengig", batchesPath, batch) }

func (h *Handlers) undoShow(c *fiber.Ctx) error {
	plan, err := h.loadPlan(c, change.Undo)
	if err != nil {
		return err
	}
	return h.undoAgain(c, plan, nil, h.refused(c, plan))
}

func (h *Handlers) undoAgain(c *fiber.Ctx, plan change.Plan, form *page.Form, differs *change.Differs) error {
	s, err := h.gather(c, plan, form, differs)
	if err != nil {
		return err
	}
	base := page.From(c)
	p := newUndo(base, s, visit.Of(c), page.AddressOf(c), page.ReadQuery(c), h.courseTitle(base.L))
	if plan.Draft.Undo != nil { // an expired plan has lost its content
		if p.Undo, err = h.kept(c, *plan.Draft.Undo); err != nil {
			return err
		}
		b, err := change.BatchByID(c.UserContext(), h.DB, plan.Draft.Undo.Batch)
		if err != nil {
			return err
		}
		p.Facts = append([]page.Fact{{Term: base.L.T("hr.undo.of"), Text: page.Clock(base.L, b.AppliedAt)}}, p.Facts...)
	}
	return page.Render(c, "hr/plan", p)
}

func newUndo(base page.Base, s shownPlan, v *visit.Visit, address page.Address, query *page.Form, title func(string) string) *planPage {
	l := base.L
	base.Title = l.T("hr.undo.title")
	p := newPlan(base, s, undoPath(s.plan.UID.String()), v.Now, address, query, title)
	p.Heading = page.Heading{Kicker: s.plan.Title, Text: undoHeadline(l, s.plan.Draft.People), Lead: l.T("hr.undo.lead")}
	if len(s.plan.Draft.People.Persons)+len(s.plan.Draft.People.Departments) == 0 && s.plan.Sums.Total().Total() > 0 { // dates alone
		p.Text, p.ByUnit = p.Effects.Headline, true
		if s.plan.Sums.Sooner {
			p.Lead = l.T("calendar.undo.sooner") + " " + p.Lead
		}
	}
	if s.plan.State == change.Applied {
		p.Actions = []page.Action{{Label: l.T("hr.batches.title"), URL: batchesPath, Quiet: true}}
	}
	p.Apply = l.T("hr.undo.do")
	if p.Confirm != "" {
		p.Confirm = l.T("hr.undo.confirm", "number", s.plan.Draft.Confirm)
	}
	list := address.Without("q", "was", "kurs")
	p.Import = &importView{Groups: newGroups(l, s.plan.Draft.People, s.names, query.Get("gruppe"), list),
		Departments: newDepartments(l, s.plan.Draft.People, s.names)}
	for i := range p.Import.Groups {
		g := &p.Import.Groups[i]
		g.Title = l.N("hr.undo.group."+g.ID, g.Count)
	}
	return p
}

// undoHeadline says what the organisation is like without the batch.
func undoHeadline(l *i18n.Printer, c people.Change) string {
	n := len(c.Persons)
	if n == 0 {
		return l.T("hr.undo.heading.nobody")
	}
	return l.N("hr.undo.heading", n)
}

// kept names what stays, and why.
func (h *Handlers) kept(c *fiber.Ctx, u change.Undone) (*undoView, error) {
	l, ctx := page.From(c).L, c.UserContext()
	var ids []int64
	for _, k := range u.Kept {
		ids = append(ids, k.PersonID)
	}
	for _, d := range u.Duties {
		ids = append(ids, d.PersonID)
	}
	names, err := people.Names(ctx, h.DB, ids...)
	if err != nil {
		return nil, err
	}
	tree, err := people.Tree(ctx, h.DB, visit.Of(c).Today)
	if err != nil {
		return nil, err
	}
	units := map[int64]string{}
	for _, d := range tree {
		units[d.ID] = d.Name
	}
	view := &undoView{}
	var rules []keptRow
	for _, r := range u.Rules {
		title, err := h.factTitle(c, r)
		switch key := "hr.undo.rule." + r.Kind; {
		case err != nil:
			return nil, err
		case r.Kept:
			rules = append(rules, keptRow{Name: title, What: l.T("hr.undo.kept." + r.Kind), Why: l.T("hr.undo.why.changed")})
		case r.Gone:
			view.Restored = append(view.Restored, l.T(key+"_gone", "title", title))
		default:
			view.Restored = append(view.Restored, l.T(key, "title", title))
		}
	}
	add := func(row keptRow) {
		if len(view.Kept) < keptRows {
			view.Kept = append(view.Kept, row)
		}
	}
	for _, k := range u.Kept {
		add(keptRow{Name: cmp.Or(names[k.PersonID], units[k.DepartmentID], l.T("hr.undo.unit")), What: l.T("hr.undo.kept." + string(k.What)),
			Why: l.T("hr.undo.why." + string(k.Why))})
	}
	for _, row := range rules {
		add(row)
	}
	for _, d := range u.Duties {
		add(keptRow{Name: cmp.Or(names[d.PersonID], d.Person), What: l.T("hr.undo.kept.duty", "course", d.Course), Why: l.T("hr.undo.why.learned")})
	}
	if more := len(u.Kept) + len(u.Duties) + len(rules) - len(view.Kept); more > 0 {
		view.More = l.N("hr.undo.more", more)
	}
	return view, nil
}

// factTitle names a rule or a curriculum as it was called last.
func (h *Handlers) factTitle(c *fiber.Ctx, r curriculum.Restored) (string, error) {
	titles, err := curriculum.Titles(c.UserContext(), h.DB, r.Kind, r.Code)
	return cmp.Or(textIn(page.From(c).L, titles), r.Code), err
}

func (h *Handlers) undoApply(c *fiber.Ctx) error { return h.apply(c, change.Undo, h.undoAgain) }

func (h *Handlers) undoDiscard(c *fiber.Ctx) error { return h.discard(c, change.Undo, batchesPath) }

// undoRenew asks anew for the counter-plan, as of today.
func (h *Handlers) undoRenew(c *fiber.Ctx) error {
	v := visit.Of(c)
	old, err := h.loadPlan(c, change.Undo)
	if err != nil {
		return err
	}
	if old.Draft.Undo == nil { // its content has expired
		return page.Warned(c, undoPath(c.Params("plan")), "hr.plan.not_open")
	}
	return h.begin(c, task.Request{Kind: change.ProposeTask, Title: old.Title, Input: change.Wanted{
		Request: change.TakeBack(old.Draft.Undo.Batch, old.Title, v.ViewerID(), v.Today), Replaces: old.UID.String()}})
}
