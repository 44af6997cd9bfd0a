package voices

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/feedback"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// sayPage is the form for feedback on a module, or for the proposal of one.
type sayPage struct {
	page.Base
	page.Heading
	Form  *page.Form
	Post  string
	Kinds []page.Choice // none: a proposal
	Who   []page.Choice
	Said  []page.Voice // answered proposals
	Back  page.Link
}

// byName is the value of the choice with one's name.
const byName = "name"

// module of the address.
func (h *Handlers) module(c *fiber.Ctx) (*course.Version, *coursefile.Module, error) {
	v, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return nil, nil, err
	}
	pilots, err := h.Courses.Own(c.UserContext(), h.DB, visit.Of(c).ViewerID(), visit.Of(c).Today)
	if err != nil {
		return nil, nil, err
	}
	v = pilots.Of(v) // a pilot may have a module more
	no, err := c.ParamsInt("no")
	if m := v.Content.Module(no); err == nil && m != nil {
		return v, m, nil
	}
	return nil, nil, apperr.New(apperr.NotFound, "error.learning.no_module", nil)
}

func (h *Handlers) sayShow(c *fiber.Ctx) error {
	v, m, err := h.module(c)
	if err != nil {
		return err
	}
	return page.Render(c, "voices/say", newSay(page.From(c), v, m, nil))
}

func newSay(base page.Base, v *course.Version, m *coursefile.Module, form *page.Form) *sayPage {
	l, back := base.L, page.ModuleURL(v.Code(), m.No)
	base.Title = l.T("voices.say")
	if form == nil {
		form = blank(l)
	}
	p := &sayPage{Base: base, Form: form, Post: back + "/rueckmeldung", Kinds: page.FeedbackKinds(l),
		Who: page.FeedbackWho(l), Back: page.Link{Label: m.Titles.In(l.Lang()), URL: back}}
	p.Heading = page.Heading{Kicker: v.Title(l.Lang()) + " · " + m.Titles.In(l.Lang()), Text: l.T("voices.say.heading"), Lead: l.T("voices.say.lead")}
	return p
}

// blank is the form as it is shown first: who gives a name is told of the answer.
func blank(l *i18n.Printer) *page.Form { return page.NewForm(l, map[string]string{"tell": "1"}) }

// say takes feedback on a module.
func (h *Handlers) say(c *fiber.Ctx) error {
	v, m, err := h.module(c)
	if err != nil {
		return err
	}
	f := page.ReadForm(c, "kind", "voices.kind", "said", "voices.said", "who", "voices.who")
	err = h.give(c, f, feedback.Given{Course: v, Module: m.No, Kind: feedback.Kind(f.Get("kind"))})
	if err != nil && !f.Refused(err) {
		return err
	}
	if !f.OK() {
		return page.Invalid(c, "voices/say", newSay(page.From(c), v, m, f))
	}
	return page.Done(c, page.ModuleURL(v.Code(), m.No), "voices.thanks")
}

// give stores what the form says, with the person only where they want that.
func (h *Handlers) give(c *fiber.Ctx, f *page.Form, g feedback.Given) error {
	visitor := visit.Of(c)
	g.Said, g.On = f.Get("said"), visitor.Today
	if f.Get("who") == byName {
		g.Person, g.Tell = visitor.ViewerID(), f.Checked("tell")
	}
	return h.DB.Write(c.UserContext(), func(tx *db.Tx) error { return feedback.Give(c.UserContext(), tx, g) })
}

func (h *Handlers) proposeShow(c *fiber.Ctx) error { return h.proposePage(c, nil) }

func (h *Handlers) proposePage(c *fiber.Ctx, form *page.Form) error {
	said, err := feedback.Answered(c.UserContext(), h.DB, 0, visit.Of(c).ViewerID())
	if err != nil {
		return err
	}
	base := page.From(c)
	l := base.L
	base.Title = l.T("voices.propose")
	wrong := form != nil
	if !wrong {
		form = blank(l)
	}
	p := &sayPage{Base: base, Form: form, Post: proposePath, Who: page.FeedbackWho(l), Back: page.Link{Label: l.T("nav.courses"), URL: "/kurse"}}
	p.Heading = page.Heading{Kicker: l.T("nav.courses"), Text: l.T("voices.propose.heading"), Lead: l.T("voices.propose.lead")}
	for _, e := range said {
		p.Said = append(p.Said, page.NewVoice(l, e, visit.Of(c).ViewerID()))
	}
	if wrong {
		return page.Invalid(c, "voices/say", p)
	}
	return page.Render(c, "voices/say", p)
}

// propose takes the proposal of a module.
func (h *Handlers) propose(c *fiber.Ctx) error {
	f := page.ReadForm(c, "said", "voices.propose.said", "who", "voices.who")
	if err := h.give(c, f, feedback.Given{Kind: feedback.Proposal}); err != nil && !f.Refused(err) {
		return err
	}
	if !f.OK() {
		return h.proposePage(c, f)
	}
	return page.Done(c, proposePath, "voices.thanks")
}
