package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// onForm is a page with one form that leads on to Next.
type onForm struct {
	form
	Next string
}

func newOnForm(c *fiber.Ctx, titleKey, leadKey string, f *page.Form, next string) *onForm {
	return &onForm{form: *newForm(page.From(c), titleKey, leadKey, f), Next: next}
}

// secondForm is the step after the first factor.
type secondForm struct {
	onForm
	App, Passkey bool // what there is
}

func (h *Handlers) secondShow(c *fiber.Ctx) error {
	next := page.SafeNext(c.Query("next"), "/")
	if visit.Of(c).MustSetUp() {
		return page.To(c, onward{Next: next}.to("/konto/zweiter-faktor"))
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
	return &secondForm{onForm: *newOnForm(c, "access.step.title", lead, f, next), App: ways.AppAt != nil, Passkey: len(ways.Passkeys) > 0}, nil
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

type chooseForm struct {
	onForm
	Passkeys bool // they can be had
}

// secondChoose offers the kinds of second factor; whoever must have one comes
// here first.
func (h *Handlers) secondChoose(c *fiber.Ctx) error {
	lead := "access.choose.lead"
	if visit.Of(c).MustSetUp() {
		lead = "access.choose.must"
	}
	next := page.SafeNext(c.Query("next"), "/konto")
	return page.Render(c, "account/second-choose", &chooseForm{onForm: *newOnForm(c, "access.choose.title", lead, nil, next),
		Passkeys: h.Passkeys.Offered()})
}

// codesPage shows recovery codes, once: it is the answer to a form, they are
// stored nowhere, and no address leads to it.
type codesPage struct {
	onForm
	Codes []string
}

func newCodes(c *fiber.Ctx, codes []string, next string) *codesPage {
	return &codesPage{onForm: *newOnForm(c, "access.codes.title", "access.codes.lead", nil, next), Codes: codes}
}

func (h *Handlers) codesRenew(c *fiber.Ctx) error {
	codes, err := h.Auth.NewCodes(c.UserContext(), visit.Of(c).ViewerID(), visit.Of(c).Now)
	if err != nil {
		return err
	}
	return page.Render(c, "account/codes", newCodes(c, codes, "/konto"))
}

// secondAdded keeps the session's new token and shows the recovery codes that the
// first second factor brings.
func (h *Handlers) secondAdded(c *fiber.Ctx, token string, codes []string, next, doneKey string) error {
	visit.KeepSession(c, h.Secure, token)
	if len(codes) == 0 {
		return page.Done(c, next, doneKey)
	}
	return page.Render(c, "account/codes", newCodes(c, codes, next))
}
