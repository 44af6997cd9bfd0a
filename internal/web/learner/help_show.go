package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// helpPage explains the platform in five minutes.
type helpPage struct {
	page.Base
	page.Heading
	Topics   []topic
	Contacts []page.Fact
}

type topic struct {
	Title, Text string
	Next        page.Link
}

func (h *Handlers) helpShow(c *fiber.Ctx) error {
	return page.Render(c, "learner/help", newHelp(page.From(c), visit.Of(c).Settings))
}

func newHelp(base page.Base, s settings.Settings) *helpPage {
	l := base.L
	base.Title = l.T("nav.help")
	p := &helpPage{Base: base, Heading: page.Heading{Text: l.T("learner.help.heading"), Lead: l.T("learner.help.lead")}}
	for _, name := range []string{"start", "module", "test", "due", "no_pc", "who", "problem"} {
		t := topic{Title: l.T("learner.help." + name), Text: l.T("learner.help." + name + "_text")}
		if name == "who" {
			t.Next = page.Link{Label: l.T("rights.all"), URL: "/wer-sieht-was"}
		}
		p.Topics = append(p.Topics, t)
	}
	for _, contact := range [][2]string{
		{"learner.help.hr", "hr_contact"}, {"learner.help.ict", "ict_contact"},
		{"learner.help.emergency", "ict_emergency"}, {"learner.help.privacy", "privacy_contact"},
	} {
		p.Contacts = append(p.Contacts, page.Fact{Term: l.T(contact[0]), Text: s.Text(contact[1])})
	}
	return p
}
