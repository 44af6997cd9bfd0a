package reminders

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/web/page"
)

type logPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	Which    []page.Choice
	Rows     []entryRow
	Narrowed page.Narrowed
	Pager    page.Pager
}

// logShow is what went out, what did not, and why.
func (h *Handlers) logShow(c *fiber.Ctx) error {
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	base, address, form := page.From(c), page.AddressOf(c), page.ReadQuery(c)
	which := form.Get("was")
	entries, total, err := reminder.Log(c.UserContext(), h.DB, reminder.LogFilter{
		Within: &scope, Trouble: which == "nicht", Out: which == "hinaus", Limit: pageRows, Offset: address.Offset(pageRows),
	})
	if err != nil {
		return err
	}
	var ids []int64
	for _, e := range entries {
		ids = append(ids, e.PersonID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	persons, err := scope.Among(c.UserContext(), h.DB, ids)
	if err != nil {
		return err
	}
	if err := h.looked(c, "reminders.log", scope.Name(), ids...); err != nil {
		return err
	}
	return page.Render(c, "reminders/log", h.newLog(base, form, address, which, entries, total, persons))
}

func (h *Handlers) newLog(
	base page.Base, form *page.Form, address page.Address, which string, entries []reminder.Entry, total int, persons map[int64]people.Person,
) *logPage {
	l := base.L
	base.Title = l.T("reminders.log")
	p := &logPage{Base: base, Form: form, Pager: address.Pager(pageRows, total), Narrowed: page.Narrowed{Shown: len(entries), Total: total}}
	if which != "" {
		p.Narrowed.Reset = logPath
	}
	heading := "reminders.log_all"
	for _, one := range []string{"hinaus", "nicht"} {
		p.Which = append(p.Which, page.Choice{Value: one, Label: l.T("reminders.which." + one), Selected: one == which})
		if one == which {
			heading = "reminders.log_" + one
		}
	}
	p.Heading = page.Heading{Kicker: l.T("nav.reminders"), Text: l.N(heading, total), Lead: l.T("reminders.log_lead")}
	for _, e := range entries {
		p.Rows = append(p.Rows, h.newEntry(base, e, persons[e.PersonID]))
	}
	return p
}
