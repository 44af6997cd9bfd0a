package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

func editPath(uid string) string { return "/personen/vorschau/" + uid }

func (h *Handlers) editShow(c *fiber.Ctx) error {
	plan, err := h.loadPlan(c, hrimport.Edit)
	if err != nil {
		return err
	}
	return h.editAgain(c, plan, nil, h.refused(c, plan))
}

func (h *Handlers) editAgain(c *fiber.Ctx, plan change.Plan, form *page.Form, differs *change.Differs) error {
	s, err := h.gather(c, plan, form, differs)
	if err != nil {
		return err
	}
	p, err := newEdit(page.From(c), s, visit.Of(c), page.AddressOf(c), page.ReadQuery(c), h.courseTitle(page.From(c).L))
	if err != nil {
		return err
	}
	return page.Render(c, "hr/plan", p)
}

func newEdit(base page.Base, s shownPlan, v *visit.Visit, address page.Address, query *page.Form, title func(string) string) (*planPage, error) {
	l, staff := base.L, s.plan.Draft.People
	base.Title = l.T("common.preview")
	p := newPlan(base, s, editPath(s.plan.UID.String()), v.Now, address, query, title)
	p.Renew = false // it is quicker to answer the question again
	p.Heading = page.Heading{Kicker: s.plan.Title, Text: peopleHeadline(l, staff), Lead: effectsHeadline(l, caused(s.plan.Sums))}
	open, list := query.Get("gruppe"), address.Without("q", "was", "kurs")
	p.Import = &importView{Groups: newGroups(l, staff, s.names, open, list), Departments: newDepartments(l, staff, s.names)}
	if len(s.plan.Input) == 0 { // it has expired
		return p, nil
	}
	edit, err := hrimport.ReadByHand(s.plan.Input)
	if err != nil {
		return nil, err
	}
	p.Text = editText(l, edit)
	about := editLink(s, edit)
	about.Term = l.T("hr.edit.about")
	if about.URL != "" {
		p.Facts = append([]page.Fact{about}, p.Facts...)
	}
	if s.plan.State == change.Applied && about.URL != "" {
		p.Actions = []page.Action{{Label: l.T("hr.edit.to", "name", about.Text), URL: about.URL, Quiet: true}}
	}
	if edit.From < calendar.DateOf(s.plan.CreatedAt.In(calendar.Zurich)) {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("hr.edit.facts_from"), Text: l.T("hr.edit.past", "day", edit.From)})
	}
	return p, nil
}

// caused are the effects that do not come by the day of the plan anyway: an edit
// of one person is not to seem to bring what time brings to others.
func caused(sums change.Sums) change.Counts { return sums.Total().Minus(sums.Anyway) }

// editText is what an edit is about, in a sentence.
func editText(l *i18n.Printer, edit hrimport.ByHand) string {
	switch {
	case edit.PC != nil && edit.PC.HasPC:
		return l.T("hr.edit.with_pc")
	case edit.PC != nil:
		return l.T("hr.edit.without_pc")
	default:
		return l.T("hr.edit." + edit.Name())
	}
}

// editLink leads to what an edit is about: the person, the department, else the
// whole tree.
func editLink(s shownPlan, edit hrimport.ByHand) page.Fact {
	person, department := edit.About()
	if w := s.names.who(person); person != "" {
		return page.Fact{Text: w.Name, URL: w.URL}
	}
	if department != "" {
		return page.Fact{Text: s.names.department(department), URL: page.NewAddress("/organisation").With("q", department)}
	}
	return page.Fact{Text: s.plan.Title, URL: "/organisation"}
}

func (h *Handlers) editApply(c *fiber.Ctx) error {
	if err := h.Imports.MayDecide(c.UserContext(), c.Params("plan"), visit.Of(c).ViewerID()); err != nil {
		return err
	}
	return h.apply(c, hrimport.Edit, h.editAgain)
}

// editDiscard leads back to whom the edit was about.
func (h *Handlers) editDiscard(c *fiber.Ctx) error {
	plan, err := h.loadPlan(c, hrimport.Edit)
	if err != nil {
		return err
	}
	back := "/personen"
	if len(plan.Input) > 0 {
		edit, err := hrimport.ReadByHand(plan.Input)
		if err != nil {
			return err
		}
		person, department := edit.About()
		known, err := people.Named(c.UserContext(), h.DB, []string{person}, visit.Of(c).Today)
		if err != nil {
			return err
		}
		if p, ok := known[person]; ok {
			back = personURL(p.UID.String())
		} else if department != "" || person == "" {
			back = "/organisation"
		}
	}
	return h.discard(c, hrimport.Edit, back)
}
