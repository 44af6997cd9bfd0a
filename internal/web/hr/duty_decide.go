package hr

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// decisionPage asks for the day and the reason of a decision about one duty.
type decisionPage struct {
	page.Base
	page.Heading
	Form       *page.Form
	Path, Back string
	UntilLabel string // text keys
	UntilHelp  string
	ReasonHelp string
	Reasons    []page.Choice
	Do         string // the button's words
	Hint       string
}

func reasonChoices(l *i18n.Printer, prefix string, codes []string) []page.Choice {
	var list []page.Choice
	for _, code := range codes {
		list = append(list, page.Choice{Value: code, Label: l.T(prefix + code)})
	}
	return list
}

// decision is the page of the duty of the address, for somebody else's.
func (h *Handlers) decision(c *fiber.Ctx, path string, fill func(p *decisionPage, d duty) error) (*decisionPage, error) {
	d, err := h.dutyOf(c)
	if err != nil {
		return nil, err
	}
	if err := people.NotOwn(visit.Of(c).ViewerID(), d.person.ID); err != nil {
		return nil, err
	}
	p := &decisionPage{Base: page.From(c), Path: d.url() + path, Back: d.url()}
	p.Kicker = d.person.Name() + " · " + d.version.Code()
	if err := fill(p, d); err != nil {
		return nil, err
	}
	p.Title = p.Do
	return p, nil
}

func shown(c *fiber.Ctx, p *decisionPage, form *page.Form) error {
	if p.Form = form; form != nil {
		return page.Invalid(c, "hr/duty-decide", p)
	}
	return page.Render(c, "hr/duty-decide", p)
}

func (h *Handlers) exemptionShow(c *fiber.Ctx) error { return h.exemptionPage(c, nil) }

func (h *Handlers) exemptionPage(c *fiber.Ctx, form *page.Form) error {
	p, err := h.decision(c, "/dispens", func(p *decisionPage, d duty) error {
		l := p.L
		p.Text = l.T("exemption.title", "name", d.person.Name(), "course", d.version.Title(l.Lang()))
		p.Lead, p.Do = l.T("exemption.lead"), l.T("exemption.do")
		p.UntilLabel, p.UntilHelp, p.ReasonHelp = "exemption.until", "exemption.until_help", "exemption.reason_help"
		p.Reasons = reasonChoices(l, "why.reason.exemption.", curriculum.ExemptionReasons)
		if exempt(d.Duty, visit.Of(c).Today) {
			p.Hint = l.T("exemption.replaces")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return shown(c, p, form)
}

func (h *Handlers) exemptionSave(c *fiber.Ctx) error {
	form := page.ReadForm(c, "until", "exemption.until", "reason", "exemption.reason")
	form.Required("reason")
	until := form.Date("until")
	if form.Get("until") == "" {
		until = calendar.Forever
	}
	if !form.OK() {
		return h.exemptionPage(c, form)
	}
	d, err := h.decide(c, form.Get("reason"), func(ctx context.Context, tx *db.Tx, by curriculum.Decided) error {
		_, err := h.Curriculum.Exempt(ctx, tx, by, until)
		return err
	})
	if form.Refused(err) {
		return h.exemptionPage(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, d.url(), "exemption.done")
}

func (h *Handlers) exemptionEnd(c *fiber.Ctx) error {
	d, err := h.decide(c, "", func(ctx context.Context, tx *db.Tx, by curriculum.Decided) error {
		_, err := h.Curriculum.EndExemption(ctx, tx, by)
		return err
	})
	if err != nil {
		return err
	}
	return page.Done(c, d.url(), "exemption.ended")
}

func (h *Handlers) extensionShow(c *fiber.Ctx) error { return h.extensionPage(c, nil) }

func (h *Handlers) extensionPage(c *fiber.Ctx, form *page.Form) error {
	p, err := h.decision(c, "/frist", func(p *decisionPage, d duty) error {
		l := p.L
		due, err := curriculum.Extendable(d.Duty, visit.Of(c).Today)
		if err != nil {
			return err
		}
		p.Text = l.T("extension.set.title", "name", d.person.Name(), "course", d.version.Title(l.Lang()))
		p.Lead, p.Do = l.T("extension.set.lead_none"), l.T("extension.set")
		if due != 0 {
			p.Lead = l.T("extension.set.lead", "due", l.LongDate(due))
		}
		p.UntilLabel, p.UntilHelp, p.ReasonHelp = "extension.set.until", "extension.set.until_help", "exemption.reason_help"
		p.Reasons = reasonChoices(l, "why.reason.extension.", curriculum.ExtensionReasons)
		return nil
	})
	if err != nil {
		return err
	}
	return shown(c, p, form)
}

func (h *Handlers) extensionSave(c *fiber.Ctx) error {
	form := page.ReadForm(c, "until", "extension.set.until", "reason", "extension.ask.reason")
	form.Required("reason")
	until := form.Date("until")
	if !form.OK() {
		return h.extensionPage(c, form)
	}
	var day calendar.Date
	d, err := h.decide(c, form.Get("reason"), func(ctx context.Context, tx *db.Tx, by curriculum.Decided) error {
		e, err := h.Curriculum.Extend(ctx, tx, by, until)
		day = e.DueOn
		return err
	})
	if form.Refused(err) {
		return h.extensionPage(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, d.url(), "extension.set.done", "day", page.From(c).L.Date(day))
}
