package learner

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
)

// quizPage is the page before the first question.
type quizPage struct {
	page.Base
	Walk *walkNote // nil: people learn
	page.Heading
	Rules  []string
	Post   string
	Course page.Link
}

// quizShow leads into the open attempt, or says how the quiz works.
func (h *Handlers) quizShow(c *fiber.Ctx) error {
	code := c.Params("code")
	a, err := h.Learning.OpenAttempt(c.UserContext(), h.DB, actOf(c), code)
	if err == nil {
		return page.To(c, whereNext(wayOf(code), a))
	}
	v, missing := h.Courses.ByCode(code)
	if missing != nil || !v.Online() || !v.Tested() || !apperr.Is(err, apperr.NotFound) {
		return err
	}
	return page.Render(c, "learner/quiz", newQuiz(page.From(c), wayOf(code), v, learning.Quiz, h.emblem))
}

// testOutShow says how the test works that stands in for the modules, to those to
// whom it is open.
func (h *Handlers) testOutShow(c *fiber.Ctx) error {
	code := c.Params("code")
	cp, err := h.Learning.Course(c.UserContext(), h.DB, actOf(c), code)
	switch {
	case err != nil:
		return err
	case cp.Item.Attempt:
		return page.To(c, wayOf(code).quiz())
	case !cp.Item.MayTestOut():
		return page.Warned(c, courseURL(code), "error.learning.no_test_out")
	}
	return page.Render(c, "learner/quiz", newQuiz(page.From(c), wayOf(code), cp.Item.Version, learning.TestOut, h.emblem))
}

// whereNext is the first question without an answer, or the overview.
func whereNext(w way, a *learning.Attempt) string {
	for i, q := range a.Questions() {
		if !a.Answered(q.Question.ID) {
			return w.question(i + 1)
		}
	}
	return w.overview()
}

func newQuiz(base page.Base, w way, v *course.Version, form learning.Form, emblem emblemOf) *quizPage {
	l, c, total := base.L, v.Content, v.Content.Total()
	base.Title = l.T("learner.quiz")
	p := &quizPage{Base: base, Post: w.quiz(), Course: page.Link{Label: v.Title(l.Lang()), URL: w.home()}}
	p.Heading = page.Heading{Mark: emblem(v), Lead: l.T("learner.quiz.lead")}
	if form == learning.TestOut {
		total = c.TestOut.Total()
		p.Title, p.Post, p.Lead = l.T("learner.how.test_out"), w.testOut(), l.T("learner.quiz.test_out_lead")
	}
	p.Kicker, p.Text = p.Title, l.N("learner.quiz.heading", total)
	p.Rules = []string{markWords(l, "learner.quiz.rule_mark", c, total)}
	if critical := asked(c, form, func(q coursefile.Question) bool { return q.Critical }); critical > 0 {
		p.Rules = append(p.Rules, l.N("learner.quiz.rule_critical", critical))
	}
	if asked(c, form, func(q coursefile.Question) bool { return q.Partial }) > 0 {
		p.Rules = append(p.Rules, l.T("learner.quiz.rule_partial"))
	}
	p.Rules = append(p.Rules, l.T("learner.quiz.rule_saved"))
	if form == learning.TestOut {
		p.Rules = append(p.Rules, l.T("learner.quiz.rule_test_out"))
	} else {
		p.Rules = append(p.Rules, l.T("learner.quiz.rule_again"))
	}
	p.Rules = append(p.Rules, l.T("learner.quiz.rule_private"))
	return p
}

// asked counts the questions of a kind in the modules of which the form draws.
func asked(c *coursefile.Course, form learning.Form, is func(coursefile.Question) bool) int {
	plan := c.Quiz
	if form == learning.TestOut {
		plan = c.TestOut
	}
	n := 0
	for _, q := range c.Questions {
		if (plan == nil || plan[q.Module] > 0) && is(q) {
			n++
		}
	}
	return n
}

// markWords tells what passes with the text of the key: a number of right answers,
// or, where a question may give a part of its point, a share of the points.
func markWords(l *i18n.Printer, key string, c *coursefile.Course, total int, args ...any) string {
	args = append(args, "total", total)
	if slices.ContainsFunc(c.Questions, func(q coursefile.Question) bool { return q.Partial }) {
		return l.T(key+"_percent", append(args, "percent", c.PassPercent)...)
	}
	return l.T(key, append(args, "required", c.Required(total))...)
}

// pointsWords are points of an attempt: «7 von 8 richtig», «6.5 von 8 Punkten».
func pointsWords(l *i18n.Printer, points learning.Points, possible int) string {
	key := "learner.result.points_text"
	if points%learning.Whole != 0 {
		key = "learner.result.points_partial"
	}
	return l.T(key, "points", points.String(), "possible", possible)
}

// quizStart opens an attempt; sent twice it leads into the same one.
func (h *Handlers) quizStart(c *fiber.Ctx) error { return h.startAttempt(c, learning.Quiz) }

// testOutStart opens an attempt at the test that stands in for the modules.
func (h *Handlers) testOutStart(c *fiber.Ctx) error { return h.startAttempt(c, learning.TestOut) }

func (h *Handlers) startAttempt(c *fiber.Ctx, form learning.Form) error {
	code := c.Params("code")
	var a *learning.Attempt
	err := h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		a, err = h.Learning.StartAttempt(c.UserContext(), tx, actOf(c), code, form)
		return err
	})
	if err != nil {
		return err
	}
	return page.To(c, whereNext(wayOf(code), a))
}
