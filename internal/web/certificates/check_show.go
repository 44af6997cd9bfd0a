package certificates

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/certificate"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// checkPage tells what a certificate is worth, and of nobody whose it is.
type checkPage struct {
	page.Base
	page.Heading
	Form  *page.Form
	Facts []page.Fact // none: nothing has been asked
}

func (h *Handlers) checkShow(c *fiber.Ctx) error {
	f := page.ReadQuery(c)
	p := newCheck(page.From(c), f)
	if f.Get("nr") == "" && f.Get("code") == "" {
		return page.Render(c, "certificates/check", p)
	}
	checked, err := h.Certificates.Check(c.UserContext(), h.DB, f.Get("nr"), f.Get("code"), visit.Of(c).Today)
	switch {
	case apperr.Is(err, apperr.NotFound):
		f.Fail("", "error.certificate.check")
		c.Status(fiber.StatusNotFound)
	case err != nil:
		return err
	default:
		p.answer(p.L, checked)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return page.Render(c, "certificates/check", p)
}

func newCheck(base page.Base, f *page.Form) *checkPage {
	base.Title = base.L.T("certificate.check.title")
	return &checkPage{Base: base, Form: f, Heading: page.Heading{Text: base.L.T("certificate.check.heading"), Lead: base.L.T("certificate.check.lead")}}
}

// marks are the status codes that the states look like.
var marks = map[certificate.State]string{certificate.Valid: "fulfilled", certificate.Expired: "expired", certificate.Revoked: "overdue"}

func (p *checkPage) answer(l *i18n.Printer, checked certificate.Checked) {
	state := string(checked.State)
	p.Heading = page.Heading{Kicker: l.T("certificate.check.title"), Text: l.T("certificate.state." + state + ".heading")}
	p.Facts = []page.Fact{
		{Term: l.T("certificate.state"), HTML: page.StatusMark(marks[checked.State], l.T("certificate.state."+state))},
		{Term: l.T("learner.evidence.course"), Text: checked.Course.Title(l.Lang())},
		{Term: l.T("learner.evidence.no"), Text: checked.No},
	}
	if checked.On != 0 {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("learner.evidence.on"), Text: l.LongDate(checked.On)})
	}
}
