package reminders

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/reminder"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// previewPage is what a change of the policy would do, before it holds.
type previewPage struct {
	page.Base
	page.Heading
	Hidden []page.Hidden
	Days   []dayRow
	Facts  []page.Fact
	Back   string
}

// dayRow compares one day by the policy that holds and by the one proposed.
type dayRow struct {
	Day, Now, Then string
	Changed        bool
}

// previewDays are foreseen from the day on from which the change would hold.
const previewDays = 14

// proposal reads the form; what is wrong stands in it.
func proposal(f *page.Form, v *visit.Visit) reminder.Proposal {
	f.Required("scope", "before", "weekly", "hr")
	p := reminder.Proposal{Scope: f.Get("scope"), Own: f.Get("do") != "end", From: v.Today}
	if p.Own {
		p.Knobs = reminder.Knobs{DaysBefore: f.Int("before", 0, reminder.MaxDaysBefore), Weekly: f.Int("weekly", 0, reminder.MaxWeekly),
			HRAfter: f.Int("hr", 0, reminder.MaxHRAfter)}
	}
	if from := f.Date("from"); from != 0 {
		p.From = from
	}
	if f.OK() && p.From < v.Today {
		f.Fail("from", "error.reminder.past")
	}
	p.Base, _ = strconv.Atoi(f.Get("base")) // without one it is stale
	return p
}

// labels name the fields in the summary of errors.
var labels = []string{"scope", "reminders.scope", "before", "reminders.before", "weekly", "reminders.weekly_label", "hr", "reminders.hr_after", "from", "reminders.from"}

// policyPreview shows the forecast of the change; nothing is written.
func (h *Handlers) policyPreview(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	form := page.ReadQuery(c)
	p := proposal(form, v)
	if form.OK() {
		base, err := reminder.Newest(ctx, h.DB)
		if err != nil {
			return err
		}
		p.Base = base
		preview, err := h.preview(c, p)
		if err == nil {
			return page.Render(c, "reminders/preview", preview)
		}
		if !form.Refused(err) {
			return err
		}
	}
	back, err := h.policy(c, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "reminders/policy", back)
}

func (h *Handlers) preview(c *fiber.Ctx, p reminder.Proposal) (*previewPage, error) {
	v, ctx, base := visit.Of(c), c.UserContext(), page.From(c)
	then, err := h.Reminders.Proposed(ctx, h.DB, p, v.Today)
	if err != nil {
		return nil, err
	}
	current, err := settings.Load(ctx, h.DB, p.From)
	if err != nil {
		return nil, err
	}
	now, err := reminder.LoadPolicy(ctx, h.DB, current, p.From)
	if err != nil {
		return nil, err
	}
	days, err := h.Reminders.ForecastPolicies(ctx, v.Now, p.From, previewDays, now, then)
	if err != nil {
		return nil, err
	}
	scopes, err := h.scopes(c, base.L)
	if err != nil {
		return nil, err
	}
	name := p.Scope
	for _, s := range scopes {
		if s.Value == p.Scope {
			name = s.Label
		}
	}
	return newPreview(base, p, name, days[0], days[1]), nil
}

func newPreview(base page.Base, p reminder.Proposal, scope string, now, then []reminder.DayCount) *previewPage {
	l := base.L
	base.Title = l.T("reminders.policy")
	view := &previewPage{Base: base, Back: policyPath + "?scope=" + p.Scope}
	before, after := 0, 0
	for i := range then {
		n, t := now[i].Mails+now[i].Digest, then[i].Mails+then[i].Digest
		before, after = before+n, after+t
		if n == 0 && t == 0 {
			continue
		}
		view.Days = append(view.Days, dayRow{Day: l.Weekday(then[i].Day.Weekday()) + ", " + l.Date(then[i].Day), Now: l.Int(n), Then: l.Int(t), Changed: n != t})
	}
	view.Heading = page.Heading{Kicker: l.T("reminders.policy"), Text: l.N("reminders.preview_heading", after, "before", before, "days", len(then)),
		Lead: l.T("reminders.preview_lead", "day", p.From)}
	view.Facts = []page.Fact{{Term: l.T("reminders.scope"), Text: scope}, {Term: l.T("reminders.from"), Text: l.Date(p.From)}}
	if p.Own {
		view.Facts = append(view.Facts, knobFacts(l, p.Knobs)...)
	} else {
		view.Facts = append(view.Facts, page.Fact{Term: l.T("reminders.change"), Text: l.T("reminders.ends")})
	}
	do := ""
	if !p.Own {
		do = "end"
	}
	view.Hidden = []page.Hidden{
		{Name: "scope", Value: p.Scope}, {Name: "before", Value: strconv.Itoa(p.Knobs.DaysBefore)}, {Name: "weekly", Value: strconv.Itoa(p.Knobs.Weekly)},
		{Name: "hr", Value: strconv.Itoa(p.Knobs.HRAfter)}, {Name: "from", Value: p.From.String()}, {Name: "base", Value: strconv.Itoa(p.Base)}, {Name: "do", Value: do},
	}
	return view
}

func knobFacts(l *i18n.Printer, k reminder.Knobs) []page.Fact {
	return []page.Fact{
		{Term: l.T("reminders.before"), Text: l.N("reminders.knob.before", k.DaysBefore)},
		{Term: l.T("reminders.weekly_label"), Text: l.N("reminders.knob.weekly", k.Weekly)},
		{Term: l.T("reminders.hr_after"), Text: l.N("reminders.knob.hr", k.HRAfter)},
	}
}

// policySave applies what was shown.
func (h *Handlers) policySave(c *fiber.Ctx) error {
	v, form := visit.Of(c), page.ReadForm(c, labels...)
	p := proposal(form, v)
	var err error
	if form.OK() {
		err = h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
			return reminder.SavePolicy(c.UserContext(), tx, v.ViewerID(), p, v.Today)
		})
		switch {
		case err == nil:
			return page.Done(c, policyPath+"?scope="+p.Scope, "reminders.policy_saved", "day", p.From)
		case apperr.Is(err, apperr.Conflict):
			return page.Warned(c, policyPath+"?scope="+p.Scope, "error.reminder.stale")
		case !form.Refused(err):
			return err
		}
	}
	back, err := h.policy(c, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "reminders/policy", back)
}
