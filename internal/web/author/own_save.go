package author

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
)

// ownAdd begins an own text and leads to it.
func (h *Handlers) ownAdd(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c, "de", "author.title_de", "en", "author.title_en", "value", "author.own.value")
	kind := coursefile.OverlayKind(form.Get("kind"))
	if kind == coursefile.OwnPage {
		form.Required("de", "en")
	}
	if kind == coursefile.OwnPlaceholder {
		form.Required("value")
	}
	if form.OK() {
		var no int
		err := h.edit(c, d.ID, func(content *coursefile.Course) (err error) {
			no, err = newOverlay(content, kind, form)
			return err
		})
		if err == nil && kind == coursefile.OwnPage {
			return page.Done(c, textURL(d.ID, authoring.PartOwn, no, ""), "author.own.added")
		}
		if err == nil {
			return page.Done(c, ownURL(d.ID, no), "author.own.added")
		}
		if !form.Refused(err) {
			return err
		}
	}
	return page.Invalid(c, "author/own", newOwns(page.From(c), d, form))
}

func newOverlay(content *coursefile.Course, kind coursefile.OverlayKind, form *page.Form) (int, error) {
	switch kind {
	case coursefile.OwnPlaceholder:
		return authoring.AddOwn(content, coursefile.Overlay{Kind: kind, Name: form.Get("placeholder"), Own: oneLine(form.Get("value"))}), nil
	case coursefile.OwnQuestion:
		return authoring.OwnQuestion(content, form.Get("question"))
	case coursefile.OwnPage:
		return authoring.OwnPage(content, form.Get("after"), coursefile.Texts{"de": oneLine(form.Get("de")), "en": oneLine(form.Get("en"))}), nil
	case coursefile.OwnParagraph:
	}
	m, _, err := textOf(content, form.Get("text"))
	if err != nil {
		return 0, apperr.New(apperr.Stale, "error.authoring.part_gone", nil)
	}
	lang := further(content, form.Get("lang"))
	if seenText(m, lang) != form.Get("seen") {
		return 0, apperr.New(apperr.Stale, "error.authoring.stale", nil)
	}
	paragraph, err := strconv.Atoi(form.Get("paragraph"))
	if err != nil {
		paragraph = -1
	}
	return authoring.OwnParagraph(content, m, lang, paragraph)
}

func oneLine(text string) string { return strings.Join(strings.Fields(plainText(text)), " ") }

// edit changes the course of a draft in a transaction of its own.
func (h *Handlers) edit(c *fiber.Ctx, id int64, change func(*coursefile.Course) error) error {
	return h.write(c, func(tx *db.Tx) error { return h.Authoring.Edit(c.UserContext(), tx, actOf(c), id, change) })
}

// ownSave keeps an own text as typed, says that it fits what stands there now, or
// takes it away.
func (h *Handlers) ownSave(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form, no := page.ReadForm(c, "own", "author.own.text"), questionNo(c)
	err = h.edit(c, d.ID, func(content *coursefile.Course) error {
		o, err := authoring.Own(content, no)
		if err != nil {
			return err
		}
		if err := authoring.Unchanged(o, form.Get("seen")); err != nil {
			return err
		}
		if form.Get("do") == "remove" {
			return authoring.RemoveOwn(content, no)
		}
		if o.Kind == coursefile.OwnParagraph || o.Kind == coursefile.OwnPlaceholder {
			if strings.TrimSpace(form.Get("own")) == "" {
				return apperr.New(apperr.Invalid, "error.form.required", nil).At("own")
			}
			o.Own = strings.TrimSpace(plainText(form.Get("own")))
			if o.Kind == coursefile.OwnPlaceholder {
				o.Own = oneLine(o.Own)
			}
		}
		paragraph, err := strconv.Atoi(form.Get("paragraph"))
		if o.Kind == coursefile.OwnParagraph && err != nil {
			return nil // it stands where it stood
		}
		if o.Kind == coursefile.OwnQuestion && form.Get("do") != "keep" {
			return nil
		}
		return authoring.Settle(content, no, paragraph)
	})
	switch {
	case err == nil && form.Get("do") == "remove":
		return page.Done(c, ownURL(d.ID, 0), "author.own.removed")
	case err == nil:
		return page.Done(c, ownURL(d.ID, no), "author.saved")
	case !form.Refused(err):
		return err
	}
	if d, err = h.draft(c); err != nil {
		return err
	}
	p, err := h.ownEdit(c, d, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "author/own_edit", p)
}
