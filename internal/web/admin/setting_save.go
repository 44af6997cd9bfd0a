package admin

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// settingSave gives the setting another value, or the default again, from today
// or a later day on.
func (h *Handlers) settingSave(c *fiber.Ctx) error {
	d, err := definition(c)
	if err != nil {
		return err
	}
	if elsewhere[d.Key] != "" {
		return apperr.New(apperr.Forbidden, "error.admin.elsewhere", nil)
	}
	v, form := visit.Of(c), page.ReadForm(c, "value", "admin.setting."+d.Key, "from", "admin.setting.from")
	value, from := d.Default, dayFrom(form, v.Today)
	if form.Get("do") != "default" {
		value = typed(form, d)
		thresholds(form, d.Key, v.Settings)
		if d.Default != "" {
			form.Required("value")
		}
	}
	if form.OK() {
		err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
			return settings.Set(c.UserContext(), tx, v.ViewerID(), from, d.Key, value)
		})
		if err == nil {
			h.Settings.Forget()
			return page.Done(c, "/einstellungen", "admin.setting.saved", "name", page.From(c).L.T("admin.setting."+d.Key), "day", page.From(c).L.Date(from))
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

// dayFrom is the first day of the new value, today if none is given; what was
// before is on record and stays.
func dayFrom(form *page.Form, today calendar.Date) calendar.Date {
	from := form.Date("from")
	switch {
	case !form.OK() || from == 0:
		return today
	case from < today:
		form.Fail("from", "error.admin.day_past")
	}
	return from
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
