package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type questionPage struct {
	page.Base
	Question page.Question
	Post     string
	Save     string // where the script posts
	Attempt  string
	ID       string
	Version  int // of the answer stored
	First    bool
	Last     bool
	List     []questionLink
	Answered string // «3 von 8 beantwortet»
	// AnsweredPattern is Answered with # for the number, for the script.
	AnsweredPattern string
	IsDone, IsOpen  string // how the list names this question, answered or not
	Overview        string
	Course          page.Link
}

// questionLink is one entry of the list of questions.
type questionLink struct {
	No             int
	URL            string
	Done, Current  bool
	AccessibleName string
}

func (h *Handlers) questionShow(c *fiber.Ctx) error {
	code := c.Params("code")
	a, err := h.Learning.OpenAttempt(c.UserContext(), h.DB, actOf(c), code)
	if apperr.Is(err, apperr.NotFound) {
		return page.To(c, quizURL(code)) // handed in meanwhile, or never begun
	}
	if err != nil {
		return err
	}
	no := moduleNo(c)
	if no < 1 || no > a.Total() {
		return page.To(c, whereNext(code, a))
	}
	return page.Render(c, "learner/question", newQuestion(page.From(c), a, no, visit.Of(c).Settings))
}

// newQuestion is the no-th question of the attempt, from 1.
func newQuestion(base page.Base, a *learning.Attempt, no int, s settings.Settings) *questionPage {
	l, shown, code := base.L, a.Questions(), a.Version.Code()
	q := shown[no-1]
	base.Title = l.T("learner.question.title", "no", no, "total", len(shown))
	p := &questionPage{
		Base: base, Question: openQuestion(l, a, q, s), Post: questionURL(code, no),
		Save: quizURL(code) + "/speichern", Attempt: a.UID.String(), ID: q.Question.ID, Version: a.Answers[q.Question.ID].Version,
		First: no == 1, Last: no == len(shown), List: questionList(l, a, no), Overview: quizURL(code) + "/uebersicht",
		Answered: answeredWords(l, a), Course: page.Link{Label: a.Version.Title(l.Lang()), URL: courseURL(code)},
	}
	p.AnsweredPattern = l.T("learner.question.answered", "answered", "#", "total", len(shown))
	p.IsDone, p.IsOpen = l.T("learner.question.is_done", "no", no), l.T("learner.question.is_open", "no", no)
	p.Question.Number = base.Title
	return p
}

func answeredWords(l *i18n.Printer, a *learning.Attempt) string {
	total := a.Total()
	return l.T("learner.question.answered", "answered", total-a.Unanswered(), "total", total)
}

func questionList(l *i18n.Printer, a *learning.Attempt, current int) []questionLink {
	var list []questionLink
	for i, q := range a.Questions() {
		link := questionLink{No: i + 1, URL: questionURL(a.Version.Code(), i+1), Done: a.Answered(q.Question.ID), Current: i+1 == current}
		key := "learner.question.is_open"
		if link.Done {
			key = "learner.question.is_done"
		}
		link.AccessibleName = l.T(key, "no", link.No)
		list = append(list, link)
	}
	return list
}
