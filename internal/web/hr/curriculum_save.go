package hr

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// curriculumLabels name the fields in the summary of errors.
var curriculumLabels = []string{"title", "hr.curriculum.title", "courses", "hr.curriculum.courses", "from", "hr.rule.from"}

func (h *Handlers) curriculumCreate(c *fiber.Ctx) error { return h.curriculumSave(c) }

// curriculumSave plans the curriculum as the form has it; nothing is written
// before the preview has been applied.
func (h *Handlers) curriculumSave(c *fiber.Ctx) error {
	f, err := h.curriculumOf(c)
	if err != nil {
		return err
	}
	v, form := visit.Of(c), page.ReadForm(c, curriculumLabels...)
	form.Required("title")
	changed, from := curriculumFrom(form, f, v), dayFrom(form, "from", v.Today)
	if form.OK() {
		input, err := curriculum.RulesChange{Curricula: []curriculum.Curriculum{changed}}.JSON()
		if err != nil {
			return err
		}
		plan, err := h.Changes.Propose(c.UserContext(), change.Request{
			Kind: change.Rules, Title: textIn(page.From(c).L, changed.Title), Actor: v.ViewerID(), EffectiveOn: from, Input: input,
		}, v.Now)
		if err == nil {
			return page.To(c, rulesPath(plan.UID.String()))
		}
		if !form.Refused(atCourses(err)) {
			return err
		}
	}
	return page.Invalid(c, "hr/curriculum", newCurriculumPage(page.From(c), f, form, v))
}

// curriculumFrom reads the curriculum of the form over the one on record, so that
// terms without a field stay.
func curriculumFrom(form *page.Form, f curriculumFacts, v *visit.Visit) curriculum.Curriculum {
	out := f.curriculum
	out.Title = maps.Clone(out.Title)
	if out.Title["de"] != form.Get("title") { // a translation of the old one is none
		out.Title = coursefile.Texts{"de": form.Get("title")}
	}
	if out.Code == "" {
		out.Code = newCode(form.Get("title"), v.Now)
	}
	out.Lines = nil
	for _, one := range f.courses {
		code := one.Code()
		if !slices.Contains(form.All("courses"), code) {
			continue
		}
		line := curriculum.Line{Course: code}
		if i := slices.IndexFunc(f.curriculum.Lines, func(l curriculum.Line) bool { return l.Course == code }); i >= 0 {
			line = f.curriculum.Lines[i]
		}
		out.Lines = append(out.Lines, termsFrom(form, line))
	}
	return out
}

// termsFrom reads the terms of one course; an empty field is as the course says.
func termsFrom(form *page.Form, line curriculum.Line) curriculum.Line {
	code := line.Course
	if days := form.Int("due_"+code, 1, 3650); days > 0 || line.FixedDay == 0 {
		line.DueDays, line.FixedDay = days, 0
	}
	line.GraceDays = form.Int("grace_"+code, 0, 365)
	line.ValidityMonths = nil
	if form.Get("validity_"+code) != "" {
		months := form.Int("validity_"+code, 0, 240)
		line.ValidityMonths = &months
	}
	mandatory := form.Get("kind_"+code) != "voluntary"
	line.Mandatory = &mandatory
	return line
}

// atCourses moves an error of a line to the group of courses, and one of the
// title to its field.
func atCourses(err error) error {
	var e *apperr.Error
	if !errors.As(err, &e) {
		return err
	}
	moved, field := *e, "courses"
	if strings.HasSuffix(e.Field, "title") {
		field = "title"
	}
	return moved.At(field)
}
