package hr

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// ruleLabels name the fields in the summary of errors.
var ruleLabels = []string{
	"title", "hr.rule.title", "curriculum", "hr.rule.curriculum", "entry_from", "hr.rule.entry_from", "entry_until", "hr.rule.entry_until",
	"from", "hr.rule.from", "functions", "hr.rule.functions", "end", "hr.rule.end",
}

type rulePage struct {
	page.Base
	page.Heading
	Path                      string
	Form                      *page.Form
	Curricula                 []page.Choice
	Departments, Only         []page.Choice
	Categories, PC, Leads     []page.Choice
	Functions, From, Until    string
	EntryFrom, RuleTitle, Day string
	Kept                      string // conditions that the form does not show
	Existing, Active          bool
}

// ruleFacts is what the form is made of.
type ruleFacts struct {
	rule curriculum.Rule
	book curriculum.Book
	org  *people.Org
	tree []people.TreeNode
}

// ruleOf reads the rule of the address; a new one without a code.
func (h *Handlers) ruleOf(c *fiber.Ctx) (ruleFacts, error) {
	v, ctx := visit.Of(c), c.UserContext()
	var f ruleFacts
	var err error
	if f.book, err = curriculum.LoadBook(ctx, h.DB, v.Today); err != nil {
		return f, err
	}
	if f.org, err = people.Load(ctx, h.DB, people.Moment{Day: v.Today}); err != nil {
		return f, err
	}
	if f.tree, err = people.Tree(ctx, h.DB, v.Today); err != nil {
		return f, err
	}
	if code := c.Params("code"); code != "" {
		rule := f.book.Rule(code)
		if rule == nil { // not in force today, but it may be one that begins later
			later, err := curriculum.LoadBook(ctx, h.DB, lastDay)
			if err != nil {
				return f, err
			}
			rule = later.Rule(code)
		}
		if rule == nil {
			return f, apperr.New(apperr.NotFound, "error.hr.no_rule", nil)
		}
		f.rule = *rule
	}
	return f, nil
}

func (h *Handlers) ruleNew(c *fiber.Ctx) error { return h.ruleEdit(c) }

func (h *Handlers) ruleEdit(c *fiber.Ctx) error {
	f, err := h.ruleOf(c)
	if err != nil {
		return err
	}
	return page.Render(c, "hr/rule", newRulePage(page.From(c), f, nil, visit.Of(c).Today))
}

func newRulePage(base page.Base, f ruleFacts, form *page.Form, today calendar.Date) *rulePage {
	l, a := base.L, f.rule.Audience
	p := &rulePage{Form: form, Existing: f.rule.Code != "", Active: f.rule.Active, Path: "/regeln/neu",
		RuleTitle: f.rule.Title["de"], Functions: strings.Join(a.Functions, "\n"), Day: l.Date(max(today, f.rule.ValidFrom))}
	p.Heading = page.Heading{Text: l.T("hr.rule.new"), Lead: l.T("hr.rule.new_lead")}
	if p.Existing {
		p.Path = rulePath(f.rule.Code)
		p.Heading = page.Heading{Kicker: l.T("nav.assignments"), Text: textIn(l, f.rule.Title),
			Lead: curriculum.Sentence(l, a.Describe(f.org)) + ". " + l.N("hr.rule.today", matching(a, f.org))}
	}
	base.Title = p.Text
	p.Base = base
	if a.EntryFrom != 0 {
		p.EntryFrom = l.Date(a.EntryFrom)
	}
	if a.EntryUntil != 0 {
		p.Until = l.Date(a.EntryUntil)
	}
	for _, one := range f.book.Curricula {
		p.Curricula = append(p.Curricula, page.Choice{Value: one.Code, Label: textIn(l, one.Title), Selected: one.Code == f.rule.Curriculum})
	}
	p.Departments, p.Only = treeChoices(f.tree, a.Departments, form)
	p.choices(l, a)
	if kept := hiddenPart(a); kept.Except != nil || len(kept.Any)+len(kept.Sites)+len(kept.Tags)+len(kept.Persons) > 0 {
		p.Kept = curriculum.Sentence(l, kept.Describe(f.org))
	}
	return p
}

func (p *rulePage) choices(l *i18n.Printer, a curriculum.Audience) {
	for _, category := range people.Categories {
		p.Categories = append(p.Categories, page.Choice{Value: string(category), Label: categoryText(l, category),
			Selected: slices.Contains(a.Categories, category)})
	}
	p.PC = choices(answerOf(a.PC), pair{"any", l.T("hr.rule.any")}, pair{"yes", l.T("hr.pc.yes")}, pair{"no", l.T("hr.pc.no")})
	p.Leads = choices(answerOf(a.LeadsPeople), pair{"any", l.T("hr.rule.any")}, pair{"yes", l.T("hr.rule.leads")}, pair{"no", l.T("hr.rule.leads_not")})
}

func answerOf(set *bool) string {
	switch {
	case set == nil:
		return "any"
	case *set:
		return "yes"
	default:
		return "no"
	}
}

// treeChoices are the departments for the two lists: with all below, and alone.
// A department that is gone stays in the list by its code.
func treeChoices(tree []people.TreeNode, refs []curriculum.DepartmentRef, form *page.Form) (below, only []page.Choice) {
	chosen := func(field, code string, alone bool) bool {
		if form != nil {
			return slices.Contains(form.All(field), code)
		}
		return slices.Contains(refs, curriculum.DepartmentRef{Code: code, Only: alone})
	}
	add := func(code, label string) {
		below = append(below, page.Choice{Value: code, Label: label, Selected: chosen("departments", code, false)})
		only = append(only, page.Choice{Value: code, Label: label, Selected: chosen("only", code, true)})
	}
	known := map[string]bool{}
	for _, d := range tree {
		known[d.Code] = true
		add(d.Code, strings.Repeat("\u2007\u2007", d.Depth)+d.Name)
	}
	for _, ref := range refs {
		if !known[ref.Code] {
			known[ref.Code] = true
			add(ref.Code, ref.Code)
		}
	}
	return below, only
}

// hiddenPart is what an audience asks for and the form has no field for.
func hiddenPart(a curriculum.Audience) curriculum.Audience {
	return curriculum.Audience{Sites: a.Sites, Tags: a.Tags, Persons: a.Persons, Any: a.Any, Except: a.Except}
}
