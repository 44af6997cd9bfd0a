package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

func datesPath(uid string) string { return calendarsPath + "/vorschau/" + uid }

// datesPropose lets a task plan what the holiday sets of today do to running dates.
func (h *Handlers) datesPropose(c *fiber.Ctx) error {
	v := visit.Of(c)
	input, err := curriculum.DatesChange{Recalculate: true}.JSON()
	if err != nil {
		return err
	}
	title := page.From(c).L.T("calendar.dates.title")
	return h.begin(c, task.Request{Kind: change.ProposeTask, Title: title, Input: change.Wanted{Request: change.Request{
		Kind: change.Calendar, Title: title, Actor: v.ViewerID(), EffectiveOn: v.Today, Input: input}}})
}

func (h *Handlers) datesShow(c *fiber.Ctx) error {
	plan, err := h.loadPlan(c, change.Calendar)
	if err != nil {
		return err
	}
	return h.datesAgain(c, plan, nil, h.refused(c, plan))
}

func (h *Handlers) datesAgain(c *fiber.Ctx, plan change.Plan, form *page.Form, differs *change.Differs) error {
	s, err := h.gather(c, plan, form, differs)
	if err != nil {
		return err
	}
	base := page.From(c)
	base.Title = base.L.T("common.preview")
	p := newPlan(base, s, datesPath(plan.UID.String()), visit.Of(c).Now, page.AddressOf(c), page.ReadQuery(c), h.courseTitle(base.L))
	p.ByUnit = true
	p.Heading = page.Heading{Kicker: plan.Title, Text: p.Effects.Headline, Lead: base.L.T("calendar.dates.lead")}
	return page.Render(c, "hr/plan", p)
}

func (h *Handlers) datesApply(c *fiber.Ctx) error { return h.apply(c, change.Calendar, h.datesAgain) }

func (h *Handlers) datesDiscard(c *fiber.Ctx) error {
	return h.discard(c, change.Calendar, calendarsPath)
}

// datesRenew plans the same as of today.
func (h *Handlers) datesRenew(c *fiber.Ctx) error {
	if _, err := h.loadPlan(c, change.Calendar); err != nil {
		return err
	}
	return h.datesPropose(c)
}
