package learner

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// readSave reads an answer as our form and our script send it.
func readSave(f *page.Form) (learning.Save, error) {
	save := learning.Save{Attempt: f.Get("attempt"), Question: f.Get("question"), Typed: f.Get("typed")}
	bad := apperr.New(apperr.Invalid, "error.learning.bad_answer", nil)
	if len(f.All("chosen"))+len(f.All("part")) > 20 {
		return save, bad
	}
	for _, text := range f.All("part") {
		part := learning.None
		if text != "" {
			var err error
			if part, err = strconv.Atoi(text); err != nil {
				return save, bad
			}
		}
		save.Parts = append(save.Parts, part)
	}
	for _, text := range f.All("chosen") {
		o, err := strconv.Atoi(text)
		if err != nil {
			return save, bad
		}
		save.Chosen = append(save.Chosen, o)
	}
	if text := f.Get("version"); text != "" {
		version, err := strconv.Atoi(text)
		if err != nil || version < 1 {
			return save, bad
		}
		save.Version = version
	}
	return save, nil
}

// questionSave is the form without script: it stores and leads on. An attempt
// that is handed in already leads to its result; an answer that cannot be meant
// shows the question again.
func (h *Handlers) questionSave(c *fiber.Ctx) error {
	code, f := c.Params("code"), page.ReadForm(c)
	save, err := readSave(f)
	if err != nil {
		return err
	}
	save.Version = 0 // what a hand sends comes last
	answer, err := h.save(c, save)
	if apperr.Is(err, apperr.Conflict) {
		return page.Warned(c, resultURL(code, save.Attempt), "learner.quiz.handed_in_already")
	}
	if f.Refused(err) && f.Errors()[0].Field == "typed" {
		return h.questionAgain(c, func(p *questionPage) { p.One.Error, p.One.Typed.Value = f.Errors()[0].Text, save.Typed })
	}
	if err != nil {
		return err
	}
	a, err := h.Learning.OpenAttempt(c.UserContext(), h.DB, actOf(c), code)
	if err != nil {
		return page.To(c, wayOf(code).quiz()) // handed in by another window, just now
	}
	if shown, ok := a.Shown(save.Question); ok && answer.TwiceTaken(shown.Question) != learning.None && f.Get("go") == "next" {
		return h.questionAgain(c, func(*questionPage) {})
	}
	return page.To(c, afterQuestion(wayOf(code), moduleNo(c), f.Get("go"), a.Total()))
}

// questionAgain shows the question with what is wrong with its answer.
func (h *Handlers) questionAgain(c *fiber.Ctx, change func(*questionPage)) error {
	a, err := h.Learning.OpenAttempt(c.UserContext(), h.DB, actOf(c), c.Params("code"))
	no := moduleNo(c)
	if err != nil || no < 1 || no > a.Total() {
		return page.To(c, wayOf(c.Params("code")).quiz())
	}
	p := newQuestion(page.From(c), wayOf(a.Version.Code()), a, no, visit.Of(c).Settings)
	p.Waits = waitsOf(c)
	change(p)
	return page.Invalid(c, "learner/question", p)
}

// afterQuestion is where the pressed button leads.
func afterQuestion(w way, no int, button string, total int) string {
	switch {
	case button == "back" && no > 1:
		return w.question(no - 1)
	case button == "back":
		return w.question(1)
	case button == "overview" || no >= total:
		return w.overview()
	default:
		return w.question(no + 1)
	}
}

func (h *Handlers) save(c *fiber.Ctx, save learning.Save) (learning.Answer, error) {
	return h.Learning.SaveClick(c.UserContext(), h.DB, actOf(c), save)
}

// answerSave stores one click that the script sends in the background, and says
// what is stored then. 409 with a version: another save is stored under it, and
// this is its answer; without: the attempt is handed in. 403: it waited in the browser for somebody else.
func (h *Handlers) answerSave(c *fiber.Ctx) error {
	f := page.ReadForm(c)
	save, err := readSave(f)
	if err == nil {
		err = checkOwner(c, f)
	}
	if err == nil {
		var answer learning.Answer
		if answer, err = h.save(c, save); err == nil {
			return c.JSON(fiber.Map{"version": answer.Version, "answered": answer.Complete()})
		}
		if apperr.Is(err, apperr.Stale) {
			return c.Status(fiber.StatusConflict).JSON(fiber.Map{"version": answer.Version, "answer": h.said(c, save, answer)})
		}
	}
	refused := fiber.Map{}
	if f.Refused(err) && f.Errors()[0].Field == "typed" {
		refused["error"] = f.Errors()[0].Text
	}
	return c.Status(page.StatusOf(page.KindOf(err))).JSON(refused)
}

// said is an answer in the order shown, as the script writes its own: indices with
// commas, or what was typed.
func (h *Handlers) said(c *fiber.Ctx, save learning.Save, answer learning.Answer) string {
	a, err := h.Learning.Attempt(c.UserContext(), h.DB, actOf(c), save.Attempt)
	if err != nil {
		return ""
	}
	shown, _ := a.Shown(save.Question)
	indices := answer.Chosen
	if len(shown.Question.Items)+len(shown.Question.Pairs) > 0 && len(indices) > 0 {
		indices = answer.PartsShown(shown)
	}
	words := make([]string, len(indices))
	for i, n := range indices {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ",") + answer.Typed
}
