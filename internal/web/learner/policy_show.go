package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// policyPage is the last step of a directive: it is acknowledged.
type policyPage struct {
	page.Base
	Walk *walkNote // nil: people learn
	page.Heading
	Post   string
	Course page.Link
	Facts  []page.Fact
	Texts  []page.Step // the modules, to read again
	Form   *page.Form
}

func (h *Handlers) policyShow(c *fiber.Ctx) error { return h.policyAgain(c, nil) }

func (h *Handlers) policyAgain(c *fiber.Ctx, form *page.Form) error {
	cp, err := h.Learning.Course(c.UserContext(), h.DB, actOf(c), c.Params("code"))
	if err != nil {
		return err
	}
	v := cp.Item.Version
	if !v.Policy() {
		return apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	if cp.Item.Place.Mode == learning.Practice {
		return page.To(c, evidenceURL(cp.Item.Completion.EvidenceNo))
	}
	p := newPolicy(page.From(c), wayOf(v.Code()), cp.Item, h.emblem)
	p.Form = form
	if form != nil {
		return page.Invalid(c, "learner/policy", p)
	}
	return page.Render(c, "learner/policy", p)
}

func newPolicy(base page.Base, w way, i learning.Item, emblem emblemOf) *policyPage {
	l, v := base.L, i.Version
	base.Title = v.Title(l.Lang())
	p := &policyPage{Base: base, Post: w.acknowledge(), Course: page.Link{Label: v.Title(l.Lang()), URL: w.home()}}
	p.Heading = page.Heading{Kicker: l.T("learner.policy.step"), Text: base.Title, Lead: l.T("learner.policy.lead"), Mark: emblem(v)}
	p.Facts = []page.Fact{
		{Term: l.T("learner.policy.version"), Text: l.T("version.n_of", "n", v.Number, "day", v.PublishedOn)},
		{Term: l.T("learner.policy.fingerprint"), Text: v.Hash[:12]},
	}
	for _, m := range i.ToRead() {
		step := page.Step{Label: m.Titles.In(l.Lang()), Meta: l.Minutes(m.Minutes), URL: w.module(m.No)}
		if i.Read[m.No] {
			step.State = "done"
		}
		p.Texts = append(p.Texts, step)
	}
	return p
}

// policyAcknowledge records «gelesen und verstanden». Sent twice it leads to the same
// evidence.
func (h *Handlers) policyAcknowledge(c *fiber.Ctx) error {
	form := page.ReadForm(c, "understood", "learner.policy.step")
	in := learning.Acknowledgement{Understood: form.Checked("understood"),
		Learned: learning.Learned{Settings: visit.Of(c).Settings, Language: page.From(c).L.Lang()}}
	var evidence string
	err := h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		evidence, err = h.Learning.Acknowledge(c.UserContext(), tx, actOf(c), c.Params("code"), in)
		return err
	})
	if apperr.Is(err, apperr.Invalid) && form.Refused(err) {
		return h.policyAgain(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, evidenceURL(evidence), "learner.policy.done")
}
