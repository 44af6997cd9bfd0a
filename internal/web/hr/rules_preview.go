package hr

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

func (h *Handlers) rulesPreview(c *fiber.Ctx) error {
	plan, err := h.loadPlan(c, change.Rules)
	if err != nil {
		return err
	}
	return h.rulesAgain(c, plan, nil, h.refused(c, plan))
}

func (h *Handlers) rulesAgain(c *fiber.Ctx, plan change.Plan, form *page.Form, differs *change.Differs) error {
	s, err := h.gather(c, plan, form, differs)
	if err != nil {
		return err
	}
	org, err := people.Load(c.UserContext(), h.DB, people.Moment{Day: plan.EffectiveOn})
	if err != nil {
		return err
	}
	base := page.From(c)
	p, err := newRulesPlan(base, s, org, visit.Of(c), page.AddressOf(c), page.ReadQuery(c), h.courseTitle(base.L))
	if err != nil {
		return err
	}
	return page.Render(c, "hr/plan", p)
}

func newRulesPlan(base page.Base, s shownPlan, org *people.Org, v *visit.Visit, address page.Address, query *page.Form,
	title func(string) string) (*planPage, error) {
	l := base.L
	base.Title = l.T("common.preview")
	p := newPlan(base, s, rulesPath(s.plan.UID.String()), v.Now, address, query, title)
	p.ByUnit = true
	p.Heading = page.Heading{Kicker: s.plan.Title, Text: p.Effects.Headline}
	if len(s.plan.Draft.Rules) == 0 { // an expired plan has lost its content
		return p, nil
	}
	proposed, err := curriculum.ParseRules(s.plan.Draft.Rules)
	if err != nil {
		return nil, err
	}
	p.Lead = rulesLead(l, proposed, org)
	p.Weeks = newWeeks(l, proposed, org)
	if p.Effects.minutes > 0 {
		p.Hours = l.N("hr.hours.total", (p.Effects.minutes+30)/60)
	}
	return p, nil
}

// rulesLead says whom the rules concern: «Alle mit PC in Bau und Umwelt.»
func rulesLead(l *i18n.Printer, proposed curriculum.RulesChange, org *people.Org) string {
	var parts []string
	for _, rule := range proposed.Rules {
		if !rule.Active {
			parts = append(parts, l.T("hr.rules.ends", "title", textIn(l, rule.Title)))
			continue
		}
		parts = append(parts, curriculum.Sentence(l, rule.Audience.Describe(org))+".")
	}
	return strings.Join(parts, " ")
}

// weeksView is the roll-out of the rules of a plan, week by week.
type weeksView struct {
	Help string
	Rows []weekRow
}

type weekRow struct{ From, Persons string }

func newWeeks(l *i18n.Printer, proposed curriculum.RulesChange, org *people.Org) *weeksView {
	for _, rule := range proposed.Rules {
		if weeks := rule.Weeks(org); rule.Active && len(weeks) > 0 {
			v := &weeksView{Help: l.T("hr.weeks.help", "from", rule.Rollout.From)}
			for _, w := range weeks {
				v.Rows = append(v.Rows, weekRow{From: l.LongDate(w.From), Persons: l.Int(w.Persons)})
			}
			return v // a change has one rule, or none
		}
	}
	return nil
}

func (h *Handlers) rulesApply(c *fiber.Ctx) error {
	return h.apply(c, change.Rules, h.rulesAgain)
}

func (h *Handlers) rulesDiscard(c *fiber.Ctx) error {
	return h.discard(c, change.Rules, "/regeln")
}

func (h *Handlers) rulesRenew(c *fiber.Ctx) error {
	v := visit.Of(c)
	old, err := h.loadPlan(c, change.Rules)
	if err != nil {
		return err
	}
	if len(old.Input) == 0 {
		return page.Warned(c, rulesPath(old.UID.String()), "hr.plan.not_open")
	}
	return h.begin(c, task.Request{Kind: change.ProposeTask, Title: old.Title, Input: change.Wanted{Replaces: old.UID.String(), Request: change.Request{
		Kind: change.Rules, Title: old.Title, Actor: v.ViewerID(), EffectiveOn: old.EffectiveOn, Source: old.Source, Input: old.Input}}})
}
