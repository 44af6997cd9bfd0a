package author

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
)

// translationPage is how far a draft is translated into a language, and what is older
// than its source.
type translationPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	Path     string
	Editing  bool
	Lang     string
	Outdated []outdatedRow
	Missing  []page.Step
	Back     page.Link
}

type outdatedRow struct {
	Where, URL string
	Source     []difference // what it was made of, beside what is there now
	Text       string       // translated
	Part, ID   string
}

func translationURL(id int64, lang string) string { return draftURL(id) + "/uebersetzung/" + lang }

func (h *Handlers) translationShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	p, err := h.translationPage(c, d, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "author/translation", p)
}

func (h *Handlers) translationPage(c *fiber.Ctx, d authoring.Draft, form *page.Form) (*translationPage, error) {
	content, lang := d.Course(), c.Params("lang")
	if !slices.Contains(content.Further(), lang) {
		return nil, apperr.New(apperr.NotFound, "error.authoring.part_gone", nil)
	}
	t := authoring.TranslationInto(content, lang)
	var former []*coursefile.Course
	if len(t.Outdated) > 0 && d.Base != 0 {
		versions, err := h.Courses.History(c.UserContext(), h.DB, d.Code)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			former = append(former, v.Source())
		}
	}
	p := newTranslation(page.From(c), d, t, former)
	p.Form = form
	return p, nil
}

func newTranslation(base page.Base, d authoring.Draft, t authoring.Translation, former []*coursefile.Course) *translationPage {
	l, content := base.L, d.Course()
	base.Title = l.T("author.lang." + t.Lang)
	p := &translationPage{Base: base, Path: translationURL(d.ID, t.Lang), Editing: d.State == authoring.Editing, Lang: t.Lang, Back: page.Link{Label: l.T("author.back"), URL: draftURL(d.ID)}}
	p.Heading = page.Heading{Kicker: d.Code + " · " + content.Titles.In(l.Lang()), Text: l.T("author.translation.heading_done", "lang", base.Title),
		Lead: l.N("author.translation.lead", t.Done)}
	switch {
	case len(t.Outdated) > 0:
		p.Text = base.Title + ": " + l.N("author.translation.outdated", len(t.Outdated))
	case len(t.Missing) > 0:
		p.Text = base.Title + ": " + l.N("author.translation.missing", len(t.Missing))
	}
	for _, s := range t.Outdated {
		row := outdatedRow{Where: segmentText(l, content, t.Lang, s), URL: placeURL(d, authoring.PlaceOfSegment(content, t.Lang, s)), Text: s.Text, Part: s.Part, ID: authoring.SegmentID(s)}
		row.Source = sides(authoring.CompareSource(authoring.Former(former, content, t.Lang, s), s.Source))
		p.Outdated = append(p.Outdated, row)
	}
	for _, s := range t.Missing {
		p.Missing = append(p.Missing, page.Step{Label: segmentText(l, content, t.Lang, s), URL: placeURL(d, authoring.PlaceOfSegment(content, t.Lang, s)), Meta: short(s.Source)})
	}
	return p
}

// segmentText names a segment as the editor does: «Frage 3, Antwort 2, Begründung».
func segmentText(l *i18n.Printer, c *coursefile.Course, lang string, s coursefile.Segment) string {
	place := authoring.PlaceOfSegment(c, lang, s)
	place.Lang, place.Line = "", 0
	field, no, why := "", "", ""
	for i, word := range strings.Fields(s.Field) {
		if _, err := strconv.Atoi(word); err == nil {
			no = word
		} else if i == 0 {
			field = word
		} else {
			why = ", " + l.T("author.translation.field."+word)
		}
	}
	text := l.T("author.translation.field." + field)
	if no != "" {
		text += " " + no
	}
	return placeText(l, c, place) + ": " + text + why
}

// translationConfirm says that a translation fits its source as it is now.
func (h *Handlers) translationConfirm(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form, lang := page.ReadForm(c), c.Params("lang")
	part, id, _ := strings.Cut(form.Get("fits"), " ")
	err = h.edit(c, d.ID, func(content *coursefile.Course) error { return authoring.Confirm(content, lang, part, id) })
	if err == nil {
		return page.Done(c, translationURL(d.ID, lang), "author.translation.confirmed")
	}
	if !form.Refused(err) {
		return err
	}
	if d, err = h.draft(c); err != nil {
		return err
	}
	p, err := h.translationPage(c, d, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "author/translation", p)
}
