package admin

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// historyRows of a setting are shown.
const historyRows = 50

// percents are settings that are a share.
var percents = []string{"green_from", "amber_from", "leavers_percent", "movers_percent"}

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
	History []settingFact
}

type settingFact struct{ Value, From, Set, Actor string }

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
	history, err := settings.History(c.UserContext(), h.DB, d.Key, historyRows)
	if err != nil {
		return nil, err
	}
	return newSetting(page.From(c), d, current.Text(d.Key), history, form), nil
}

func newSetting(base page.Base, d settings.Def, value string, history []settings.Fact, form *page.Form) *settingPage {
	l := base.L
	base.Title = l.T("admin.setting." + d.Key)
	p := &settingPage{Base: base, Form: form, Path: "/einstellungen/" + d.Key, Default: shown(l, d, d.Default), Value: value,
		Needed: d.Kind != settings.Day && d.Default != ""}
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
	case settings.Text, settings.Address, settings.List:
	}
	for _, f := range history {
		p.History = append(p.History, settingFact{Value: shown(l, d, f.Value), From: l.Date(f.ValidFrom), Set: clock(l, f.KnownFrom),
			Actor: cmp.Or(f.Actor, l.T("admin.system"))})
	}
	return p
}

func clock(l *i18n.Printer, t time.Time) string { return l.Clock(t.In(calendar.Zurich)) }

// settingSave gives the setting another value from today on.
func (h *Handlers) settingSave(c *fiber.Ctx) error {
	d, err := definition(c)
	if err != nil {
		return err
	}
	if elsewhere[d.Key] != "" {
		return apperr.New(apperr.Forbidden, "error.admin.elsewhere", nil)
	}
	v, form := visit.Of(c), page.ReadForm(c, "value", "admin.setting."+d.Key)
	value := typed(form, d)
	thresholds(form, d.Key, v.Settings)
	if d.Default != "" {
		form.Required("value")
	}
	if form.OK() {
		err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
			return settings.Set(c.UserContext(), tx, v.ViewerID(), v.Today, d.Key, value)
		})
		if err == nil {
			h.Settings.Forget()
			return page.Done(c, "/einstellungen", "admin.setting.saved", "name", page.From(c).L.T("admin.setting."+d.Key))
		}
		if !form.Refused(atValue(err)) {
			return err
		}
	}
	p, err := h.setting(c, d, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "admin/setting", p)
}

// typed is what somebody typed, as it is kept: dates in ISO form.
func typed(form *page.Form, d settings.Def) string {
	switch {
	case d.Kind == settings.Day:
		return form.Date("value").String()
	case slices.Contains(percents, d.Key):
		form.Int("value", 0, 100)
	}
	return form.Get("value")
}

// thresholds keeps the two lights in order: green never begins below amber.
func thresholds(form *page.Form, key string, s settings.Settings) {
	if !form.OK() {
		return
	}
	n, err := strconv.Atoi(form.Get("value"))
	if err != nil {
		return
	}
	if amber := s.Int("amber_from"); key == "green_from" && n < amber {
		form.Fail("value", "error.admin.green_low", "amber", amber)
	}
	if green := s.Int("green_from"); key == "amber_from" && n > green {
		form.Fail("value", "error.admin.amber_high", "green", green)
	}
}

// atValue puts the error of a setting at the only field of the page.
func atValue(err error) error {
	if e, ok := err.(*apperr.Error); ok { //nolint:errorlint // the service's own, not one wrapped
		moved := *e
		return moved.At("value")
	}
	return err
}
