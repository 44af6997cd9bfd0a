package hr

import (
	"maps"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// importView is what the plan of a staff list has beside a plan of rules.
type importView struct {
	Problems    *problemView
	Groups      []group
	Departments []departmentRow
	PC          []pcRow
	PCGroup     group
	Units       []unitRow // of the file that are new, or are others by hand
	UnitsLead   string
	UnitsMore   string // «und 12 weitere»
	Columns     string // address of their page
	Workbook    string // address of the whole preview as a file
}

func (h *Handlers) importShow(c *fiber.Ctx) error {
	plan, err := h.loadPlan(c, change.People)
	if err != nil {
		return err
	}
	return h.importAgain(c, plan, nil, h.refused(c, plan))
}

func (h *Handlers) importAgain(c *fiber.Ctx, plan change.Plan, form *page.Form, differs *change.Differs) error {
	notes, err := hrimport.NotesOf(plan)
	if err != nil {
		return err
	}
	s, err := h.gather(c, plan, form, differs)
	if err != nil {
		return err
	}
	base := page.From(c)
	return page.Render(c, "hr/plan", newImportPlan(base, s, notes, visit.Of(c), page.AddressOf(c), page.ReadQuery(c), h.courseTitle(base.L)))
}

func newImportPlan(base page.Base, s shownPlan, notes hrimport.Notes, v *visit.Visit, address page.Address, query *page.Form, title func(string) string) *planPage {
	l := base.L
	base.Title = l.T("common.preview")
	people := s.plan.Draft.People
	p := newPlan(base, s, importPath(s.plan.UID.String()), v.Now, address, query, title)
	p.Heading = page.Heading{Kicker: s.plan.Title, Text: importHeadline(l, people, notes.List), Lead: p.Effects.Headline}
	if s.plan.State == change.Applied {
		p.Actions = []page.Action{{Label: l.T("hr.plan.to_people"), URL: "/personen", Quiet: true}}
	}
	source := page.Fact{Term: l.T("hr.plan.source"), Text: l.N("hr.plan.rows", s.plan.Source.Rows, "file", s.plan.Source.File)}
	p.Facts = append([]page.Fact{source}, p.Facts...)
	if text := scopeText(l, notes.Options, s.names); text != "" {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("hr.import.scope"), Text: text})
	}
	if p.Confirm != "" {
		p.Confirm = brakeText(l, notes.Brake)
	}
	open := query.Get("gruppe")
	list := address.Without("q", "was", "kurs")
	p.Import = &importView{
		Problems: newProblems(l, s.plan.Source.File, notes), Groups: newGroups(l, people, s.names, open, list),
		Departments: newDepartments(l, people, s.names), Units: newUnits(l, notes.Units, s.names, p.Open || p.Renew),
		Columns: p.Path + "/spalten", Workbook: p.Path + "/xlsx",
	}
	p.Import.UnitsLead = l.N("hr.units.lead", len(notes.Units))
	if more := len(notes.Units) - len(p.Import.Units); more > 0 {
		p.Import.UnitsMore = l.N("hr.units.more", more)
	}
	p.Import.pc(l, newPCRows(l, people, s.names), open, list)
	return p
}

// pc cuts the proposal of «PC ja/nein» like a group.
func (v *importView) pc(l *i18n.Printer, rows []pcRow, open string, address page.Address) {
	v.PCGroup = group{ID: "pc", Count: len(rows), Open: open == "pc", Title: l.N("hr.group.pc", len(rows))}
	from, to := v.PCGroup.cut(address, len(rows))
	v.PC = rows[from:to]
}

// peopleHeadline is «12 Personen sind neu, 30 haben neue Angaben und 4 treten
// aus.»
func peopleHeadline(l *i18n.Printer, c people.Change) string {
	var parts []string
	for _, kind := range []people.Kind{people.Joined, people.Rehired, people.Changed, people.Moved, people.Left} {
		if n := c.Count(kind); n > 0 {
			key := "hr.headline." + string(kind)
			if len(parts) > 0 { // the first has said what is counted
				key = "hr.headline.then." + string(kind)
			}
			parts = append(parts, l.N(key, n))
		}
	}
	switch {
	case len(parts) > 0:
		return l.List(parts) + "."
	case !c.Empty():
		return l.T("hr.headline.departments_only")
	default:
		return l.T("hr.headline.nothing")
	}
}

// brakeText says why a number has to be typed.
func brakeText(l *i18n.Printer, b hrimport.Brake) string {
	key := "hr.brake.leavers"
	switch {
	case b.LeaversOver && b.MoversOver:
		key = "hr.brake.both"
	case b.MoversOver:
		key = "hr.brake.movers"
	}
	return l.T(key, "leavers", b.Leavers, "movers", b.Movers, "employed", b.Employed, "number", b.Confirm())
}

func (h *Handlers) importApply(c *fiber.Ctx) error {
	return h.apply(c, change.People, h.importAgain)
}

func (h *Handlers) importDiscard(c *fiber.Ctx) error {
	return h.discard(c, change.People, "/import")
}

// importRenew plans the same rows anew: «Inzwischen hat sich etwas geändert».
func (h *Handlers) importRenew(c *fiber.Ctx) error {
	return h.revise(c, func(*page.Form, hrimport.Preview, *hrimport.Options) error { return nil })
}

// importPC plans the same rows with HR's word on «PC ja/nein»: the boxes name
// those for whom the proposal is wrong.
func (h *Handlers) importPC(c *fiber.Ctx) error {
	return h.revise(c, correctPC)
}

func correctPC(form *page.Form, old hrimport.Preview, o *hrimport.Options) error {
	o.HasPC = maps.Clone(o.HasPC)
	if o.HasPC == nil {
		o.HasPC = map[string]bool{}
	}
	wrong := map[string]bool{}
	for _, key := range form.All("wrong") {
		wrong[key] = true
	}
	for _, p := range old.Plan.Draft.People.Persons {
		if wrong[p.Key] && p.Traits != nil {
			o.HasPC[p.Key] = !p.Traits.After.HasPC
		}
	}
	return nil
}

// revise plans the rows of the plan anew with altered options; the old plan is
// given up once the new one is there.
func (h *Handlers) revise(c *fiber.Ctx, alter func(*page.Form, hrimport.Preview, *hrimport.Options) error) error {
	v, ctx, path := visit.Of(c), c.UserContext(), importPath(c.Params("plan"))
	old, err := h.Imports.Show(ctx, c.Params("plan"))
	if err != nil {
		return err
	}
	if len(old.Plan.Input) == 0 { // its content has expired
		return page.Warned(c, path, "hr.plan.not_open")
	}
	options := old.Options
	if err := alter(page.ReadForm(c), old, &options); err != nil {
		return err
	}
	prepared, err := h.Imports.Reprepare(ctx, c.Params("plan"), old.Plan.EffectiveOn, options, v.ViewerID())
	if err != nil {
		return err
	}
	if prepared.Blocked {
		return h.importPage(c, old.List, nil, newProblems(page.From(c).L, old.Plan.Source.File, prepared.Notes))
	}
	return h.begin(c, task.Request{Kind: change.ProposeTask, Title: old.Plan.Title,
		Input: change.Wanted{Request: prepared.Request, Replaces: c.Params("plan")}})
}
