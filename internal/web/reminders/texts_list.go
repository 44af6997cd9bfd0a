package reminders

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/i18n"
	"zaemme/internal/mailtext"
	"zaemme/internal/web/page"
)

type textsPage struct {
	page.Base
	page.Heading
	Languages []page.Action
	Groups    []textGroup
}

type textGroup struct {
	Title string
	Rows  []textRow
}

// textRow is one text; Own says that HR words it.
type textRow struct {
	URL, Text string
	Own       bool
}

// textsList is all texts of one language.
func (h *Handlers) textsList(c *fiber.Ctx) error {
	base, form := page.From(c), page.ReadQuery(c)
	lang := form.Get("sprache")
	if !slices.Contains(i18n.Complete(), lang) {
		lang = i18n.Default
	}
	wordings, err := mailtext.Load(c.UserContext(), h.DB)
	if err != nil {
		return err
	}
	return page.Render(c, "reminders/texts", newTexts(base, lang, h.Reminders.Printer(lang), wordings))
}

func newTexts(base page.Base, lang string, delivered *i18n.Printer, wordings mailtext.Wordings) *textsPage {
	l := base.L
	base.Title = l.T("mailtext.title")
	p := &textsPage{Base: base}
	own := len(wordings[lang])
	p.Heading = page.Heading{Kicker: l.T("nav.reminders"), Text: l.N("mailtext.heading", own), Lead: l.T("mailtext.lead")}
	if own == 0 {
		p.Text = l.T("mailtext.heading_none")
	}
	for _, one := range i18n.Complete() {
		p.Languages = append(p.Languages, page.Action{Label: l.T("mailtext.lang." + one), URL: textsPath + "?sprache=" + one, Quiet: one != lang})
	}
	printer := wordings.Printer(delivered)
	for _, g := range mailtext.Groups {
		group := textGroup{Title: l.T("mailtext.group." + g.Code)}
		for _, key := range g.Keys {
			forms, _ := printer.Forms(key)
			_, worded := wordings[lang][key]
			group.Rows = append(group.Rows, textRow{URL: textsPath + "/" + lang + "/" + key, Text: forms["other"], Own: worded})
		}
		p.Groups = append(p.Groups, group)
	}
	return p
}
