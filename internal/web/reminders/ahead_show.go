package reminders

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type aheadPage struct {
	page.Base
	page.Heading
	Rows  []comingRow
	Pager page.Pager
}

// aheadShow is what will leave in the next 14 days, person by person.
func (h *Handlers) aheadShow(c *fiber.Ctx) error {
	v, base, address := visit.Of(c), page.From(c), page.AddressOf(c)
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	list, err := h.Reminders.Coming(c.UserContext(), v.Now, aheadDays)
	if err != nil {
		return err
	}
	all, err := scope.Among(c.UserContext(), h.DB, personsOf(list))
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(one reminder.Coming) bool { return all[one.PersonID].ID == 0 })
	total := len(list)
	from := min(address.Offset(pageRows), total)
	list = list[from:min(from+pageRows, total)]
	if err := h.looked(c, "reminders.ahead", scope.Name(), personsOf(list)...); err != nil {
		return err
	}
	return page.Render(c, "reminders/ahead", h.newAhead(base, list, all, address.Pager(pageRows, total)))
}

func personsOf(list []reminder.Coming) []int64 {
	var ids []int64
	for _, one := range list {
		ids = append(ids, one.PersonID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (h *Handlers) newAhead(base page.Base, list []reminder.Coming, persons map[int64]people.Person, pager page.Pager) *aheadPage {
	l := base.L
	base.Title = l.T("reminders.ahead")
	p := &aheadPage{Base: base, Pager: pager}
	p.Heading = page.Heading{Kicker: l.T("nav.reminders"), Text: l.N("reminders.ahead_heading", pager.Total), Lead: l.T("reminders.ahead_lead")}
	for _, one := range list {
		p.Rows = append(p.Rows, h.newComing(base, one, persons[one.PersonID]))
	}
	return p
}
