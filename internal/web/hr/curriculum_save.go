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
var curriculumLabels = []string{"title", "hr.curriculum.title", "courses", "hr.curriculum.courses", "at_least", "hr.curriculum.at_least",
	"from", "hr.rule.from"}

func (h *Handlers) curriculumCreate(c *fiber.Ctx) error { return h.curriculumSave(c) }

// curriculumSave plans the curriculum as the form has it; nothing is written
// before the preview has been applied.
func (h *Handlers) curriculumSave(c *fiber.Ctx) error {
	f, err := h.curriculumOf(c)
	if err != nil {
		return err
	}
	v, form := visit.Of(c), page.ReadForm(c, append(termLabels(f.courses), curriculumLabels...)...)
	form.Required("title")
	changed, from := curriculumFrom(form, f, v), dayFrom(form, "from", v.Today)
	if form.OK() {
		input, err := curriculum.RulesChange{Curricula: []curriculum.Curriculum{changed}}.JSON()
		if err != nil {
			return err
		}
		err = h.propose(c, change.Request{
			Kind: change.Rules, Title: textIn(page.From(c).L, changed.Title), Actor: v.ViewerID(), EffectiveOn: from, Input: input,
		})
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
	inOrder(form, out.Lines)
	out.Ordered, out.AtLeast = form.Get("order") == "ordered", form.Int("at_least", 0, 200)
	return out
}

// atCourses moves an error of a line to the group of courses, and one of the
// title to its field.
func atCourses(err error) error {
	var e *apperr.Error
	if !errors.As(err, &e) {
		return err
	}
	moved, field := *e, "courses"
	switch {
	case strings.HasSuffix(e.Field, "title"):
		field = "title"
	case strings.HasSuffix(e.Field, "at_least"):
		field = "at_least"
	}
	return moved.At(field)
}
