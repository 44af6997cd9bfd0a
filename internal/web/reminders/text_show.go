package reminders

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/mailtext"
	"zaemme/internal/reminder"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const pastRows = 20

type textPage struct {
	page.Base
	page.Heading
	Form      *page.Form
	Path      string
	Plural    bool
	One       string // as it is worded now
	Other     string
	Delivered string
	Names     string // placeholders
	Own       bool
	Samples   []reminder.Sample
	History   []pastRow
	Back      string
}

type pastRow struct{ Text, At, Actor string }

// wording is the text of the address and the language's delivered printer.
func (h *Handlers) wording(c *fiber.Ctx) (key string, p *i18n.Printer, err error) {
	key = c.Params("key")
	if !slices.Contains(i18n.Complete(), c.Params("lang")) || !mailtext.Editable(key) {
		return "", nil, apperr.New(apperr.NotFound, "error.mailtext.unknown", nil)
	}
	return key, h.Reminders.Printer(c.Params("lang")), nil
}

func (h *Handlers) textShow(c *fiber.Ctx) error {
	key, delivered, err := h.wording(c)
	if err != nil {
		return err
	}
	p, err := h.text(c, key, delivered, nil, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "reminders/text", p)
}

// text is the page of one text; tried is a wording to look at before it holds.
func (h *Handlers) text(c *fiber.Ctx, key string, delivered *i18n.Printer, form *page.Form, tried i18n.Forms) (*textPage, error) {
	ctx, base, v := c.UserContext(), page.From(c), visit.Of(c)
	l, lang := base.L, delivered.Lang()
	wordings, err := mailtext.Load(ctx, h.DB)
	if err != nil {
		return nil, err
	}
	history, err := mailtext.History(ctx, h.DB, key, lang, pastRows)
	if err != nil {
		return nil, err
	}
	now, _ := wordings.Printer(delivered).Forms(key)
	was, _ := delivered.Forms(key)
	_, own := wordings[lang][key]
	names, plural, _ := delivered.Names(key)
	p := &textPage{Base: base, Form: form, Path: textsPath + "/" + lang + "/" + key, Plural: plural, One: now["one"], Other: now["other"],
		Delivered: shown(was), Own: own, Back: textsPath + "?sprache=" + lang}
	for _, name := range names {
		p.Names += " {" + name + "}"
	}
	if plural {
		p.Names += " {n}"
	}
	p.Title = l.T("mailtext.title")
	p.Heading = page.Heading{Kicker: l.T("mailtext.title") + " · " + l.T("mailtext.lang."+lang), Text: l.T("mailtext.edit"), Lead: l.T("mailtext.edit_lead")}
	if tried != nil {
		if wordings[lang] == nil {
			wordings[lang] = map[string]i18n.Forms{}
		}
		wordings[lang][key] = tried
	}
	if p.Samples, err = h.Reminders.Samples(v.Settings, wordings, lang, key, h.sampleCourses(), v.Now); err != nil {
		return nil, err
	}
	for _, past := range history {
		row := pastRow{Text: shown(past.Forms), At: page.Clock(l, past.At), Actor: past.Actor}
		if past.Forms == nil {
			row.Text = l.T("mailtext.restored_row")
		}
		p.History = append(p.History, row)
	}
	return p, nil
}

func shown(forms i18n.Forms) string {
	if one := forms["one"]; one != "" {
		return one + " / " + forms["other"]
	}
	return forms["other"]
}

// sampleCourses are two that samples name.
func (h *Handlers) sampleCourses() []int64 {
	var ids []int64
	for _, v := range h.Courses.All() {
		if len(ids) < 2 {
			ids = append(ids, v.CourseID)
		}
	}
	return ids
}

// textSave shows a wording, keeps it, or brings the delivered one back.
func (h *Handlers) textSave(c *fiber.Ctx) error {
	key, delivered, err := h.wording(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c, "one", "mailtext.one", "other", "mailtext.other")
	was, _ := delivered.Forms(key)
	forms := i18n.Forms{}
	for name := range was {
		forms[name] = strings.TrimSpace(form.Get(name))
	}
	if form.Get("do") == "restore" {
		return h.keepText(c, delivered, key, nil, "mailtext.restored")
	}
	if err := mailtext.Check(delivered, key, forms); err != nil {
		if !form.Refused(err) {
			return err
		}
		p, err := h.text(c, key, delivered, form, nil)
		if err != nil {
			return err
		}
		return page.Invalid(c, "reminders/text", p)
	}
	if form.Get("do") != "preview" {
		return h.keepText(c, delivered, key, forms, "mailtext.saved")
	}
	p, err := h.text(c, key, delivered, form, forms)
	if err != nil {
		return err
	}
	p.Notify(page.Info, p.L.T("mailtext.previewed"))
	return page.Render(c, "reminders/text", p)
}

func (h *Handlers) keepText(c *fiber.Ctx, delivered *i18n.Printer, key string, forms i18n.Forms, done string) error {
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return mailtext.Save(c.UserContext(), tx, visit.Of(c).ViewerID(), delivered, key, forms)
	}); err != nil {
		return err
	}
	return page.Done(c, textsPath+"/"+delivered.Lang()+"/"+key, done)
}
