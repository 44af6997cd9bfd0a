package voices

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/db"
	"zaemme/internal/feedback"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// answerPage is one piece of feedback with the form to answer it.
type answerPage struct {
	page.Base
	page.Heading
	Form   *page.Form
	Post   string
	Facts  []page.Fact
	Module page.Link
	States []page.Choice
}

func (h *Handlers) answerShow(c *fiber.Ctx) error {
	e, err := feedback.Find(c.UserContext(), h.DB, c.Params("uid"))
	if err != nil {
		return err
	}
	return h.answerPage(c, e, nil)
}

func (h *Handlers) answerPage(c *fiber.Ctx, e feedback.Entry, form *page.Form) error {
	names, err := h.looked(c, "voices.answer", e)
	if err != nil {
		return err
	}
	base := page.From(c)
	l := base.L
	base.Title = l.T("voices.answer")
	r := newRow(l, e, names, h.Courses.Current)
	p := &answerPage{Base: base, Form: form, Post: r.URL, Heading: page.Heading{Kicker: r.Where, Text: l.T("voices.answer.heading"), Lead: e.Said}}
	p.Facts = []page.Fact{{Term: l.T("voices.verdict"), HTML: r.Kind}, {Term: l.T("voices.from"), Text: r.Who}, {Term: l.T("voices.day"), Text: r.Day}}
	for _, state := range []feedback.State{feedback.Done, feedback.Kept} {
		p.States = append(p.States, page.Choice{Value: string(state), Label: l.T("voices.state." + string(state)), Selected: e.State == state})
	}
	if v, err := h.Courses.Current(e.CourseID); err == nil && e.Module > 0 {
		p.Module = page.Link{Label: l.T("voices.module.open"), URL: page.ModuleURL(v.Code(), e.Module)}
	}
	if form != nil {
		return page.Invalid(c, "voices/answer", p)
	}
	quote := e.Quote
	if quote == "" {
		quote = e.Said
	}
	values := map[string]string{"quote": quote, "answer": e.Answer}
	if e.Shown || e.State == feedback.Open {
		values["shown"] = "1"
	}
	p.Form = page.NewForm(l, values)
	return page.Render(c, "voices/answer", p)
}

func (h *Handlers) answer(c *fiber.Ctx) error {
	v := visit.Of(c)
	f := page.ReadForm(c, "state", "voices.answer.state", "answer", "voices.answer.text", "quote", "voices.answer.quote")
	e, err := feedback.Find(c.UserContext(), h.DB, c.Params("uid"))
	if err != nil {
		return err
	}
	err = h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return feedback.Answer(c.UserContext(), tx, feedback.Reply{UID: e.UID, State: feedback.State(f.Get("state")), Quote: f.Get("quote"),
			Answer: f.Get("answer"), Shown: f.Checked("shown"), By: v.ViewerID(), Now: v.Now})
	})
	if err != nil && !f.Refused(err) {
		return err
	}
	if !f.OK() {
		return h.answerPage(c, e, f)
	}
	return page.Done(c, listPath, "voices.answered")
}
