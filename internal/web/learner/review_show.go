package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// reviewPage lists the questions before hand-in.
type reviewPage struct {
	page.Base
	Walk *walkNote // nil: people learn
	page.Heading
	Steps   []page.Step
	Lang    string
	Post    string
	Attempt string
	Sure    bool // unanswered questions: handing in needs saying so
	Form    *page.Form
	Waits   waits
}

func (h *Handlers) reviewShow(c *fiber.Ctx) error {
	code := c.Params("code")
	a, err := h.Learning.OpenAttempt(c.UserContext(), h.DB, actOf(c), code)
	if apperr.Is(err, apperr.NotFound) {
		return page.To(c, wayOf(code).quiz())
	}
	if err != nil {
		return err
	}
	p := newReview(page.From(c), wayOf(code), a, visit.Of(c).Settings)
	p.Waits = waitsOf(c)
	return page.Render(c, "learner/review", p)
}

func newReview(base page.Base, w way, a *learning.Attempt, s settings.Settings) *reviewPage {
	l, open := base.L, a.Unanswered()
	base.Title = l.T("learner.review.title")
	p := &reviewPage{Base: base, Lang: a.Version.Content.In(l.Lang()), Post: w.handIn(), Attempt: a.UID.String(), Sure: open > 0}
	p.Heading = page.Heading{Kicker: a.Version.Title(l.Lang()), Text: l.T("learner.review.ready"), Lead: l.T("learner.review.ready_lead")}
	if open > 0 {
		p.Text, p.Lead = l.N("learner.review.open", open), l.T("learner.review.open_lead")
		p.Actions = []page.Action{{Label: l.N("learner.review.answer", open), URL: whereNext(w, a)}}
	}
	for i, q := range a.Questions() {
		step := page.Step{Label: course.Fill(q.Question.Text.In(p.Lang), s), URL: w.question(i + 1), Meta: l.T("learner.review.unanswered")}
		if a.Answered(q.Question.ID) {
			step.State, step.Meta = "done", ""
		}
		p.Steps = append(p.Steps, step)
	}
	return p
}

// handIn grades the attempt. Sent twice, it shows the same result; with
// unanswered questions it asks first.
func (h *Handlers) handIn(c *fiber.Ctx) error {
	code, f := c.Params("code"), page.ReadForm(c)
	in := learning.HandIn{
		Attempt: f.Get("attempt"), Sure: f.Get("sure") == "1", Own: f.Checked("own"),
		Learned: learning.Learned{Settings: visit.Of(c).Settings, Language: page.From(c).L.Lang()},
	}
	err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		_, err := h.Learning.HandIn(c.UserContext(), tx, actOf(c), in)
		return err
	})
	if learning.IsUnanswered(err) {
		return page.To(c, wayOf(code).overview())
	}
	if apperr.Is(err, apperr.Invalid) && f.Refused(err) {
		a, err := h.Learning.OpenAttempt(c.UserContext(), h.DB, actOf(c), code)
		if err != nil {
			return err
		}
		p := newReview(page.From(c), wayOf(code), a, visit.Of(c).Settings)
		p.Form, p.Waits = f, waitsOf(c)
		return page.Invalid(c, "learner/review", p)
	}
	if err != nil {
		return err
	}
	return page.To(c, resultURL(code, in.Attempt))
}
