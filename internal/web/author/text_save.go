package author

import (
	"maps"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
)

// plainText is a typed text with line ends of one byte and without control
// characters, which no file may hold.
func plainText(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, text)
}

// lines are the lines of a text that hold something.
func lines(text string) []string {
	var list []string
	for _, line := range strings.Split(plainText(text), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// put sets or clears a text in a language.
func put(texts coursefile.Texts, lang, text string) coursefile.Texts {
	texts = maps.Clone(texts)
	if texts == nil {
		texts = coursefile.Texts{}
	}
	if text = strings.TrimSpace(plainText(text)); text == "" {
		delete(texts, lang)
	} else {
		texts[lang] = text
	}
	return texts
}

// typedText is a text with what the form says.
func typedText(form *page.Form, m coursefile.Module, c *coursefile.Course, lang string) coursefile.Module {
	if lang != "" {
		m.Translations = maps.Clone(m.Translations)
		if m.Translations == nil {
			m.Translations = map[string]string{}
		}
		m.Translations[lang] = plainText(form.Get("body"))
		return m
	}
	m.Body, m.Minutes = plainText(form.Get("body")), form.Int("minutes", 0, 240)
	m.Goals = maps.Clone(m.Goals)
	for _, one := range titleLanguages(c) {
		m.Titles = put(m.Titles, one, form.Get("title-"+one))
		if goals := lines(form.Get("goals-" + one)); len(goals) > 0 {
			if m.Goals == nil {
				m.Goals = map[string][]string{}
			}
			m.Goals[one] = once(goals)
		} else {
			delete(m.Goals, one)
		}
	}
	return m
}

// once drops what stands before already.
func once(list []string) []string {
	var out []string
	for _, one := range list {
		if !contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}

// textSave keeps a text, or shows it as it will be read without keeping it. The
// editor's script asks for JSON.
func (h *Handlers) textSave(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form, content := page.ReadForm(c, "body", "author.body", "minutes", "author.minutes"), d.Course()
	stored, part, err := textOf(content, c.Params("text"))
	if err != nil {
		return err
	}
	lang := further(content, page.ReadQuery(c).Get("lang"))
	typed := typedText(form, *stored, content, lang)
	if form.OK() && form.Get("do") != "preview" {
		err = h.write(c, func(tx *db.Tx) error {
			return h.Authoring.Edit(c.UserContext(), tx, actOf(c), d.ID, func(now *coursefile.Course) error {
				own, _, err := textOf(now, c.Params("text"))
				if err != nil {
					return err
				}
				if seenText(own, lang) != form.Get("seen") {
					return apperr.New(apperr.Stale, "error.authoring.stale", nil)
				}
				*own = typed
				return nil
			})
		})
		if scripted(c) {
			return h.answerScript(c, err, func(d authoring.Draft) string {
				if m, _, err := textOf(d.Course(), c.Params("text")); err == nil {
					return seenText(m, lang)
				}
				return ""
			})
		}
		if err == nil {
			return page.Done(c, textURL(d.ID, part, stored.No, lang), "author.saved")
		}
		if !form.Refused(err) {
			return err
		}
		if d, err = h.draft(c); err != nil {
			return err
		}
	}
	p, err := h.textPage(c, d, form, &typed)
	if err != nil {
		return err
	}
	if !form.OK() {
		if apperr.Is(conflict(d, c, lang, form), apperr.Stale) {
			p.Conflict = newDifferences(p.L, content, authoring.CompareTexts(storedText(d, c), &typed, lang))
		}
		return page.Invalid(c, "author/text", p)
	}
	p.Seen = form.Get("seen")
	return page.Render(c, "author/text", p)
}

// storedText is the text as it is now.
func storedText(d authoring.Draft, c *fiber.Ctx) *coursefile.Module {
	m, _, err := textOf(d.Course(), c.Params("text"))
	if err != nil {
		return &coursefile.Module{}
	}
	return m
}

// conflict is an error of kind Stale where the text is no longer as the form has
// shown it.
func conflict(d authoring.Draft, c *fiber.Ctx, lang string, form *page.Form) error {
	if seenText(storedText(d, c), lang) == form.Get("seen") {
		return nil
	}
	return apperr.New(apperr.Stale, "error.authoring.stale", nil)
}

// scripted reports that the editor's script asks.
func scripted(c *fiber.Ctx) bool { return c.Get(fiber.HeaderAccept) == fiber.MIMEApplicationJSON }

// answerScript tells the script what has become of what it sent: the new state, or
// that somebody else has saved in between.
func (h *Handlers) answerScript(c *fiber.Ctx, err error, seen func(authoring.Draft) string) error {
	l := page.From(c).L
	c.Set(fiber.HeaderCacheControl, "no-store")
	var e *apperr.Error
	switch {
	case err == nil:
	case apperr.Is(err, apperr.Stale):
		return c.Status(fiber.StatusConflict).JSON(fiber.Map{"text": l.T("author.autosave.stale")})
	case asError(err, &e):
		return c.Status(fiber.StatusUnprocessableEntity).JSON(fiber.Map{"text": l.Map(e.Key, e.Args)})
	default:
		return err
	}
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"seen": seen(d), "text": l.T("author.autosave.saved", "at", page.Clock(l, d.EditedAt))})
}

// outlineSave adds, moves and removes modules.
func (h *Handlers) outlineSave(c *fiber.Ctx) error {
	form := page.ReadForm(c)
	id := draftID(c)
	what, no := splitDo(form.Get("do"))
	to := draftURL(id)
	err := h.write(c, func(tx *db.Tx) error {
		return h.Authoring.Edit(c.UserContext(), tx, actOf(c), id, func(content *coursefile.Course) error {
			switch what {
			case "up":
				return authoring.MoveModule(content, no, -1)
			case "down":
				return authoring.MoveModule(content, no, 1)
			case "remove":
				return authoring.RemoveModule(content, no)
			}
			if content.Kind == coursefile.Classroom || form.Get("de") == "" || form.Get("en") == "" {
				return apperr.New(apperr.Invalid, "error.authoring.module_title", nil)
			}
			authoring.AddModule(content, coursefile.Texts{"de": plainText(form.Get("de")), "en": plainText(form.Get("en"))})
			to = textURL(id, authoring.PartModule, len(content.Modules), "")
			return nil
		})
	})
	if err != nil {
		return err
	}
	if what == "" {
		return page.Done(c, to, "author.module_added")
	}
	return page.To(c, to+"#aufbau")
}

// splitDo reads what a button says: «up-3».
func splitDo(do string) (what string, no int) {
	what, number, _ := strings.Cut(do, "-")
	no, _ = strconv.Atoi(number)
	return what, no
}
