package admin

import (
	"cmp"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// historyRows of a setting are shown.
const historyRows = 50

// percents are settings that are a share.
var percents = []string{"green_from", "amber_from", "leavers_percent", "movers_percent", "duties_percent"}

type settingPage struct {
	page.Base
	page.Heading
	Form    *page.Form
	Path    string
	Value   string
	Mode    string // of the keyboard
	Default string
	Warning string // of a colour that had to be altered
	Needed  bool   // it may not be empty
	Choices []page.Choice
	Expects string // key of what may be typed
	Today   string
	Planned string // «ab 1.1.2027: …»
	Changed bool   // it is not the default
	History []settingFact
}

// settingFact is one change: from what to what, for which days.
type settingFact struct{ Before, Value, From, Set, Actor string }

func (h *Handlers) settingShow(c *fiber.Ctx) error {
	d, err := definition(c)
	if err != nil {
		return err
	}
	if url := elsewhere[d.Key]; url != "" {
		return page.To(c, url)
	}
	p, err := h.setting(c, d, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "admin/setting", p)
}

func definition(c *fiber.Ctx) (settings.Def, error) {
	i := slices.IndexFunc(settings.Defs, func(d settings.Def) bool { return d.Key == c.Params("key") })
	if i < 0 {
		return settings.Def{}, apperr.New(apperr.NotFound, "error.settings.unknown", nil)
	}
	return settings.Defs[i], nil
}

func (h *Handlers) setting(c *fiber.Ctx, d settings.Def, form *page.Form) (*settingPage, error) {
	v := visit.Of(c)
	current, err := settings.Load(c.UserContext(), h.DB, v.Today)
	if err != nil {
		return nil, err
	}
	history, err := settings.History(c.UserContext(), h.DB, d.Key, historyRows+1) // one more, for what was before the last shown
	if err != nil {
		return nil, err
	}
	changes, err := settings.LastChanges(c.UserContext(), h.DB, v.Today)
	if err != nil {
		return nil, err
	}
	p := newSetting(page.From(c), d, current.Text(d.Key), history, form)
	p.Today = p.L.Date(v.Today)
	if change := changes[d.Key]; change.NextOn != 0 {
		p.Planned = p.L.T("admin.setting.planned", "day", change.NextOn, "value", shown(p.L, d, change.Next))
	}
	return p, nil
}

func newSetting(base page.Base, d settings.Def, value string, history []settings.Fact, form *page.Form) *settingPage {
	l := base.L
	base.Title = l.T("admin.setting." + d.Key)
	p := &settingPage{Base: base, Form: form, Path: "/einstellungen/" + d.Key, Default: shown(l, d, d.Default), Value: value,
		Needed: d.Kind != settings.Day && d.Default != "", Changed: value != d.Default, Expects: expects(d)}
	p.Heading = page.Heading{Kicker: l.T("nav.settings"), Text: base.Title, Lead: l.T("admin.setting." + d.Key + ".effect")}
	switch d.Kind {
	case settings.Number:
		p.Mode = "numeric"
	case settings.Day:
		p.Value = ""
		if day, err := calendar.ParseISO(value); err == nil {
			p.Value = l.Date(day)
		}
	case settings.Colour:
		if accent, err := page.NewAccent(value); err == nil && accent.Changed {
			p.Warning = l.T("admin.accent.changed", "colour", accent.Light)
		}
	case settings.Choice:
		for _, code := range d.Choices {
			p.Choices = append(p.Choices, page.Choice{Value: code, Label: shown(l, d, code), Selected: code == value})
		}
	case settings.Text, settings.Address, settings.Mailbox, settings.List:
	}
	for i, f := range history[:min(len(history), historyRows)] {
		p.History = append(p.History, settingFact{Before: shown(l, d, before(history[i+1:], d, f)), Value: shown(l, d, f.Value),
			From: l.Date(f.ValidFrom), Set: page.Clock(l, f.KnownFrom), Actor: cmp.Or(f.Actor, l.T("admin.system"))})
	}
	return p
}

// before is the value that a change replaced on its first day: the newest of the
// earlier ones that began by then, since a change ends all that was planned after it.
func before(earlier []settings.Fact, d settings.Def, f settings.Fact) string {
	for _, e := range earlier {
		if e.ValidFrom <= f.ValidFrom {
			return e.Value
		}
	}
	return d.Default
}

// expects is the text key of what may be typed.
func expects(d settings.Def) string {
	if slices.Contains(percents, d.Key) {
		return "admin.setting.expects.percent"
	}
	return "admin.setting.expects." + string(d.Kind)
}
