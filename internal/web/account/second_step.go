package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// secondForm is the step after the first factor.
type secondForm struct {
	form
	App bool // there is a code app, not only passkeys
}

func (h *Handlers) secondShow(c *fiber.Ctx) error {
	next := page.SafeNext(c.Query("next"), "/")
	if visit.Of(c).MustSetUp() {
		return page.To(c, withNext("/konto/zweiter-faktor", next))
	}
	p, err := h.secondPage(c, nil, next)
	if err != nil {
		return err
	}
	return page.Render(c, "account/second-step", p)
}

func (h *Handlers) secondPage(c *fiber.Ctx, f *page.Form, next string) (*secondForm, error) {
	v := visit.Of(c)
	ways, err := auth.WaysOf(c.UserContext(), h.DB, v.Pending.Person.ID, "", v.Now)
	if err != nil {
		return nil, err
	}
	lead := "access.step.lead_passkey"
	if ways.AppAt != nil {
		lead = "access.step.lead"
	}
	p := &secondForm{form: *newForm(page.From(c), "access.step.title", lead, f), App: ways.AppAt != nil}
	p.Next = next
	return p, nil
}

func (h *Handlers) secondPass(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c, "code", "access.step.code")
	next := page.SafeNext(f.Get("next"), "/")
	f.Required("code")
	if f.OK() {
		token, err := h.Auth.PassSecond(c.UserContext(), v.Pending, v.Token, f.Get("code"), v.Now)
		if err == nil {
			visit.KeepSession(c, h.Secure, token)
			return page.To(c, next)
		}
		if !f.Refused(err) {
			return err
		}
	}
	p, err := h.secondPage(c, f, next)
	if err != nil {
		return err
	}
	return page.Invalid(c, "account/second-step", p)
}

// secondChoose offers the kinds of second factor; whoever must have one comes
// here first.
func (h *Handlers) secondChoose(c *fiber.Ctx) error {
	lead := "access.choose.lead"
	if visit.Of(c).MustSetUp() {
		lead = "access.choose.must"
	}
	p := newForm(page.From(c), "access.choose.title", lead, nil)
	p.Next = page.SafeNext(c.Query("next"), "/konto")
	return page.Render(c, "account/second-choose", p)
}

// codesPage shows recovery codes, once: it is the answer to a form, they are
// stored nowhere, and no address leads to it.
type codesPage struct {
	form
	Codes []string
}

func newCodes(base page.Base, codes []string, next string) *codesPage {
	base.Nav, base.Account, base.Viewer, base.SignOut = nil, nil, "", "" // the way on is the only one
	p := &codesPage{form: *newForm(base, "access.codes.title", "access.codes.lead", nil), Codes: codes}
	p.Next = next
	return p
}

func (h *Handlers) codesRenew(c *fiber.Ctx) error {
	codes, err := h.Auth.NewCodes(c.UserContext(), visit.Of(c).ViewerID())
	if err != nil {
		return err
	}
	return page.Render(c, "account/codes", newCodes(page.From(c), codes, "/konto"))
}

// secondAdded keeps the session's new token and shows the recovery codes that the
// first second factor brings.
func (h *Handlers) secondAdded(c *fiber.Ctx, token string, codes []string, next, doneKey string) error {
	visit.KeepSession(c, h.Secure, token)
	if len(codes) == 0 {
		return page.Done(c, next, doneKey)
	}
	return page.Render(c, "account/codes", newCodes(page.From(c), codes, next))
}
