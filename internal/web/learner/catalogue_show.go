package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/web/page"
)

type cataloguePage struct {
	page.Base
	page.Heading
	Form              *page.Form // of the search, empty
	Online, Classroom []page.CourseRow
}

func (h *Handlers) catalogueShow(c *fiber.Ctx) error {
	act := actOf(c)
	items, err := h.Learning.Catalogue(c.UserContext(), h.DB, act)
	if err != nil {
		return err
	}
	return page.Render(c, "learner/catalogue", newCatalogue(page.From(c), items, act.Today, h.emblem))
}

func newCatalogue(base page.Base, items []learning.Item, today calendar.Date, emblem emblemOf) *cataloguePage {
	l := base.L
	base.Title = l.T("nav.courses")
	p := &cataloguePage{Base: base}
	for _, i := range items {
		if i.Version.Online() {
			p.Online = append(p.Online, catalogueRow(l, i, today, emblem))
		} else {
			p.Classroom = append(p.Classroom, catalogueRow(l, i, today, emblem))
		}
	}
	p.Heading = page.Heading{Text: l.N("learner.catalogue.heading", len(p.Online)), Lead: l.T("learner.catalogue.lead")}
	return p
}

func catalogueRow(l *i18n.Printer, i learning.Item, today calendar.Date, emblem emblemOf) page.CourseRow {
	switch {
	case i.Status.ToDo():
		return openRow(l, i, today, emblem)
	case i.Completion.ValidOn(today):
		return doneRow(l, i, emblem)
	case i.Status == ledger.StatusPaused || i.Status == ledger.StatusExempt:
		return waitingRow(l, i, emblem)
	}
	r := page.CourseRow{
		Emblem: emblem(i.Version), URL: courseURL(i.Version.Code()), Title: i.Version.Title(l.Lang()),
		Meta: progressWords(l, i), Done: i.ReadCount(), Due: l.T("learner.row.voluntary"),
	}
	if i.Begun() {
		r.Total = len(i.ToRead())
	}
	if !i.Version.Online() {
		r.Due = ""
	}
	return r
}
