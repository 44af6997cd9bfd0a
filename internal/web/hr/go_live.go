package hr

import (
	"net/mail"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/reminder"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type goLivePage struct {
	page.Base
	page.Heading
	Form, Trial  *page.Form
	Forecast     forecastView
	Day, Address string
	Set          bool // a day is set
	Word         string
}

func (h *Handlers) goLiveShow(c *fiber.Ctx) error {
	p, err := h.goLive(c, nil, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "hr/go-live", p)
}

func (h *Handlers) goLive(c *fiber.Ctx, form, trial *page.Form) (*goLivePage, error) {
	v := visit.Of(c)
	days, err := h.Reminders.Forecast(c.UserContext(), v.Now, forecastDays)
	if err != nil {
		return nil, err
	}
	return newGoLive(page.From(c), v.Settings, v.Today, days, form, trial), nil
}

func newGoLive(base page.Base, s settings.Settings, today calendar.Date, days []reminder.DayCount, form, trial *page.Form) *goLivePage {
	l := base.L
	base.Title = l.T("hr.golive.title")
	p := &goLivePage{Base: base, Form: form, Trial: trial, Forecast: newForecast(l, days), Address: s.Text("trial_address"), Word: l.T("hr.golive.word")}
	if day := s.Day("go_live"); day != 0 {
		p.Set = true
		if day >= today { // one that is over cannot be set again
			p.Day = l.Date(day)
		}
	}
	p.Heading = page.Heading{Kicker: l.T("nav.reminders"), Text: l.T("hr.golive.title"), Lead: l.T("hr.golive.lead")}
	if p.Set {
		p.Lead = remindersHeading(l, s, today).Text
	}
	return p
}

// goLiveSave sets the day from which mail goes to people, once the word was
// typed; or takes it back, which stops everything that has not left.
func (h *Handlers) goLiveSave(c *fiber.Ctx) error {
	v, form := visit.Of(c), page.ReadForm(c, "day", "hr.golive.day", "word", "hr.golive.word_label")
	if form.Get("do") == "stop" {
		return h.keep(c, "go_live", "", "hr.golive.stopped")
	}
	form.Required("day", "word")
	day := form.Date("day")
	if form.OK() && day < v.Today {
		form.Fail("day", "error.hr.day_past")
	}
	word := page.From(c).L.T("hr.golive.word")
	if form.OK() && !strings.EqualFold(form.Get("word"), word) {
		form.Fail("word", "error.hr.word", "word", word)
	}
	if form.OK() {
		return h.keep(c, "go_live", day.String(), "hr.golive.saved")
	}
	p, err := h.goLive(c, form, nil)
	if err != nil {
		return err
	}
	return page.Invalid(c, "hr/go-live", p)
}

// trialSave sets the address that gets every mail instead of the people, or none.
func (h *Handlers) trialSave(c *fiber.Ctx) error {
	form := page.ReadForm(c, "address", "hr.trial.address")
	address := form.Get("address")
	if address != "" {
		if parsed, err := mail.ParseAddress(address); err != nil || parsed.Address != address {
			form.Fail("address", "error.settings.address")
		}
	}
	if form.OK() {
		key := "hr.trial.saved"
		if address == "" {
			key = "hr.trial.ended"
		}
		return h.keep(c, "trial_address", address, key)
	}
	p, err := h.goLive(c, nil, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "hr/go-live", p)
}

// keep sets one setting from today on and leads back.
func (h *Handlers) keep(c *fiber.Ctx, key, value, doneKey string) error {
	v := visit.Of(c)
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return settings.Set(c.UserContext(), tx, v.ViewerID(), v.Today, key, value)
	}); err != nil {
		return err
	}
	h.Settings.Forget()
	return page.Done(c, "/erinnerungen", doneKey)
}
