package lookup

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// wholePage is all of a course, to read at once and to print.
type wholePage struct {
	page.Base
	Emblem          template.HTML
	Course, Summary string
	Version, Note   string
	Parts           []wholePart
	Contacts        []page.Fact
}

type wholePart struct {
	No    int // 0: the page to take home
	Title string
	Goals []string
	HTML  template.HTML
	Lang  string
}

func (h *Handlers) courseShow(c *fiber.Ctx) error {
	v, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	pilots, err := h.Courses.Own(c.UserContext(), h.DB, visit.Of(c).ViewerID(), visit.Of(c).Today)
	if err != nil {
		return err
	}
	if v = pilots.Of(v); h.Courses.Held(v.CourseID) && pilots[v.CourseID] == nil {
		return apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	base := page.From(c)
	base.Home = "/kurse/" + v.Code()
	p, err := h.whole(base, v, visit.Of(c).Settings, base.L.Lang())
	if err != nil {
		return err
	}
	return page.Render(c, "lookup/course", p)
}

// whole sets the course in the language with what the settings filled in. The
// trainer's notes are the trainer's.
func (h *Handlers) whole(base page.Base, v *course.Version, current settings.Settings, lang string) (*wholePage, error) {
	texts, err := h.Courses.Texts(v, current, page.Labels(h.Texts, v.Content.In(lang)))
	if err != nil {
		return nil, err
	}
	l := base.L
	base.Title = v.Title(l.Lang())
	p := &wholePage{Base: base, Emblem: page.CourseEmblem(v.Content.Emblem, v.Code()), Course: base.Title, Summary: v.Content.Summaries.In(l.Lang()),
		Version: l.T("lookup.course.version", "code", v.Code(), "number", v.Number, "day", v.Content.AsOf), Contacts: page.Contacts(l, v, current)}
	for i, text := range texts {
		part := wholePart{No: text.No, Title: text.Title, HTML: template.HTML(text.HTML), Lang: text.Lang} //nolint:gosec // sanitised
		if text.No == 0 && (v.Content.Handout == nil || i != len(texts)-1) {
			continue
		}
		if m := v.Content.Module(text.No); m != nil {
			part.Goals = m.Goals[text.Lang]
		}
		p.Parts = append(p.Parts, part)
	}
	return p, nil
}
