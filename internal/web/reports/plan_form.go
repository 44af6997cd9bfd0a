package reports

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/planned"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// planForm is the form of a new plan, or of one that is changed.
type planForm struct {
	page.Base
	page.Heading
	Form                                                  *page.Form
	Post, Back, Button                                    string
	Variants, Departments, Rhythms, Weekdays, Days, Langs []page.Choice
	ToMe                                                  string // instead of a list of recipients
	About                                                 string // text key: what a department means
	Deeper                                                bool   // there are more departments than are offered
	Files                                                 bool   // month ends may go along
}

// fields of the form, and what they are to the service.
var planFields = map[string]string{"variant": "variante", "department": "abteilung", "rhythm": "rhythmus", "weekday": "wochentag", "day": "arbeitstag",
	"language": "sprache", "recipients": "empfaenger"}

// anything stands in the address of the form for every department, and for each reader's
// own language: a select that must be chosen cannot have an empty value.
const anything = "*"

func anyOr(value string) string {
	if value == anything {
		return ""
	}
	return value
}

var planLabels = []string{"variante", "planned.form.variant", "abteilung", "planned.form.department", "rhythmus", "planned.form.rhythm", "wochentag", "planned.form.weekday",
	"arbeitstag", "planned.form.day", "sprache", "planned.form.language", "empfaenger", "planned.form.recipients"}

// planNew is the form of a new plan, filled in as most will want it.
func (h *Handlers) planNew(c *fiber.Ctx) error {
	form := page.NewForm(page.From(c).L, map[string]string{"rhythmus": string(planned.Monthly), "wochentag": "1", "arbeitstag": "3",
		"empfaenger": visit.Of(c).Session.Person.Email}, planLabels...)
	p, err := h.planForm(c, form, planned.Listed{})
	if err != nil {
		return err
	}
	return page.Render(c, "reports/plan-form", p)
}

// planEdit is the form of a plan as it stands.
func (h *Handlers) planEdit(c *fiber.Ctx) error {
	plan, err := h.plan(c)
	if err != nil {
		return err
	}
	values := map[string]string{"variante": string(plan.Variant), "abteilung": cmp.Or(plan.Code, anything), "rhythmus": string(plan.Rhythm), "sprache": cmp.Or(plan.Language, anything),
		"wochentag": "1", "arbeitstag": "3", "fassung": strconv.Itoa(plan.Revision)}
	values[map[bool]string{true: "wochentag", false: "arbeitstag"}[plan.Rhythm == planned.Weekly]] = strconv.Itoa(plan.Day)
	for name, set := range map[string]bool{"kurzbericht": plan.Brief, "management": plan.Management} {
		if set {
			values[name] = "1"
		}
	}
	var lines []string
	for _, id := range plan.People {
		one, err := people.Get(c.UserContext(), h.DB, id)
		if err != nil {
			return err
		}
		if lines = append(lines, one.Email); one.Email == "" {
			lines[len(lines)-1] = one.PersonnelNo
		}
	}
	values["empfaenger"] = strings.Join(lines, "\n")
	p, err := h.planForm(c, page.NewForm(page.From(c).L, values, planLabels...), plan)
	if err != nil {
		return err
	}
	return page.Render(c, "reports/plan-form", p)
}

// planSave makes a plan or changes one.
func (h *Handlers) planSave(c *fiber.Ctx) error {
	form := page.ReadForm(c, planLabels...)
	plan := planned.Listed{}
	if c.Params("uid") != "" {
		var err error
		if plan, err = h.plan(c); err != nil {
			return err
		}
	}
	if form.Checked(page.OfferBelow) {
		return h.planOffer(c, form, plan)
	}
	act, err := h.act(c)
	if err != nil {
		return err
	}
	draft := planned.Draft{UID: plan.UID, Revision: form.Int("fassung", 0, 1<<30), Department: anyOr(form.Get("abteilung")), Recipients: strings.FieldsFunc(form.Get("empfaenger"), func(r rune) bool {
		return strings.ContainsRune("\r\n,;", r)
	})}
	draft.Terms = planned.Terms{Rhythm: planned.Rhythm(form.Get("rhythmus")), Variant: planned.Variant(form.Get("variante")), Language: anyOr(form.Get("sprache")),
		Brief: form.Checked("kurzbericht"), Management: form.Checked("management"), Day: form.Int("arbeitstag", 1, 10)}
	if draft.Rhythm == planned.Weekly {
		draft.Day = form.Int("wochentag", 1, 5)
	}
	draft.Recipients = slices.DeleteFunc(draft.Recipients, func(line string) bool { return strings.TrimSpace(line) == "" })
	for i, line := range draft.Recipients {
		draft.Recipients[i] = strings.TrimSpace(line)
	}
	uid := ""
	if form.OK() {
		err = h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
			uid, err = h.Planned.Save(c.UserContext(), tx, draft, act)
			return err
		})
	}
	if form.OK() && err == nil {
		return page.Done(c, planURL(uid), map[bool]string{true: "planned.made", false: "planned.changed"}[plan.UID == ""])
	}
	var refused *apperr.Error
	if errors.As(err, &refused) && !form.RefusedAt(err, refused.Field, planFields[refused.Field]) || err != nil && refused == nil {
		return err
	}
	p, err := h.planForm(c, form, plan)
	if err != nil {
		return err
	}
	return page.Invalid(c, "reports/plan-form", p)
}

