package hr

import (
	"encoding/json"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/hrimport"
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
	l := base.L
	base.Title = l.T("common.preview")
	p := newPlan(base, s, editPath(s.plan.UID.String()), v.Now, address, query, title)
	var edit hrimport.PCEdit
	if len(s.plan.Input) > 0 { // an expired plan has lost it
		if err := json.Unmarshal(s.plan.Input, &edit); err != nil {
			return nil, fmt.Errorf("hr: edit of plan %s: %w", s.plan.UID, err)
		}
	}
	p.Renew = false // it is quicker to answer the question again
	p.Heading = page.Heading{Kicker: s.plan.Title, Text: l.T("hr.edit.without_pc"), Lead: p.Effects.Headline}
	if edit.HasPC {
		p.Text = l.T("hr.edit.with_pc")
	}
	if w := s.names.who(edit.Person); w.URL != "" {
		p.Facts = append([]page.Fact{{Term: l.T("hr.person.name"), Text: w.Name, URL: w.URL}}, p.Facts...)
	}
	return p, nil
}

func (h *Handlers) editApply(c *fiber.Ctx) error {
	if err := h.Imports.MayDecide(c.UserContext(), c.Params("plan"), visit.Of(c).ViewerID()); err != nil {
		return err
	}
	return h.apply(c, hrimport.Edit, h.editAgain)
}

func (h *Handlers) editDiscard(c *fiber.Ctx) error {
	return h.discard(c, hrimport.Edit, "/personen")
}
