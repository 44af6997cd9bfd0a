package reminders

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// aheadDays are foreseen.
const aheadDays = 14

// personPage is what one person got and will get: for HR, and for the person.
type personPage struct {
	page.Base
	page.Heading
	Own     bool
	Coming  []comingRow
	Entries []entryRow
	Pager   page.Pager
	Back    page.Link
}

// mineShow answers «Warum habe ich das bekommen?».
func (h *Handlers) mineShow(c *fiber.Ctx) error {
	v, base := visit.Of(c), page.From(c)
	p, err := h.person(c, base, v.ViewerID())
	if err != nil {
		return err
	}
	p.Own = true
	p.Back = page.Link{Label: base.L.T("feed.title"), URL: feedPath}
	p.Title = base.L.T("reminders.mine")
	p.Heading = page.Heading{Kicker: base.L.T("reminders.mine"), Text: base.L.N("reminders.mine_heading", p.Pager.Total), Lead: base.L.T("reminders.mine_lead")}
	if p.Pager.Total == 0 {
		p.Text = base.L.T("reminders.mine_none")
	}
	return page.Render(c, "reminders/person", p)
}

// personShow is the same for HR.
func (h *Handlers) personShow(c *fiber.Ctx) error {
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	who, err := scope.Target(c.UserContext(), h.DB, c.Params("uid"))
	if err != nil {
		return err
	}
	base := page.From(c)
	p, err := h.person(c, base, who.ID)
	if err != nil {
		return err
	}
	l := base.L
	p.Title = who.Name()
	p.Heading = page.Heading{Kicker: l.T("nav.reminders"), Text: l.N("reminders.person_heading", p.Pager.Total, "name", who.Name()), Lead: l.T("reminders.person_lead")}
	if p.Pager.Total == 0 {
		p.Text = l.T("reminders.person_none", "name", who.Name())
	}
	p.Back = page.Link{Label: l.T("reminders.to_person"), URL: "/personen/" + who.UID.String()}
	if err := h.looked(c, "reminders.person", scope.Name(), who.ID); err != nil {
		return err
	}
	return page.Render(c, "reminders/person", p)
}

func (h *Handlers) person(c *fiber.Ctx, base page.Base, id int64) (*personPage, error) {
	v, address := visit.Of(c), page.AddressOf(c)
	entries, total, err := reminder.Log(c.UserContext(), h.DB, reminder.LogFilter{PersonID: id, Limit: pageRows, Offset: address.Offset(pageRows)})
	if err != nil {
		return nil, err
	}
	coming, err := h.Reminders.ComingTo(c.UserContext(), h.DB, id, v.Now, aheadDays)
	if err != nil {
		return nil, err
	}
	p := &personPage{Base: base, Pager: address.Pager(pageRows, total)}
	for _, e := range entries {
		p.Entries = append(p.Entries, h.newEntry(base, e, people.Person{}))
	}
	for _, one := range coming {
		p.Coming = append(p.Coming, h.newComing(base, one, people.Person{}))
	}
	return p, nil
}
