package admin

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/web/page"
)

const mailRows = 50

type mailsPage struct {
	page.Base
	page.Heading
	Rows  []mailRow
	Pager page.Pager
}

type mailRow struct{ URL, Subject, To, At string }

type mailPage struct {
	page.Base
	page.Heading
	Facts      []page.Fact
	Text, HTML string // HTML as its source: nothing of it is fetched or run
}

func (h *Handlers) mailsList(c *fiber.Ctx) error {
	address := page.AddressOf(c)
	list, total, err := outbox.CaughtMails(c.UserContext(), h.DB, mailRows, address.Offset(mailRows))
	if err != nil {
		return err
	}
	return page.Render(c, "admin/mails", newMails(page.From(c), list, total, address))
}

func newMails(base page.Base, list []outbox.Caught, total int, address page.Address) *mailsPage {
	l := base.L
	base.Title = l.T("nav.mail")
	p := &mailsPage{Base: base, Pager: address.Pager(mailRows, total)}
	p.Heading = page.Heading{Text: l.N("admin.mails.heading", total), Lead: l.T("admin.mails.lead")}
	if total == 0 {
		p.Text = l.T("admin.mails.none")
	}
	for _, m := range list {
		p.Rows = append(p.Rows, mailRow{URL: "/demo/mails/" + strconv.FormatInt(m.ID, 10), Subject: m.Subject, To: m.Recipients, At: page.Clock(l, m.At)})
	}
	return p
}

func (h *Handlers) mailShow(c *fiber.Ctx) error {
	id, err := c.ParamsInt("id")
	if err != nil {
		return fiber.ErrNotFound
	}
	caught, err := outbox.CaughtMail(c.UserContext(), h.DB, int64(id))
	if err != nil {
		return err
	}
	readable, err := mail.Read(caught.Raw)
	if err != nil {
		return err
	}
	return page.Render(c, "admin/mail", newMail(page.From(c), caught, readable))
}

func newMail(base page.Base, m outbox.Caught, r mail.Readable) *mailPage {
	l := base.L
	base.Title = m.Subject
	return &mailPage{Base: base, Text: lines(r.Text), HTML: lines(r.HTML),
		Heading: page.Heading{Kicker: l.T("nav.mail"), Text: m.Subject},
		Facts: []page.Fact{
			{Term: l.T("admin.mail.to"), Text: m.Recipients}, {Term: l.T("admin.mail.from"), Text: m.Sender},
			{Term: l.T("admin.mail.at"), Text: page.Clock(l, m.At)},
		}}
}

// lines are those of a mail, which end in CRLF, for a page.
func lines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }
