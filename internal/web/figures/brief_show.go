package figures

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/monthend"
	"zaemme/internal/web/page"
)

// briefPage is the Kurzbericht, set for one A4 page.
type briefPage struct {
	page.Base
	Brief monthend.Brief
	Mark  template.HTML
	Lines page.Stacks
	Apart string
	Trend page.Trend
	Late  string // what the asterisk means
	PC    []string
	Proof []page.Fact
	Class string
}

func (h *Handlers) briefShow(c *fiber.Ctx) error {
	months, err := h.months(c)
	if err != nil {
		return err
	}
	return page.Render(c, "figures/brief", newBrief(page.From(c), months))
}

func newBrief(base page.Base, months []monthend.Month) *briefPage {
	l, m := base.L, months[0]
	b := monthend.NewBrief(l, months)
	base.Title, base.Home = l.T("brief.title"), Path+"?monat="+m.Name()
	file := Path + "/" + m.Name() + "/kurzbericht"
	base.Tools = []page.Link{{Label: l.T("month.file.pdf"), URL: file, File: true}, {Label: l.T("month.file.pdf_public"), URL: file + forPublication, File: true}}
	p := &briefPage{Base: base, Brief: b, Mark: page.StatusMark(string(b.Light), l.T("status."+string(b.Light))), Lines: stacks(l, b), Trend: trend(l, b), Late: lateNote(l, b),
		PC: append(b.PC, b.Hours), Proof: proof(b), Class: l.T("brief.class", "class", b.Class.Name(l))}
	for _, line := range b.Lines {
		if line.Apart != "" {
			p.Apart = l.T("brief.apart_note")
		}
	}
	return p
}
