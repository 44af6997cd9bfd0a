package certificates

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/certificate"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// personPage is all evidence of a person, for HR to give out.
type personPage struct {
	page.Base
	page.Heading
	Rows  []listRow
	Empty page.Empty
}

// person is whom HR sees, also somebody who has left; others are not found. The look
// is written down.
func (h *Handlers) person(c *fiber.Ctx, name string) (people.Person, error) {
	v, ctx := visit.Of(c), c.UserContext()
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return people.Person{}, err
	}
	scope = scope.ForHR()
	person, err := scope.Target(ctx, h.DB, c.Params("uid"))
	if err != nil {
		return person, err
	}
	return person, audit.Looked(ctx, h.DB, audit.Look{
		ViewerID: v.ViewerID(), Page: name, Scope: scope.Name(), AsOf: v.Today, PersonIDs: []int64{person.ID},
	})
}

func (h *Handlers) personShow(c *fiber.Ctx) error {
	person, err := h.person(c, "hr.certificates")
	if err != nil {
		return err
	}
	list, err := h.Certificates.Evidences(c.UserContext(), h.DB, person.ID)
	if err != nil {
		return err
	}
	return page.Render(c, "certificates/person", newPerson(page.From(c), person, list, visit.Of(c).Today))
}

func newPerson(base page.Base, person people.Person, list []certificate.Evidence, today calendar.Date) *personPage {
	l, home := base.L, "/personen/"+person.UID.String()
	own := newList(base, list, today)
	base.Title = l.T("certificate.of", "name", person.Name())
	p := &personPage{Base: base, Rows: own.Rows}
	p.Heading = page.Heading{Kicker: l.T("nav.people"), Text: l.N("certificate.person.heading", len(list), "name", person.Name()), Lead: l.T("certificate.person.lead"),
		Actions: []page.Action{{Label: l.T("record.download"), URL: home + "/bildungsnachweis", Quiet: true, File: true}, {Label: l.T("certificate.person.back"), URL: home, Quiet: true}}}
	for i, row := range p.Rows {
		if row.URL != "" {
			p.Rows[i].URL = home + "/nachweise/" + row.No
		}
	}
	if len(list) == 0 {
		p.Lead, p.Actions = "", nil
		p.Empty = page.Empty{Title: l.T("learner.evidence.empty"), Text: l.T("certificate.person.empty"),
			Next: page.Link{Label: l.T("certificate.person.back"), URL: home}}
	}
	return p
}

// personFile is the certificate in the language of whose it is.
func (h *Handlers) personFile(c *fiber.Ctx) error {
	person, err := h.person(c, "hr.certificate")
	if err != nil {
		return err
	}
	sheet, err := h.sheet(c, person, h.Texts.Printer(person.Language))
	if err != nil {
		return err
	}
	return send(c, sheet)
}
