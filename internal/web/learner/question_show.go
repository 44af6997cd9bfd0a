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
	Walk *walkNote // nil: people learn
	One  oneQuestion
	// Others are the further questions of the attempt, for the script: it goes on
	// from one to the next while the network is cut.
	Others   []oneQuestion
	Post     string
	Save     string // where the script posts
	Attempt  string
	List     []questionLink
	Answered string // «3 von 8 beantwortet»
	// AnsweredPattern is Answered with # for the number, for the script.
	AnsweredPattern string
	Overview        string
	Course          page.Link
	Waits           waits
}

// oneQuestion is a question with its buttons. Partial "question-one".
type oneQuestion struct {
	page.Question
	No             int
	Post           string
	ID             string
	Version        int // of the answer stored
	First, Last    bool
	IsDone, IsOpen string // how the list names this question, answered or not
	Withdrawn      bool   // it needs no answer
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
		return page.To(c, wayOf(code).quiz()) // handed in meanwhile, or never begun
	}
	if err != nil {
		return err
	}
	no := moduleNo(c)
	if no < 1 || no > a.Total() {
		return page.To(c, whereNext(wayOf(code), a))
	}
	p := newQuestion(page.From(c), wayOf(code), a, no, visit.Of(c).Settings)
	p.Waits = waitsOf(c)
	return page.Render(c, "learner/question", p)
}

// newQuestion is the no-th question of the attempt, from 1.
func newQuestion(base page.Base, w way, a *learning.Attempt, no int, s settings.Settings) *questionPage {
	l, shown := base.L, a.Questions()
	base.Title = l.T("learner.question.title", "no", no, "total", len(shown))
	p := &questionPage{
		Base: base, Post: w.question(no), Save: w.save(), Attempt: a.UID.String(),
		List: questionList(l, w, a, no), Overview: w.overview(),
		Answered: answeredWords(l, a), Course: page.Link{Label: a.Version.Title(l.Lang()), URL: w.home()},
	}
	p.AnsweredPattern = l.T("learner.question.answered", "answered", "#", "total", len(shown))
	for i, q := range shown {
		one := oneQuestion{
			Question: openQuestion(l, a, q, s), No: i + 1, Post: w.question(i + 1), ID: q.Question.ID,
			Version: a.Answers[q.Question.ID].Version, First: i == 0, Last: i == len(shown)-1,
			IsDone: l.T("learner.question.is_done", "no", i+1), IsOpen: l.T("learner.question.is_open", "no", i+1),
			Withdrawn: a.IsWithdrawn(q.Question.ID),
		}
		one.Number = l.T("learner.question.title", "no", one.No, "total", len(shown))
		if one.No == no {
			p.One = one
		} else {
			p.Others = append(p.Others, one)
		}
	}
	return p
}

func answeredWords(l *i18n.Printer, a *learning.Attempt) string {
	total := a.Total()
	return l.T("learner.question.answered", "answered", total-a.Unanswered(), "total", total)
}

func questionList(l *i18n.Printer, w way, a *learning.Attempt, current int) []questionLink {
	var list []questionLink
	for i, q := range a.Questions() {
		link := questionLink{No: i + 1, URL: w.question(i + 1), Done: a.Answered(q.Question.ID), Current: i+1 == current}
		key := "learner.question.is_open"
		if link.Done {
			key = "learner.question.is_done"
		}
		link.AccessibleName = l.T(key, "no", link.No)
		list = append(list, link)
	}
	return list
}
