package lookup

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/course"
	"zaemme/internal/glossary"
	"zaemme/internal/i18n"
	"zaemme/internal/search"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// hitsPerPage are shown; maxTerms of the glossary above them.
const (
	hitsPerPage = 20
	maxTerms    = 3
)

type searchPage struct {
	page.Base
	page.Heading
	Form  *page.Form
	Terms []termPart
	Hits  []hitPart
	Pager page.Pager
	Empty page.Empty
}

type hitPart struct {
	URL, Title, Where string
	Lang              string // of the snippet
	Snippet           []search.Piece
}

func (h *Handlers) searchShow(c *fiber.Ctx) error {
	base, address := page.From(c), page.AddressOf(c)
	f := page.ReadQuery(c)
	words, lang := search.Words(f.Get("q")), base.L.Lang()
	hits, total, err := h.Search.Find(c.UserContext(), h.DB, search.Query{
		Words: words, Lang: lang, Settings: visit.Of(c).Settings, Skip: address.Offset(hitsPerPage), Limit: hitsPerPage,
		Labels: func(lang string) course.Labels { return page.Labels(h.Texts, lang) },
	})
	if err != nil {
		return err
	}
	terms := h.Glossary.Find(words, lang)
	p := newSearch(base, f, len(words) > 0, hits, total, terms[:min(len(terms), maxTerms)])
	p.Pager = address.Pager(hitsPerPage, total)
	return page.Render(c, "lookup/search", p)
}

func newSearch(base page.Base, f *page.Form, asked bool, hits []search.Hit, total int, terms []*glossary.Term) *searchPage {
	l := base.L
	base.Title = l.T("lookup.search")
	p := &searchPage{Base: base, Form: f, Heading: page.Heading{Text: l.T("lookup.search.heading"), Lead: l.T("lookup.search.lead")}}
	for _, t := range terms {
		w := t.In(l.Lang())
		p.Terms = append(p.Terms, termPart{ID: t.ID, Term: w.Term, Text: w.Text})
	}
	for _, h := range hits {
		p.Hits = append(p.Hits, newHit(l, h))
	}
	switch {
	case !asked:
	case total == 0 && len(terms) == 0:
		p.Heading = page.Heading{Text: l.T("lookup.search.none", "query", f.Get("q"))}
		p.Empty = page.Empty{Title: l.T("lookup.search.none_title"), Text: l.T("lookup.search.none_text"),
			Next: page.Link{Label: l.T("lookup.glossary"), URL: "/glossar"}}
	default:
		p.Heading = page.Heading{Text: l.N("lookup.search.found", total, "query", f.Get("q"))}
	}
	return p
}

func newHit(l *i18n.Printer, h search.Hit) hitPart {
	part := hitPart{URL: "/kurse/" + h.Version.Code(), Title: h.Version.Title(l.Lang()), Where: h.Version.Code(), Snippet: h.Snippet, Lang: h.Language}
	if h.Module != nil {
		part.URL, part.Title = moduleURL(h.Version, h.Module.No), h.Module.Titles.In(l.Lang())
		part.Where = l.T("lookup.search.where", "course", h.Version.Title(l.Lang()), "no", h.Module.No)
	}
	return part
}
