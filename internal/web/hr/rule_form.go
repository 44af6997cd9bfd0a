package hr

import (
	"slices"
	"strconv"
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
var ruleLabels = append(groupLabels(), "title", "hr.rule.title", "curriculum", "hr.rule.curriculum", "from", "hr.rule.from",
	"until", "hr.rule.until", "per_week", "hr.rule.per_week", "blackout", "hr.rule.blackout", "end", "hr.rule.end")

type rulePage struct {
	page.Base
	page.Heading
	Path                  string
	Form                  *page.Form
	Curricula             []page.Choice
	Groups                []groupFields
	IDs                   string // of the groups, in order
	RuleTitle, Day, Until string
	Rollout               rolloutFields
	Whom, Count           string // of the audience as the form has it
	Kept                  string // an audience that groups cannot say
	Existing, Active      bool
	More                  bool // groups can be added
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
	if err := h.lookedAtRule(c, f); err != nil {
		return err
	}
	return page.Render(c, "hr/rule", newRulePage(page.From(c), f, nil, visit.Of(c).Today))
}

// newRulePage shows the rule as f has it, over what form holds.
func newRulePage(base page.Base, f ruleFacts, form *page.Form, today calendar.Date) *rulePage {
	groups, ok := groupsOf(f.rule.Audience)
	return rulePageOf(base, f, form, today, groups, ok)
}

func rulePageOf(base page.Base, f ruleFacts, form *page.Form, today calendar.Date, groups []conditions, ok bool) *rulePage {
	l := base.L
	p := &rulePage{Form: form, Existing: f.rule.Code != "", Active: f.rule.Active, Path: "/regeln/neu",
		RuleTitle: f.rule.Title["de"], Day: l.Date(max(today, f.rule.ValidFrom)), Rollout: newRolloutFields(l, f.rule.Rollout)}
	p.Heading = page.Heading{Text: l.T("hr.rule.new"), Lead: l.T("hr.rule.new_lead")}
	if p.Existing {
		p.Path = rulePath(f.rule.Code)
		p.Heading = page.Heading{Kicker: l.T("nav.assignments"), Text: textIn(l, f.rule.Title),
			Lead: curriculum.Sentence(l, f.rule.Audience.Describe(f.org)) + ". " + l.N("hr.rule.today", matching(f.rule.Audience, f.org))}
	}
	base.Title = p.Text
	p.Base = base
	if f.rule.Until != 0 {
		p.Until = l.Date(f.rule.Until)
	}
	for _, one := range f.book.Curricula {
		p.Curricula = append(p.Curricula, page.Choice{Value: one.Code, Label: textIn(l, one.Title), Selected: one.Code == f.rule.Curriculum})
	}
	if !ok {
		p.Kept = curriculum.Sentence(l, f.rule.Audience.Describe(f.org))
		groups = []conditions{{Join: joinFirst}}
	}
	var ids []string
	for _, g := range groups {
		p.Groups = append(p.Groups, newGroupFields(l, f, g, form))
		ids = append(ids, strconv.Itoa(g.ID))
	}
	p.IDs, p.More = strings.Join(ids, ","), len(groups) < maxGroups
	if form != nil && ok {
		a := audienceOf(groups)
		p.Whom, p.Count = curriculum.Sentence(l, a.Describe(f.org))+".", l.N("hr.rule.today", matching(a, f.org))
	}
	return p
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

// treeChoices are the departments for the two lists: with all below, and alone; as
// many as fit around those that are chosen in either. A department that is gone stays
// in the list by its code.
func treeChoices(l *i18n.Printer, tree []people.TreeNode, refs []curriculum.DepartmentRef, form *page.Form, id int) (below, only []page.Choice) {
	chosen := func(field, code string, alone bool) bool {
		if form != nil {
			return slices.Contains(form.All(fieldOf(field, id)), code)
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
	}
	shown, hidden := people.FitTree(tree, people.FitRows, func(d people.TreeNode) bool {
		return chosen("departments", d.Code, false) || chosen("only", d.Code, true)
	})
	for _, d := range shown {
		label := strings.Repeat("\u2007\u2007", d.Depth) + d.Name
		if n := hidden[d.ID]; n > 0 {
			label += " · " + l.N("trees.below", n)
		}
		add(d.Code, label)
	}
	for _, ref := range refs {
		if !known[ref.Code] {
			known[ref.Code] = true
			add(ref.Code, ref.Code)
		}
	}
	return below, only
}

// lookedAtRule writes down whom the rule names.
func (h *Handlers) lookedAtRule(c *fiber.Ctx, f ruleFacts) error {
	var ids []int64
	for _, m := range f.org.Members {
		if namesPerson(f.rule.Audience, m.UID.String()) {
			ids = append(ids, m.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	slices.Sort(ids)
	return h.looked(c, "hr.rule", scope, ids...)
}

func namesPerson(a curriculum.Audience, uid string) bool {
	return slices.Contains(a.Persons, uid) || a.Except != nil && namesPerson(*a.Except, uid) ||
		slices.ContainsFunc(a.Any, func(one curriculum.Audience) bool { return namesPerson(one, uid) })
}
