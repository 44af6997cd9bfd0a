package learner

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
)

// readSave reads an answer as our form and our script send it.
func readSave(f *page.Form) (learning.Save, error) {
	save := learning.Save{Attempt: f.Get("attempt"), Question: f.Get("question")}
	bad := apperr.New(apperr.Invalid, "error.learning.bad_answer", nil)
	if len(f.All("chosen")) > 20 {
		return save, bad
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
// that is handed in already leads to its result.
func (h *Handlers) questionSave(c *fiber.Ctx) error {
	code, f := c.Params("code"), page.ReadForm(c)
	save, err := readSave(f)
	if err != nil {
		return err
	}
	save.Version = 0 // what a hand sends comes last
	if _, err = h.save(c, save); apperr.Is(err, apperr.Conflict) {
		return page.Warned(c, resultURL(code, save.Attempt), "learner.quiz.handed_in_already")
	}
	if err != nil {
		return err
	}
	return page.To(c, afterQuestion(code, moduleNo(c), f.Get("go"), h.questions(c)))
}

// questions is how many the open attempt has, 0 if it cannot be told.
func (h *Handlers) questions(c *fiber.Ctx) int {
	a, err := h.Learning.OpenAttempt(c.UserContext(), h.DB, actOf(c), c.Params("code"))
	if err != nil {
		return 0
	}
	return a.Total()
}

// afterQuestion is where the pressed button leads.
func afterQuestion(code string, no int, button string, total int) string {
	switch {
	case button == "back" && no > 1:
		return questionURL(code, no-1)
	case button == "back":
		return questionURL(code, 1)
	case button == "overview" || no >= total:
		return quizURL(code) + "/uebersicht"
	default:
		return questionURL(code, no+1)
	}
}

func (h *Handlers) save(c *fiber.Ctx, save learning.Save) (answer learning.Answer, err error) {
	err = h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		answer, err = h.Learning.SaveAnswer(c.UserContext(), tx, actOf(c), save)
		return err
	})
	return answer, err
}

// answerSave stores one click that the script sends in the background, and says
// what is stored then. 409 with a version: a later save is stored; without: the
// attempt is handed in.
func (h *Handlers) answerSave(c *fiber.Ctx) error {
	save, err := readSave(page.ReadForm(c))
	if err == nil {
		var answer learning.Answer
		if answer, err = h.save(c, save); err == nil {
			return c.JSON(fiber.Map{"version": answer.Version, "answered": len(answer.Chosen) > 0})
		}
		if apperr.Is(err, apperr.Stale) {
			return c.Status(fiber.StatusConflict).JSON(fiber.Map{"version": answer.Version})
		}
	}
	return c.Status(page.StatusOf(page.KindOf(err))).JSON(fiber.Map{})
}
