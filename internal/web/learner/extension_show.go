package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/extension"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// decidedDays is how long the course's page shows what was decided; the history
// keeps it.
const decidedDays = 30

// requestPart is the newest request for more time, while it matters.
type requestPart struct {
	Text     string
	TakeBack string // where a waiting one is taken back
}

// extension shows the newest request, or offers to ask.
func (p *coursePage) extension(i learning.Item, requests []extension.Request, today calendar.Date) {
	l := p.L
	waits := false
	if len(requests) > 0 {
		r := requests[0]
		asked := l.Date(calendar.DateOf(r.AskedAt))
		fresh := r.State != extension.Waiting && calendar.DateOf(r.DecidedAt).DaysUntil(today) <= decidedDays
		switch {
		case r.State == extension.Waiting:
			waits = true
			p.Request = &requestPart{Text: l.T("extension.state.waiting", "asked", asked, "day", l.LongDate(r.WantedOn)), TakeBack: extensionURL(i.Version.Code()) + "/zurueckziehen"}
		case r.State == extension.Granted && fresh:
			p.Request = &requestPart{Text: l.T("extension.state.granted", "asked", asked, "day", l.LongDate(r.GrantedOn))}
		case r.State == extension.Refused && fresh:
			p.Request = &requestPart{Text: l.T("extension.state.refused", "asked", asked)}
		}
	}
	if _, err := curriculum.Extendable(i.Duty, today); err == nil && !waits {
		p.Actions = append(p.Actions, page.Action{Label: l.T("extension.ask"), URL: extensionURL(i.Version.Code()), Quiet: true})
	}
}

func extensionURL(code string) string { return courseURL(code) + "/frist" }

type extensionPage struct {
	page.Base
	page.Heading
	Form    *page.Form
	Path    string
	Back    string
	Reasons []page.Choice
}

func (h *Handlers) extensionAsk(c *fiber.Ctx) error { return h.extensionPage(c, nil) }

func (h *Handlers) extensionPage(c *fiber.Ctx, form *page.Form) error {
	act := actOf(c)
	cp, err := h.Learning.Course(c.UserContext(), h.DB, act, c.Params("code"))
	if err != nil {
		return err
	}
	due, err := curriculum.Extendable(cp.Item.Duty, act.Today)
	if err != nil {
		return err
	}
	p := newExtension(page.From(c), cp.Item, due)
	if p.Form = form; form != nil {
		return page.Invalid(c, "learner/extension", p)
	}
	return page.Render(c, "learner/extension", p)
}

func newExtension(base page.Base, i learning.Item, due calendar.Date) *extensionPage {
	l, code := base.L, i.Version.Code()
	base.Title = l.T("extension.ask")
	p := &extensionPage{Base: base, Path: extensionURL(code), Back: courseURL(code), Reasons: reasonChoices(l)}
	p.Heading = page.Heading{Kicker: code, Text: l.T("extension.ask.title", "course", i.Version.Title(l.Lang())), Lead: l.T("extension.ask.lead_none")}
	if due != 0 {
		p.Lead = l.T("extension.ask.lead", "due", l.LongDate(due))
	}
	return p
}

func reasonChoices(l *i18n.Printer) []page.Choice {
	var list []page.Choice
	for _, code := range curriculum.ExtensionReasons {
		list = append(list, page.Choice{Value: code, Label: l.T("why.reason.extension." + code)})
	}
	return list
}

func (h *Handlers) extensionSend(c *fiber.Ctx) error {
	v, code := visit.Of(c), c.Params("code")
	form := page.ReadForm(c, "until", "extension.ask.until", "reason", "extension.ask.reason")
	form.Required("until", "reason")
	wish := extension.Wish{Person: v.ViewerID(), Course: code, Until: form.Date("until"), Reason: form.Get("reason")}
	if form.OK() {
		err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error { return h.Extensions.Ask(c.UserContext(), tx, wish, v.Now) })
		if err == nil {
			return page.Done(c, courseURL(code), "extension.asked")
		}
		if !form.Refused(err) {
			return err
		}
	}
	return h.extensionPage(c, form)
}

func (h *Handlers) extensionTakeBack(c *fiber.Ctx) error {
	v, code := visit.Of(c), c.Params("code")
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return h.Extensions.TakeBack(c.UserContext(), tx, v.ViewerID(), code, v.Now)
	}); err != nil {
		return err
	}
	return page.Done(c, courseURL(code), "extension.taken_back")
}
