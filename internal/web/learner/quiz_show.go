package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
)

// quizPage is the page before the first question.
type quizPage struct {
	page.Base
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
		return page.To(c, whereNext(code, a))
	}
	v, missing := h.Courses.ByCode(code)
	if missing != nil || !v.Online() || !apperr.Is(err, apperr.NotFound) {
		return err
	}
	return page.Render(c, "learner/quiz", newQuiz(page.From(c), v, h.emblem))
}

// whereNext is the first question without an answer, or the overview.
func whereNext(code string, a *learning.Attempt) string {
	for i, q := range a.Questions() {
		if !a.Answered(q.Question.ID) {
			return questionURL(code, i+1)
		}
	}
	return quizURL(code) + "/uebersicht"
}

func newQuiz(base page.Base, v *course.Version, emblem emblemOf) *quizPage {
	l, c := base.L, v.Content
	base.Title = l.T("learner.quiz")
	p := &quizPage{Base: base, Post: quizURL(v.Code()), Course: page.Link{Label: v.Title(l.Lang()), URL: courseURL(v.Code())}}
	p.Heading = page.Heading{
		Kicker: base.Title, Mark: emblem(v), Text: l.N("learner.quiz.heading", len(c.Questions)), Lead: l.T("learner.quiz.lead"),
	}
	p.Rules = []string{l.T("learner.quiz.rule_mark", "required", c.Required(len(c.Questions)), "total", len(c.Questions))}
	critical := 0
	for _, q := range c.Questions {
		if q.Critical {
			critical++
		}
	}
	if critical > 0 {
		p.Rules = append(p.Rules, l.N("learner.quiz.rule_critical", critical))
	}
	p.Rules = append(p.Rules, l.T("learner.quiz.rule_saved"), l.T("learner.quiz.rule_again"), l.T("learner.quiz.rule_private"))
	return p
}

// quizStart opens an attempt; sent twice it leads into the same one.
func (h *Handlers) quizStart(c *fiber.Ctx) error {
	code := c.Params("code")
	var a *learning.Attempt
	err := h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		a, err = h.Learning.StartAttempt(c.UserContext(), tx, actOf(c), code)
		return err
	})
	if err != nil {
		return err
	}
	return page.To(c, whereNext(code, a))
}
