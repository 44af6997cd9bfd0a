package certificates

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/certificate"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// certificatePage is the Kursbestätigung, set for A4.
type certificatePage struct {
	page.Base
	Sheet  certificate.Sheet
	Emblem template.HTML
	Facts  []page.Fact
	QR     template.HTML
}

func (h *Handlers) certificateShow(c *fiber.Ctx) error {
	base := page.From(c)
	sheet, err := h.sheet(c, visit.Of(c).Session.Person, base.L)
	if err != nil {
		return err
	}
	p, err := newCertificate(base, sheet)
	if err != nil {
		return err
	}
	return page.Render(c, "certificates/certificate", p)
}

// ownFile is the same as a PDF.
func (h *Handlers) ownFile(c *fiber.Ctx) error {
	sheet, err := h.sheet(c, visit.Of(c).Session.Person, page.From(c).L)
	if err != nil {
		return err
	}
	return send(c, sheet)
}

// sheet is the certificate of the address, if it is the person's.
func (h *Handlers) sheet(c *fiber.Ctx, person people.Person, l *i18n.Printer) (certificate.Sheet, error) {
	v := visit.Of(c)
	e, content, err := h.Certificates.Evidence(c.UserContext(), h.DB, person.ID, c.Params("no"))
	if err != nil {
		return certificate.Sheet{}, err
	}
	return h.Certificates.Sheet(l, person, e, content, v.Settings, v.Today), nil
}

func newCertificate(base page.Base, sheet certificate.Sheet) (*certificatePage, error) {
	base.Title, base.Home = base.L.T("learner.certificate"), "/nachweise"
	base.Tools = []page.Link{{Label: base.L.T("certificate.download"), URL: certificateURL(sheet.No) + "/pdf", File: true}}
	p := &certificatePage{Base: base, Sheet: sheet,
		Emblem: page.CourseEmblem(sheet.Version.Content.Emblem, sheet.Version.Code())}
	for _, fact := range sheet.Facts {
		p.Facts = append(p.Facts, page.Fact{Term: fact.Term, Text: fact.Text})
	}
	if sheet.Link == "" {
		return p, nil
	}
	var err error
	p.QR, err = page.QR(sheet.Link, "learner-qr")
	return p, err
}

func certificateURL(no string) string { return "/nachweise/" + no }
