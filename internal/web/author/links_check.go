package author

import (
	"cmp"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/i18n"
	"zaemme/internal/linkcheck"
	"zaemme/internal/web/page"
)

// linksPage lists the addresses that a draft links to, with what became of them once
// somebody has asked.
type linksPage struct {
	page.Base
	page.Heading
	Path    string
	Back    string
	Checked bool
	Rows    []linkRow
}

type linkRow struct {
	Address string
	State   string // of linkcheck, "" before it is asked
	Says    string
	Final   string // where it leads now
	Places  []finding
}

// worst puts first what wants mending.
var worst = []linkcheck.State{linkcheck.Broken, linkcheck.Unreachable, linkcheck.Insecure, linkcheck.Inside, linkcheck.Moved, linkcheck.Unchecked, linkcheck.OK}

func (h *Handlers) linksShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	return page.Render(c, "author/links", newLinks(page.From(c), d, authoring.ExternalLinks(d.Composed()), nil))
}

// linksCheck asks the servers, now and for this page alone: nothing of it is stored.
func (h *Handlers) linksCheck(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	links := authoring.ExternalLinks(d.Composed())
	addresses := make([]string, len(links))
	for i, one := range links {
		addresses[i] = one.Address
	}
	results := h.Links.Check(c.UserContext(), addresses)
	return page.Render(c, "author/links", newLinks(page.From(c), d, links, results))
}

// newLinks shows the links; results is nil before they are asked.
func newLinks(base page.Base, d authoring.Draft, links []authoring.ExternalLink, results []linkcheck.Result) *linksPage {
	l, content := base.L, d.Composed()
	base.Title = l.T("links.title")
	p := &linksPage{Base: base, Path: draftURL(d.ID) + "/links", Back: draftURL(d.ID), Checked: results != nil}
	wrong := 0
	for i, one := range links {
		row := linkRow{Address: one.Address}
		if results != nil {
			r := results[i]
			row.State, row.Says, row.Final = string(r.State), linkWords(l, r), r.Final
			if r.State != linkcheck.OK && r.State != linkcheck.Moved {
				wrong++
			}
		}
		for _, place := range one.Places {
			row.Places = append(row.Places, finding{Where: placeText(l, content, place), URL: placeURL(d, place)})
		}
		p.Rows = append(p.Rows, row)
	}
	slices.SortStableFunc(p.Rows, func(a, b linkRow) int {
		return cmp.Compare(slices.Index(worst, linkcheck.State(a.State)), slices.Index(worst, linkcheck.State(b.State)))
	})
	p.Heading = page.Heading{Kicker: d.Code + " · " + content.Titles.In(l.Lang()), Text: l.N("links.heading", len(links)), Lead: l.T("links.lead")}
	switch {
	case len(links) == 0:
		p.Text, p.Lead = l.T("links.none"), ""
	case p.Checked && wrong == 0:
		p.Text, p.Lead = l.T("links.all_well"), l.T("links.lead_checked")
	case p.Checked:
		p.Text, p.Lead = l.N("links.wrong", wrong, "total", len(links)), l.T("links.lead_checked")
	}
	return p
}

// linkWords say what became of an address.
func linkWords(l *i18n.Printer, r linkcheck.Result) string {
	if r.State == linkcheck.Broken {
		return l.T("links.state.broken", "status", r.Status)
	}
	return l.T("links.state." + string(r.State))
}
