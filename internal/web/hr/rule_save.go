package hr

import (
	"errors"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

func (h *Handlers) ruleCreate(c *fiber.Ctx) error { return h.ruleSave(c) }

// ruleSave plans the rule as the form has it; nothing is written before the
// preview has been applied. Where a button changes the groups of conditions, or
// asks whom they concern, the form comes back instead.
func (h *Handlers) ruleSave(c *fiber.Ctx) error {
	f, err := h.ruleOf(c)
	if err != nil {
		return err
	}
	v, form := visit.Of(c), page.ReadForm(c, ruleLabels...)
	groups := readGroups(form, f.org)
	switch do, what, _ := strings.Cut(form.Get("do"), "-"); do {
	case "":
	case "add":
		groups = with(groups, what)
		return h.ruleAgain(c, f, form, groups)
	case "remove":
		id, _ := strconv.Atoi(what) // of no group: nothing goes
		return h.ruleAgain(c, f, form, without(groups, id))
	default:
		return h.ruleAgain(c, f, form, groups)
	}
	form.Required("title", "curriculum")
	rule, from := ruleFrom(form, f.rule, groups, v)
	if form.OK() {
		err := h.proposeRule(c, rule, from)
		if !form.Refused(atField(err)) {
			return err
		}
	}
	return page.Invalid(c, "hr/rule", rulePageOf(page.From(c), f, form, v.Today, groups, true))
}

// ruleAgain shows the form as it is by now.
func (h *Handlers) ruleAgain(c *fiber.Ctx, f ruleFacts, form *page.Form, groups []conditions) error {
	typed := f
	typed.rule.Audience = audienceOf(groups)
	if err := h.lookedAtRule(c, typed); err != nil {
		return err
	}
	return page.Render(c, "hr/rule", rulePageOf(page.From(c), f, form, visit.Of(c).Today, groups, true))
}

// ruleEnd plans that a rule holds no more from a day on. Who has to do its
// courses for no other reason loses them; what they have fulfilled stays.
func (h *Handlers) ruleEnd(c *fiber.Ctx) error {
	f, err := h.ruleOf(c)
	if err != nil {
		return err
	}
	v, form := visit.Of(c), page.ReadForm(c, ruleLabels...)
	day := dayFrom(form, "end", v.Today)
	if form.OK() {
		rule := f.rule
		rule.Active = false
		err := h.proposeRule(c, rule, day)
		if !form.Refused(atField(err)) {
			return err
		}
	}
	p := newRulePage(page.From(c), f, nil, v.Today)
	p.Form = form
	return page.Invalid(c, "hr/rule", p)
}

func (h *Handlers) proposeRule(c *fiber.Ctx, rule curriculum.Rule, from calendar.Date) error {
	input, err := curriculum.RulesChange{Rules: []curriculum.Rule{rule}}.JSON()
	if err != nil {
		return err
	}
	return h.propose(c, change.Request{
		Kind: change.Rules, Title: textIn(page.From(c).L, rule.Title), Actor: visit.Of(c).ViewerID(), EffectiveOn: from, Input: input,
	})
}

// atField translates the path of a field in a change into the field of the form:
// «rules[0].rollout.per_week» is per_week.
func atField(err error) error {
	var e *apperr.Error
	if !errors.As(err, &e) {
		return err
	}
	field := ""
	for _, part := range pathParts(e.Field) {
		switch part {
		case "title", "curriculum", "per_week", "blackout", "until":
			field = part
		}
	}
	moved := *e
	return moved.At(field)
}

// atGroup is atField for one group of conditions.
func atGroup(err error, id int) error {
	var e *apperr.Error
	if !errors.As(err, &e) {
		return err
	}
	field := ""
	for _, part := range pathParts(e.Field) {
		switch part {
		case "functions", "entry_until", "departments", "categories", "sites", "tags", "persons":
			field = fieldOf(part, id)
		}
	}
	moved := *e
	return moved.At(field)
}

func pathParts(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' })
}

// ruleFrom reads the rule of the form over the one on record.
func ruleFrom(form *page.Form, rule curriculum.Rule, groups []conditions, v *visit.Visit) (curriculum.Rule, calendar.Date) {
	rule.Title = maps.Clone(rule.Title)
	if rule.Title == nil {
		rule.Title = coursefile.Texts{}
	}
	if rule.Title["de"] != form.Get("title") { // a translation of the old one is none
		clear(rule.Title)
		rule.Title["de"] = form.Get("title")
	}
	rule.Curriculum, rule.Active = form.Get("curriculum"), true
	if rule.Code == "" {
		rule.Code = newCode(form.Get("title"), v.Now)
	}
	if audience := audienceOf(groups); form.Get("kept") == "" || len(groups) > 1 || !isEverybody(groups[0].Says) {
		rule.Audience = audience
	}
	rule.Rollout = readRollout(form, rule.Rollout)
	from := dayFrom(form, "from", v.Today)
	if rule.Until = form.Date("until"); rule.Until != 0 && rule.Until < from {
		form.Fail("until", "error.curriculum.audience_entry")
	}
	return rule, from
}

func boolOf(answer string) *bool {
	switch answer {
	case "yes", "no":
		yes := answer == "yes"
		return &yes
	default:
		return nil
	}
}

// dayFrom is a day from today on, today where none is given.
func dayFrom(form *page.Form, field string, today calendar.Date) calendar.Date {
	day := form.Date(field)
	if day == 0 {
		return today
	}
	if day < today {
		form.Fail(field, "error.hr.day_past")
	}
	return day
}

// newCode makes a code of a title; the moment keeps two rules of one title
// apart: «ict-grundlagen-thzq2k».
func newCode(title string, now time.Time) string {
	return strings.Trim(i18n.Slug(title)+"-"+strconv.FormatInt(now.Unix(), 36), "-")
}