// planOffer shows the form again as it was typed, with what is below the department.
func (h *Handlers) planOffer(c *fiber.Ctx, form *page.Form, plan planned.Listed) error {
	p, err := h.planForm(c, form, plan)
	if err != nil {
		return err
	}
	return page.Render(c, "reports/plan-form", p)
}

func (h *Handlers) planForm(c *fiber.Ctx, form *page.Form, plan planned.Listed) (*planForm, error) {
	act, err := h.act(c)
	if err != nil {
		return nil, err
	}
	choice, err := h.Planned.Choice(c.UserContext(), act)
	if err != nil {
		return nil, err
	}
	p := newPlanForm(page.From(c), form, choice, plan)
	if !choice.Others {
		p.ToMe = p.L.T("planned.form.to_me", "name", visit.Of(c).Session.Person.Name())
	}
	return p, nil
}

func newPlanForm(base page.Base, form *page.Form, choice planned.Choice, plan planned.Listed) *planForm {
	l, key := base.L, "planned.form.new"
	p := &planForm{Form: form, Post: newPlanPath, Back: PlanPath, Button: l.T("planned.form.make"), About: "planned.form.department_help"}
	if plan.UID != "" {
		key, p.Post, p.Back, p.Button = "planned.form.edit", planURL(plan.UID)+"/aendern", planURL(plan.UID), l.T("planned.form.save")
	}
	base.Title = l.T("planned.nav")
	p.Base, p.Heading = base, page.Heading{Kicker: l.T("planned.nav"), Text: l.T(key), Lead: l.T("planned.form.lead")}
	for i, variant := range choice.Variants {
		p.Variants = append(p.Variants, page.Choice{Value: string(variant), Label: l.T("planned.variant." + string(variant)),
			Help: l.T("planned.variant." + string(variant) + ".help"), Selected: i == 0})
	}
	none := "planned.form.no_department"
	switch {
	case len(choice.Variants) == 1 && choice.Variants[0] == planned.Line:
		none, p.About = "planned.form.own_line", "planned.form.below_help"
	case choice.Everybody:
		none = "planned.form.everybody"
	}
	p.Files = slices.ContainsFunc(choice.Variants, planned.Variant.Frozen)
	if len(choice.Departments) > 0 {
		p.Departments = []page.Choice{{Value: anything, Label: l.T(none)}}
	}
	offered := page.DepartmentFilter(l, choice.Departments, page.DepartmentCode, form.Get("abteilung"))
	p.Departments, p.Deeper = append(p.Departments, offered...), len(offered) < len(choice.Departments)
	for _, rhythm := range planned.Rhythms {
		p.Rhythms = append(p.Rhythms, page.Choice{Value: string(rhythm), Label: l.T("planned.rhythm." + string(rhythm))})
	}
	for day := time.Monday; day <= time.Friday; day++ {
		p.Weekdays = append(p.Weekdays, page.Choice{Value: strconv.Itoa(int(day)), Label: l.Weekday(day)})
	}
	for n := 1; n <= 10; n++ {
		p.Days = append(p.Days, page.Choice{Value: strconv.Itoa(n), Label: l.T("planned.form.nth", "n", n)})
	}
	p.Langs = []page.Choice{{Value: anything, Label: l.T("planned.form.own_language")}}
	for _, language := range []string{"de", "en"} {
		p.Langs = append(p.Langs, page.Choice{Value: language, Label: l.T("planned.form.language." + language)})
	}
	return p
}
