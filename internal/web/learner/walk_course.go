package learner

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/explain"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
)

// drawn is the draft's emblem, which changes.
func drawn(v *course.Version) template.HTML { return page.CourseEmblem(v.Content.Emblem, v.Code()) }

func (h *Handlers) walkCourse(c *fiber.Ctx, w *walk) error {
	base := page.From(c)
	p := newCourse(base, w.way(), learning.CoursePage{Item: w.item()}, explain.Known{}, w.day(), drawn)
	p.Walk, p.Lead, p.Whole = w.note(base), base.L.T("walk.lead"), ""
	return page.Render(c, "learner/course", p)
}

func (h *Handlers) walkModule(c *fiber.Ctx, w *walk) error {
	base := page.From(c)
	m := w.version.Content.Module(moduleNo(c))
	if m == nil {
		return apperr.New(apperr.NotFound, "error.learning.no_module", nil)
	}
	// what cannot be read in an unfinished text is left out, and listed at the draft
	text, _ := course.RenderText(m, w.version.Content, w.visit.Settings, page.Labels(h.Texts, w.version.Content.In(base.L.Lang())))
	p := newModule(base, w.way(), learning.ModulePage{Item: w.item(), Module: m}, text)
	p.Walk, p.Whole, p.Contacts = w.note(base), "", page.Contacts(p.L, w.version, w.visit.Settings)
	for _, term := range h.Glossary.Named(text.Text, text.Lang) {
		p.Terms = append(p.Terms, page.Link{Label: term.In(p.L.Lang()).Term, URL: "/glossar#" + term.ID})
	}
	return page.Render(c, "learner/module", p)
}

func (h *Handlers) walkRead(c *fiber.Ctx, w *walk) error {
	no := moduleNo(c)
	if w.version.Content.Module(no) == nil {
		return apperr.New(apperr.NotFound, "error.learning.no_module", nil)
	}
	w.markRead(no)
	return page.To(c, afterModule(w.way(), w.item(), no))
}

func (h *Handlers) walkPolicy(c *fiber.Ctx, w *walk) error { return h.walkPolicyAgain(c, w, nil) }

func (h *Handlers) walkPolicyAgain(c *fiber.Ctx, w *walk, form *page.Form) error {
	if !w.version.Policy() {
		return apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	base := page.From(c)
	p := newPolicy(base, w.way(), w.item(), drawn)
	p.Walk, p.Form = w.note(base), form
	if form != nil {
		return page.Invalid(c, "learner/policy", p)
	}
	return page.Render(c, "learner/policy", p)
}

func (h *Handlers) walkTask(c *fiber.Ctx, w *walk) error {
	if !w.version.Practical() {
		return apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	base := page.From(c)
	p := newTask(base, w.way(), w.item(), drawn)
	p.Walk = w.note(base)
	return page.Render(c, "learner/task", p)
}

func (h *Handlers) walkReport(c *fiber.Ctx, w *walk) error {
	if !w.version.Practical() {
		return apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	return page.Done(c, w.way().home(), "walk.reported")
}

func (h *Handlers) walkAcknowledge(c *fiber.Ctx, w *walk) error {
	form := page.ReadForm(c, "understood", "learner.policy.step")
	if !form.Checked("understood") {
		form.Fail("understood", "error.learning.not_understood")
		return h.walkPolicyAgain(c, w, form)
	}
	return page.Done(c, w.way().home(), "walk.acknowledged")
}
