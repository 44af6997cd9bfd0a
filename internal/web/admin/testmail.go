package admin

import (
	"cmp"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/outbox"
	"zaemme/internal/testmail"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const (
	testmailPath = "/einstellungen/testmail"
	testmailRows = 10
)

type testmailPage struct {
	page.Base
	page.Heading
	Form  *page.Form
	Own   string // address offered
	Trial string // «… gehen alle an probe@…», "" outside a trial
	Rows  []testmailRow
}

type testmailRow struct {
	To, At, By    string
	Good          bool
	State, Answer string
	Advice        string
}

func (h *Handlers) testmailShow(c *fiber.Ctx) error {
	p, err := h.testmailPage(c, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "admin/testmail", p)
}

func (h *Handlers) testmailPage(c *fiber.Ctx, form *page.Form) (*testmailPage, error) {
	list, err := testmail.Last(c.UserContext(), h.DB, testmailRows)
	if err != nil {
		return nil, err
	}
	v := visit.Of(c)
	return newTestmail(page.From(c), list, form, v.Session.Person.Email, v.Settings.Text("trial_address")), nil
}

func newTestmail(base page.Base, list []testmail.Sent, form *page.Form, own, trial string) *testmailPage {
	l := base.L
	base.Title = l.T("nav.testmail")
	p := &testmailPage{Base: base, Form: form, Own: own}
	p.Heading = page.Heading{Kicker: l.T("nav.settings"), Text: l.T("admin.testmail.heading"), Lead: l.T("admin.testmail.lead")}
	for _, s := range list {
		p.Rows = append(p.Rows, newTestmailRow(l, s))
	}
	if len(list) > 0 {
		p.Text = l.T("admin.testmail.last." + string(list[0].State))
	}
	if trial != "" {
		p.Trial = l.T("admin.testmail.trial", "address", trial)
	}
	return p
}

func newTestmailRow(l *i18n.Printer, s testmail.Sent) testmailRow {
	return testmailRow{
		To: s.To, At: page.Clock(l, s.AskedAt), By: cmp.Or(s.By, l.T("admin.system")), Good: s.State == outbox.Sent,
		State: l.T("hr.outbox.state." + string(s.State)), Answer: s.Answer, Advice: l.T("testmail.advice." + string(testmail.Advise(s))),
	}
}

// testmailSend writes the mail into the outbox and lets it leave at once; what
// became of it stands on the page.
func (h *Handlers) testmailSend(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	form := page.ReadForm(c, "to", "admin.testmail.to")
	form.Required("to")
	if form.OK() {
		var id int64
		err := h.DB.Write(ctx, func(tx *db.Tx) (err error) {
			id, err = h.TestMail.Send(ctx, tx, form.Get("to"), v.Session.Person, v.Now)
			return err
		})
		if err == nil {
			if err := h.Outbox.HandOver(ctx, testmail.Kind, id, v.Now); err != nil {
				return err
			}
			return page.To(c, testmailPath)
		}
		if !form.Refused(err) {
			return err
		}
	}
	p, err := h.testmailPage(c, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "admin/testmail", p)
}
