package lookup

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/course"
	"zaemme/internal/glossary"
	"zaemme/internal/web/page"
)

type glossaryPage struct {
	page.Base
	page.Heading
	Letters []letterPart
}

// letterPart are the terms under one letter, which names its place.
type letterPart struct {
	Letter string
	Terms  []termPart
}

type termPart struct {
	ID, Term, Text string
	See            []page.Link // places on this page
	Courses        []page.Link
}

func (h *Handlers) glossaryShow(c *fiber.Ctx) error {
	return page.Render(c, "lookup/glossary", newGlossary(page.From(c), h.Glossary, h.Courses.ByCode))
}

func newGlossary(base page.Base, g *glossary.Glossary, courseOf func(code string) (*course.Version, error)) *glossaryPage {
	l := base.L
	lang, terms := l.Lang(), g.All(l.Lang())
	base.Title = l.T("lookup.glossary")
	p := &glossaryPage{Base: base, Heading: page.Heading{Text: l.N("lookup.glossary.heading", len(terms)), Lead: l.T("lookup.glossary.lead")}}
	for _, t := range terms {
		w := t.In(lang)
		part := termPart{ID: t.ID, Term: w.Term, Text: w.Text}
		for _, id := range t.See {
			part.See = append(part.See, page.Link{Label: g.Term(id).In(lang).Term, URL: "#" + id})
		}
		for _, code := range t.Courses {
			if v, err := courseOf(code); err == nil { // else it is not published here
				part.Courses = append(part.Courses, page.Link{Label: v.Title(lang), URL: "/kurse/" + code})
			}
		}
		if n := len(p.Letters); n == 0 || p.Letters[n-1].Letter != w.Initial() {
			p.Letters = append(p.Letters, letterPart{Letter: w.Initial()})
		}
		last := &p.Letters[len(p.Letters)-1]
		last.Terms = append(last.Terms, part)
	}
	return p
}
