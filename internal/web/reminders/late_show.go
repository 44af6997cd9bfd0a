package reminders

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type latePage struct {
	page.Base
	page.Heading
	Rows  []lateRow
	Pager page.Pager
}

type lateRow struct{ Name, URL, Course, Due, Days string }

// lateShow is what has been late for so long that HR is told: elected members,
// militia and externals are not on it.
func (h *Handlers) lateShow(c *fiber.Ctx) error {
	v, base, address := visit.Of(c), page.From(c), page.AddressOf(c)
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	list, err := h.Reminders.OverdueForLong(c.UserContext(), v.Now)
	if err != nil {
		return err
	}
	all, err := scope.Among(c.UserContext(), h.DB, latePersons(list))
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(one reminder.Overdue) bool { return all[one.PersonID].ID == 0 })
	total := len(list)
	from := min(address.Offset(pageRows), total)
	list = list[from:min(from+pageRows, total)]
	if err := h.looked(c, "reminders.late", scope.Name(), latePersons(list)...); err != nil {
		return err
	}
	return page.Render(c, "reminders/late", h.newLate(base, list, all, v.Today, address.Pager(pageRows, total)))
}

func latePersons(list []reminder.Overdue) []int64 {
	var ids []int64
	for _, one := range list {
		ids = append(ids, one.PersonID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (h *Handlers) newLate(base page.Base, list []reminder.Overdue, persons map[int64]people.Person, today calendar.Date, pager page.Pager) *latePage {
	l := base.L
	base.Title = l.T("reminders.late")
	p := &latePage{Base: base, Pager: pager}
	p.Heading = page.Heading{Kicker: l.T("nav.reminders"), Text: l.N("reminders.late_heading", pager.Total), Lead: l.T("reminders.late_lead")}
	if pager.Total == 0 {
		p.Text = l.T("reminders.late_none")
	}
	for _, one := range list {
		who := persons[one.PersonID]
		p.Rows = append(p.Rows, lateRow{Name: who.Name(), URL: "/personen/" + who.UID.String(), Course: h.title(base, one.CourseID),
			Due: l.Date(one.Due), Days: l.Int(one.Due.DaysUntil(today))})
	}
	return p
}
