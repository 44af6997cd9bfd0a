package reports

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/planned"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// plansPage lists the reports that come by themselves.
type plansPage struct {
	page.Base
	page.Heading
	Tabs   []page.Step
	Groups []planGroup
	Empty  page.Empty
}

// planGroup are the plans of one state.
type planGroup struct {
	Title string
	Rows  []planRow
}

// planRow is a plan; URL is empty where it only comes to the reader.
type planRow struct{ URL, What, When, Next, People, Note string }

// act is who asks, with all that they see today.
func (h *Handlers) act(c *fiber.Ctx) (planned.Act, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	return planned.Act{Scope: scope, Now: v.Now}, err
}

func (h *Handlers) plansShow(c *fiber.Ctx) error {
	act, err := h.act(c)
	if err != nil {
		return err
	}
	list, err := h.Planned.List(c.UserContext(), act)
	if err != nil {
		return err
	}
	p := newPlans(page.From(c), list)
	p.Tabs = planTabs(c, p.Base)
	return page.Render(c, "reports/plans", p)
}

// planTabs are those of the other pages for who may go there.
func planTabs(c *fiber.Ctx, base page.Base) []page.Step {
	if !visit.Reports.Allows(visit.Of(c).Session) {
		return nil
	}
	return tabs(base, PlanPath)
}

func newPlans(base page.Base, list []planned.Listed) *plansPage {
	l := base.L
	base.Title = l.T("planned.nav")
	p := &plansPage{Base: base, Heading: page.Heading{Kicker: l.T("planned.nav"), Text: plansHeading(l, list), Lead: l.T("planned.list.lead"),
		Actions: []page.Action{{Label: l.T("planned.list.new"), URL: newPlanPath}}}}
	if len(list) == 0 {
		p.Empty = page.Empty{Title: l.T("planned.list.empty"), Text: l.T("planned.list.empty_text")}
		return p
	}
	comes := planGroup{Title: l.T("planned.list.comes")}
	for _, one := range list {
		if one.Comes {
			comes.Rows = append(comes.Rows, newPlanRow(l, one))
		}
	}
	if len(comes.Rows) > 0 {
		p.Groups = append(p.Groups, comes)
	}
	for _, group := range []struct {
		state planned.State
		key   string
	}{{planned.Active, "running"}, {planned.Paused, "paused"}, {planned.Ended, "ended"}} {
		g := planGroup{Title: l.T("planned.list." + group.key)}
		for _, one := range list {
			if one.State == group.state && !one.Comes {
				g.Rows = append(g.Rows, newPlanRow(l, one))
			}
		}
		if len(g.Rows) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return p
}

// plansHeading answers «what comes by itself, and when?».
func plansHeading(l *i18n.Printer, list []planned.Listed) string {
	running, next := 0, calendar.Forever
	for _, one := range list {
		if len(one.Next) > 0 {
			running, next = running+1, min(next, one.Next[0].Due)
		}
	}
	if running == 0 {
		return l.T("planned.list.still")
	}
	return l.N("planned.list.heading", running, "day", l.LongDate(next))
}

func newPlanRow(l *i18n.Printer, one planned.Listed) planRow {
	row := planRow{URL: planURL(one.UID), What: one.Title(l, one.Department), When: one.When(l), People: l.N("planned.list.people", len(one.People)), Next: "–"}
	if len(one.Next) > 0 {
		row.Next = l.Date(one.Next[0].Due)
	}
	switch {
	case one.Comes: // what others get of it is not the reader's
		row.URL, row.People, row.Note = "", l.T("planned.list.you"), l.T("planned.list.planned_by", "owner", one.Owner)
	case one.Why == planned.Owner:
		row.Note = l.T("planned.why.owner", "owner", one.Owner)
	case one.State == planned.Active && one.LeftOut > 0:
		row.Note = l.N("planned.list.left_out", one.LeftOut)
	}
	return row
}
