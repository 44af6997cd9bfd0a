package hr

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const versionsPath = "/kursfassungen"

func versionPath(uid string) string { return versionsPath + "/vorschau/" + uid }

func courseVersions(code string) string { return versionsPath + "/" + code }

// versionsPage lists the courses with their newest version.
type versionsPage struct {
	page.Base
	page.Heading
	Rows   []versionsRow
	Recent []recentRow
}

type versionsRow struct{ URL, Title, Version, Meaning, Required string }

func (h *Handlers) versionsList(c *fiber.Ctx) error {
	recent, err := h.recent(c, h.DB, change.Version, versionPath)
	if err != nil {
		return err
	}
	required, err := curriculum.RequirementsInForce(c.UserContext(), h.DB)
	if err != nil {
		return err
	}
	p := newVersions(page.From(c), h.Catalogue.All(), required)
	p.Recent = recent
	return page.Render(c, "hr/versions", p)
}

func newVersions(base page.Base, current []*course.Version, required map[int64]curriculum.RequirementFact) *versionsPage {
	l := base.L
	base.Title = l.T("nav.versions")
	p := &versionsPage{Base: base}
	open := 0
	for _, v := range current {
		row := versionsRow{URL: courseVersions(v.Code()), Title: v.Title(l.Lang()), Version: l.T("version.n_of", "n", v.Number, "day", v.PublishedOn),
			Meaning: meaning(l, v), Required: l.T("version.not_required")}
		if r, ok := required[v.ID]; ok {
			row.Required = requiredText(l, r)
		} else if mayRequire(v) {
			open++
		}
		p.Rows = append(p.Rows, row)
	}
	p.Heading = page.Heading{Text: l.T("version.heading.none"), Lead: l.T("version.lead")}
	if open > 0 {
		p.Text = l.N("version.heading", open)
	}
	return p
}

// mayRequire reports a version that can be asked of those who passed an older one.
func mayRequire(v *course.Version) bool { return v.Number > 1 && v.Material() }

// meaning is what the version is to those who passed an older one.
func meaning(l *i18n.Printer, v *course.Version) string {
	if v.Number == 1 {
		return l.T("version.first")
	}
	return l.T("version.materiality." + string(v.Content.Version.Materiality))
}

func requiredText(l *i18n.Printer, r curriculum.RequirementFact) string {
	if r.Whole {
		return l.T("version.required.whole", "day", r.DueOn)
	}
	return l.T("version.required.difference", "day", r.DueOn)
}

// versionsCourse is the history of one course.
type versionsCourse struct {
	page.Base
	page.Heading
	Path string
	Form *page.Form
	Rows []versionRow
	What []page.Choice // what is asked; nil: nothing can be
	Due  string
}

type versionRow struct {
	Number, Meaning, Note string
	Changed               []string // «Modul 2: Phishing», «3 Fragen»
	Required, URL         string   // URL of the plan that declared it
	TakeBack              string
}

var versionLabels = []string{"what", "version.what", "due_on", "version.due"}

func (h *Handlers) versionsShow(c *fiber.Ctx) error { return h.versionsAgain(c, nil) }

func (h *Handlers) versionsAgain(c *fiber.Ctx, form *page.Form) error {
	ctx := c.UserContext()
	list, err := h.Catalogue.History(ctx, h.DB, c.Params("code"))
	if err != nil {
		return err
	}
	required, err := curriculum.RequirementsInForce(ctx, h.DB)
	if err != nil {
		return err
	}
	p := newVersionsCourse(page.From(c), list, required)
	p.Form, p.Due = form, p.L.Date(visit.Of(c).Today.AddDays(max(list[0].Content.DueDays, curriculum.LeastRequired)))
	if form != nil {
		return page.Invalid(c, "hr/versions-course", p)
	}
	return page.Render(c, "hr/versions-course", p)
}

func newVersionsCourse(base page.Base, list []*course.Version, required map[int64]curriculum.RequirementFact) *versionsCourse {
	l, newest := base.L, list[0]
	base.Title = newest.Title(l.Lang())
	p := &versionsCourse{Base: base, Path: courseVersions(newest.Code())}
	p.Heading = page.Heading{Kicker: newest.Code(), Text: base.Title, Lead: l.T("version.course_lead")}
	for i, v := range list {
		row := versionRow{Number: l.T("version.n_of", "n", v.Number, "day", v.PublishedOn), Meaning: meaning(l, v), Note: v.Content.Version.Note.In(l.Lang())}
		if i+1 < len(list) {
			row.Changed = changedWords(l, v, list[i+1])
		}
		if r, ok := required[v.ID]; ok {
			row.Required, row.TakeBack = requiredText(l, r), takeBackPath(r.BatchID)
			if r.PlanUID != "" {
				row.URL = versionPath(r.PlanUID)
			}
		}
		p.Rows = append(p.Rows, row)
	}
	if _, asked := required[newest.ID]; mayRequire(newest) && !asked {
		p.What = []page.Choice{
			{Value: "difference", Label: l.T("version.what.difference"), Help: l.T("version.what.difference_help"), Selected: true},
			{Value: "whole", Label: l.T("version.what.whole"), Help: l.T("version.what.whole_help")}}
	}
	return p
}

// changedWords say what the version has that the one before had not.
func changedWords(l *i18n.Printer, v, before *course.Version) []string {
	d := v.Content.Since(before.Content)
	var words []string
	for _, no := range d.Modules {
		words = append(words, l.T("version.changed.module", "n", no, "title", v.Content.Module(no).Titles.In(l.Lang())))
	}
	if n := len(d.Questions); n > 0 {
		words = append(words, l.N("version.changed.questions", n))
	}
	if len(words) == 0 {
		words = append(words, l.T("version.changed.nothing"))
	}
	return words
}

// versionRequire lets a task plan what it does to ask the newest version of those who
// passed an older one.
func (h *Handlers) versionRequire(c *fiber.Ctx) error {
	v, form := visit.Of(c), page.ReadForm(c, versionLabels...)
	newest, err := h.Catalogue.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	form.Required("what", "due_on")
	asked := curriculum.Requirement{Course: newest.Code(), Version: newest.Number, Whole: form.Get("what") == "whole", DueOn: form.Date("due_on")}
	if form.OK() {
		if err := asked.Validate(v.Today); err != nil && !form.Refused(err) {
			return err
		}
	}
	if !form.OK() {
		return h.versionsAgain(c, form)
	}
	input, err := curriculum.DatesChange{Version: &asked}.JSON()
	if err != nil {
		return err
	}
	title := page.From(c).L.T("version.plan.title", "code", newest.Code(), "n", strconv.Itoa(newest.Number))
	return h.begin(c, task.Request{Kind: change.ProposeTask, Title: title, Input: change.Wanted{Request: change.Request{
		Kind: change.Version, Title: title, Actor: v.ViewerID(), EffectiveOn: v.Today, Input: input}}})
}
