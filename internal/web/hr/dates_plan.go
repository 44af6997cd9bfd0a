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

// datesPages are the pages of a plan that moves dates alone, of any kind.
type datesPages struct {
	*Handlers
	kind change.Kind
	lead string // text key
	back string
}

func (h *Handlers) calendarPlans() datesPages {
	return datesPages{h, change.Calendar, "calendar.dates.lead", calendarsPath}
}

func (h *Handlers) outagePlans() datesPages {
	return datesPages{h, change.Outage, "outage.plan.lead", outagesPath}
}

func (h *Handlers) versionPlans() datesPages {
	return datesPages{h, change.Version, "version.plan.lead", versionsPath}
}

func (d datesPages) show(c *fiber.Ctx) error {
	plan, err := d.loadPlan(c, d.kind)
	if err != nil {
		return err
	}
	return d.again(c, plan, nil, d.refused(c, plan))
}

func (d datesPages) again(c *fiber.Ctx, plan change.Plan, form *page.Form, differs *change.Differs) error {
	s, err := d.gather(c, plan, form, differs)
	if err != nil {
		return err
	}
	base := page.From(c)
	base.Title = base.L.T("common.preview")
	p := newPlan(base, s, planPath(d.kind, plan.UID.String()), visit.Of(c).Now, page.AddressOf(c), page.ReadQuery(c), d.courseTitle(base.L))
	p.ByUnit = true
	p.Heading = page.Heading{Kicker: plan.Title, Text: p.Effects.Headline, Lead: base.L.T(d.lead)}
	return page.Render(c, "hr/plan", p)
}

func (d datesPages) apply(c *fiber.Ctx) error { return d.Handlers.apply(c, d.kind, d.again) }

func (d datesPages) discard(c *fiber.Ctx) error { return d.Handlers.discard(c, d.kind, d.back) }

// renew plans the same as of today.
func (d datesPages) renew(c *fiber.Ctx) error {
	v := visit.Of(c)
	old, err := d.loadPlan(c, d.kind)
	if err != nil {
		return err
	}
	path := planPath(d.kind, old.UID.String())
	if len(old.Input) == 0 { // its content has expired
		return page.Warned(c, path, "hr.plan.not_open")
	}
	return d.begin(c, task.Request{Kind: change.ProposeTask, Title: old.Title, Input: change.Wanted{Replaces: old.UID.String(), Request: change.Request{
		Kind: d.kind, Title: old.Title, Actor: v.ViewerID(), EffectiveOn: v.Today, Input: old.Input}}})
}
