package hr

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/curriculum"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type curriculumPage struct {
	page.Base
	page.Heading
	Path    string
	Form    *page.Form
	NameIs  string
	Day     string
	Courses []page.Choice
	Terms   []termFields
	Order   []page.Choice
	AtLeast string
}

// curriculumFacts is what the form is made of.
type curriculumFacts struct {
	curriculum curriculum.Curriculum
	rules      []curriculum.Rule
	courses    []*course.Version
}

// curriculumOf reads the curriculum of the address; a new one without a code.
func (h *Handlers) curriculumOf(c *fiber.Ctx) (curriculumFacts, error) {
	f := curriculumFacts{courses: h.Catalogue.All()}
	book, err := curriculum.LoadBook(c.UserContext(), h.DB, visit.Of(c).Today)
	if err != nil {
		return f, err
	}
	code := c.Params("code")
	if code == "" {
		return f, nil
	}
	found := book.Curriculum(code)
	if found == nil {
		return f, apperr.New(apperr.NotFound, "error.hr.no_curriculum", nil)
	}
	f.curriculum = *found
	for _, rule := range book.Rules {
		if rule.Curriculum == code && rule.Active {
			f.rules = append(f.rules, rule)
		}
	}
	return f, nil
}

func (h *Handlers) curriculumNew(c *fiber.Ctx) error { return h.curriculumEdit(c) }

func (h *Handlers) curriculumEdit(c *fiber.Ctx) error {
	f, err := h.curriculumOf(c)
	if err != nil {
		return err
	}
	return page.Render(c, "hr/curriculum", newCurriculumPage(page.From(c), f, nil, visit.Of(c)))
}

func curriculumPath(code string) string { return "/regeln/curriculum/" + code }

func newCurriculumPage(base page.Base, f curriculumFacts, form *page.Form, v *visit.Visit) *curriculumPage {
	l := base.L
	p := &curriculumPage{Form: form, Path: curriculumPath("neu"), NameIs: f.curriculum.Title["de"], Day: l.Date(v.Today)}
	p.Heading = page.Heading{Text: l.T("hr.curriculum.new"), Lead: l.T("hr.curriculum.lead")}
	if f.curriculum.Code != "" {
		p.Path = curriculumPath(f.curriculum.Code)
		p.Kicker, p.Text = l.T("nav.assignments"), textIn(l, f.curriculum.Title)
		p.Lead = l.N("hr.curriculum.rules", len(f.rules))
	}
	base.Title = p.Text
	p.Base = base
	for _, v := range f.courses {
		i := slices.IndexFunc(f.curriculum.Lines, func(line curriculum.Line) bool { return line.Course == v.Code() })
		var line curriculum.Line
		if i >= 0 {
			line = f.curriculum.Lines[i]
		}
		p.Courses = append(p.Courses, page.Choice{Value: v.Code(), Label: v.Title(l.Lang()), Help: v.Code(), Selected: i >= 0})
		p.Terms = append(p.Terms, newTermFields(l, v, line, i+1, f))
	}
	ordered := "free"
	if f.curriculum.Ordered {
		ordered = "ordered"
	}
	p.Order = choices(ordered, pair{"free", l.T("hr.curriculum.order_free")}, pair{"ordered", l.T("hr.curriculum.order_fixed")})
	if n := f.curriculum.AtLeast; n > 0 {
		p.AtLeast = strconv.Itoa(n)
	}
	return p
}
