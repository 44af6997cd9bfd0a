package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
)

func (h *Handlers) walkQuiz(c *fiber.Ctx, w *walk) error { return h.walkRules(c, w, learning.Quiz) }

func (h *Handlers) walkTestOut(c *fiber.Ctx, w *walk) error {
	return h.walkRules(c, w, learning.TestOut)
}

// walkRules is the page before the first question, or the attempt that is open.
func (h *Handlers) walkRules(c *fiber.Ctx, w *walk, form learning.Form) error {
	if err := w.has(form); err != nil {
		return err
	}
	if w.Form == form && !w.Over {
		return page.To(c, whereNext(w.way(), w.attempt()))
	}
	base := page.From(c)
	p := newQuiz(base, w.way(), w.version, form, drawn)
	p.Walk = w.note(base)
	return page.Render(c, "learner/quiz", p)
}

// has refuses a test that the draft does not have.
func (w *walk) has(form learning.Form) error {
	if err := learning.NoTest(w.version); err != nil {
		return err
	}
	if form == learning.TestOut && w.version.Content.TestOut == nil {
		return apperr.New(apperr.NotFound, "error.learning.no_test_out", nil)
	}
	return nil
}

func (h *Handlers) walkStart(form learning.Form) func(*fiber.Ctx, *walk) error {
	return func(c *fiber.Ctx, w *walk) (err error) {
		if err := w.has(form); err != nil {
			return err
		}
		if w.Seed, err = learning.NewSeed(); err != nil {
			return err
		}
		w.Form, w.Answers, w.Over, w.Seen = form, nil, false, w.draft.Seen()
		a := w.attempt()
		if a.Total() == 0 {
			return page.Warned(c, w.start(), "walk.no_questions")
		}
		return page.To(c, whereNext(w.way(), a))
	}
}

func (h *Handlers) walkQuestion(c *fiber.Ctx, w *walk) error {
	a, no := w.attempt(), moduleNo(c)
	if w.Form == "" || no < 1 || no > a.Total() {
		return page.To(c, w.way().quiz())
	}
	return page.Render(c, "learner/question", w.question(page.From(c), a, no))
}

func (w *walk) question(base page.Base, a *learning.Attempt, no int) *questionPage {
	p := newQuestion(base, w.way(), a, no, w.visit.Settings)
	p.Walk, p.Attempt, p.Others = w.note(base), "", nil // there is no attempt, and no script that would save
	return p
}

func (h *Handlers) walkAnswer(c *fiber.Ctx, w *walk) error {
	f, a, no := page.ReadForm(c), w.attempt(), moduleNo(c)
	save, err := readSave(f)
	if err != nil {
		return err
	}
	shown, asked := a.Shown(save.Question)
	if w.Form == "" || !asked { // begun anew in another window, or the question is gone
		return page.To(c, w.way().quiz())
	}
	again := func(change func(*questionPage)) error {
		p := w.question(page.From(c), w.attempt(), no)
		change(p)
		return page.Invalid(c, "learner/question", p)
	}
	answer, err := save.Answer(shown)
	if f.Refused(err) && f.Errors()[0].Field == "typed" {
		return again(func(p *questionPage) { p.One.Error, p.One.Typed.Value = f.Errors()[0].Text, save.Typed })
	}
	if err != nil {
		return err
	}
	answers := map[string]learning.Answer{save.Question: answer}
	for id, other := range a.Answers { // of this attempt alone
		if id != save.Question {
			answers[id] = other
		}
	}
	w.Answers, w.Over = answers, false
	if len(w.text()) > mostMind {
		return apperr.New(apperr.TooLarge, "error.walk.too_much", nil)
	}
	if answer.TwiceTaken(shown.Question) != learning.None && f.Get("go") == "next" {
		return again(func(*questionPage) {})
	}
	return page.To(c, afterQuestion(w.way(), no, f.Get("go"), a.Total()))
}

func (h *Handlers) walkReview(c *fiber.Ctx, w *walk) error { return h.walkReviewAgain(c, w, nil) }

func (h *Handlers) walkReviewAgain(c *fiber.Ctx, w *walk, form *page.Form) error {
	if w.Form == "" {
		return page.To(c, w.way().quiz())
	}
	base := page.From(c)
	p := newReview(base, w.way(), w.attempt(), w.visit.Settings)
	p.Walk, p.Attempt, p.Form = w.note(base), "", form
	if form != nil {
		return page.Invalid(c, "learner/review", p)
	}
	return page.Render(c, "learner/review", p)
}

func (h *Handlers) walkHandIn(c *fiber.Ctx, w *walk) error {
	f, a := page.ReadForm(c, "own", "learner.review.own"), w.attempt()
	if w.Form == "" {
		return page.To(c, w.way().quiz())
	}
	r, err := a.Close(learning.HandIn{Sure: f.Get("sure") == "1", Own: f.Checked("own")}, w.visit.Now)
	if learning.IsUnanswered(err) {
		return page.To(c, w.way().overview())
	}
	if apperr.Is(err, apperr.Invalid) && f.Refused(err) {
		return h.walkReviewAgain(c, w, f)
	}
	if err != nil {
		return err
	}
	w.Over = true
	if w.Failed++; r.Passed {
		w.Failed = 0
	}
	return page.To(c, w.result())
}

func (h *Handlers) walkResult(c *fiber.Ctx, w *walk) error {
	a := w.attempt()
	if _, err := a.Close(learning.HandIn{Sure: true, Own: true}, w.visit.Now); err != nil {
		return err
	}
	if !w.Over || a.Possible == 0 { // not handed in, or its questions are gone
		return page.To(c, w.way().quiz())
	}
	base := page.From(c)
	p := newResult(base, w.way(), a, w.visit.Settings, drawn)
	p.Walk = w.note(base)
	if a.Passed {
		p.Lead, p.Actions = base.L.T("walk.passed"), w.afterPass(base.L)
	} else {
		p.Help = newHelpOffer(p.Base, w.version, w.Failed)
	}
	return page.Render(c, "learner/result", p)
}

func (w *walk) afterPass(l *i18n.Printer) []page.Action {
	note := w.note(page.Base{L: l})
	return []page.Action{{Label: note.Draft.Label, URL: note.Draft.URL}, {Label: note.Again.Label, URL: note.Again.URL, Quiet: true}}
}
