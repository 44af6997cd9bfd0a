package reminders

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/reminder"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const historyRows = 30

type policyPage struct {
	page.Base
	page.Heading
	Form                *page.Form
	Scopes              []page.Choice
	Before, Weekly, HR  int
	Day                 string
	Own, Narrow         bool // the scope has steps of its own; it is not that of all
	ScopeName           string
	Steps               []stepRow
	History             []policyRow
	MaxBefore, MaxWeeks int
	MaxHR               int
}

// stepRow is one step in words.
type stepRow struct{ What, When, Whom string }

type policyRow struct{ Scope, From, What, Set, Actor string }

// policyShow is what holds, with the three knobs to turn.
func (h *Handlers) policyShow(c *fiber.Ctx) error {
	p, err := h.policy(c, page.ReadQuery(c))
	if err != nil {
		return err
	}
	return page.Render(c, "reminders/policy", p)
}

func (h *Handlers) policy(c *fiber.Ctx, form *page.Form) (*policyPage, error) {
	v, base, ctx := visit.Of(c), page.From(c), c.UserContext()
	scopes, err := h.scopes(c, base.L)
	if err != nil {
		return nil, err
	}
	scope := form.Get("scope")
	if scope == "" {
		scope = reminder.ScopeAll
	}
	steps, own, err := reminder.StepsOf(ctx, h.DB, scope, v.Today)
	if err != nil {
		return nil, err
	}
	history, err := reminder.Policies(ctx, h.DB, historyRows)
	if err != nil {
		return nil, err
	}
	p := &policyPage{Base: base, Form: form, Scopes: scopes, Own: own, Narrow: scope != reminder.ScopeAll, Day: base.L.Date(v.Today),
		MaxBefore: reminder.MaxDaysBefore, MaxWeeks: reminder.MaxWeekly, MaxHR: reminder.MaxHRAfter}
	names := map[string]string{}
	known := false
	for i := range p.Scopes {
		names[p.Scopes[i].Value] = p.Scopes[i].Label
		p.Scopes[i].Selected = p.Scopes[i].Value == scope
		known = known || p.Scopes[i].Selected
	}
	if !known {
		return nil, apperr.New(apperr.NotFound, "error.reminder.scope", nil)
	}
	p.ScopeName = names[scope]
	knobs := reminder.KnobsOf(steps)
	p.Before, p.Weekly, p.HR = knobs.DaysBefore, knobs.Weekly, knobs.HRAfter
	p.Title = base.L.T("reminders.policy")
	p.Heading = page.Heading{Kicker: base.L.T("nav.reminders"), Text: base.L.T("reminders.policy_heading"), Lead: base.L.T("reminders.policy_lead")}
	for _, s := range steps {
		p.Steps = append(p.Steps, newStep(base.L, s))
	}
	for _, f := range history {
		p.History = append(p.History, newPolicyRow(base.L, f, names))
	}
	return p, nil
}

// scopes are all duties, each curriculum and each course.
func (h *Handlers) scopes(c *fiber.Ctx, l *i18n.Printer) ([]page.Choice, error) {
	list := []page.Choice{{Value: reminder.ScopeAll, Label: l.T("reminders.scope.all")}}
	book, err := curriculum.LoadBook(c.UserContext(), h.DB, visit.Of(c).Today)
	if err != nil {
		return nil, err
	}
	for _, one := range book.Curricula {
		title := one.Title[l.Lang()]
		if title == "" {
			title = one.Title[i18n.Default]
		}
		list = append(list, page.Choice{Value: "curriculum:" + one.Code, Label: l.T("reminders.scope.curriculum", "title", title)})
	}
	for _, v := range h.Courses.All() {
		list = append(list, page.Choice{Value: "course:" + v.Code(), Label: l.T("reminders.scope.course", "title", v.Title(l.Lang()))})
	}
	return list, nil
}

func newStep(l *i18n.Printer, s reminder.Step) stepRow {
	unit := "days"
	if s.WorkingDays {
		unit = "working"
	}
	when := l.T("reminders.anchor." + string(s.Anchor))
	switch {
	case s.Offset < 0:
		when = l.N("reminders.before."+unit, -s.Offset) + " " + l.T("reminders.anchor_dative."+string(s.Anchor))
	case s.Offset > 0:
		when = l.N("reminders.after."+unit, s.Offset) + " " + l.T("reminders.anchor_dative."+string(s.Anchor))
	}
	switch {
	case s.RepeatEvery == 7 && s.MaxRepeats > 100:
		when += ", " + l.T("reminders.weekly")
	case s.RepeatEvery == 7 && s.MaxRepeats > 0:
		when += ", " + l.N("reminders.weekly_n", s.MaxRepeats)
	case s.MaxRepeats > 0:
		when += ", " + l.N("reminders.every", s.RepeatEvery, "times", s.MaxRepeats)
	}
	what := l.T("mail.step." + s.Code)
	if !l.Has("mail.step." + s.Code) {
		what = s.Code
	}
	return stepRow{What: what, When: when, Whom: l.T("reminders.audience." + string(s.Audience))}
}

func newPolicyRow(l *i18n.Printer, f reminder.PolicyFact, names map[string]string) policyRow {
	k := reminder.KnobsOf(f.Steps)
	row := policyRow{Scope: names[f.Scope], From: l.T("reminders.from_on", "day", f.ValidFrom), Actor: f.Actor, Set: page.Clock(l, f.KnownFrom),
		What: strings.Join([]string{l.N("reminders.knob.before", k.DaysBefore), l.N("reminders.knob.weekly", k.Weekly), l.N("reminders.knob.hr", k.HRAfter)}, ", ")}
	if row.Scope == "" {
		row.Scope = f.Scope
	}
	switch {
	case !f.Current:
		row.From += " " + l.T("reminders.replaced")
	case f.ValidTo != calendar.Forever:
		row.From += " " + l.T("reminders.until_on", "day", f.ValidTo.AddDays(-1))
	}
	return row
}
