package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

func (h *Handlers) signInShow(c *fiber.Ctx) error {
	if visit.SaysTablet(c, h.Secure) {
		return page.To(c, "/karte") // the way back belongs to whoever was here before
	}
	v, next := visit.Of(c), page.SafeNext(c.Query("next"), "/")
	if v.Pending.Person.ID != 0 {
		return page.To(c, withNext("/anmelden/zweiter-schritt", next))
	}
	if v.ViewerID() != 0 {
		return page.To(c, next)
	}
	return page.Render(c, "account/sign-in", h.signInPage(c, nil, next))
}

type signInForm struct {
	form
	Ways ways
}

// signInPage says what comes next where somebody was on the way to a page, or was
// signed out on it.
func (h *Handlers) signInPage(c *fiber.Ctx, f *page.Form, next string) *signInForm {
	lead := "account.sign_in.lead"
	if next != "/" {
		lead = "account.sign_in.lead_next"
	}
	p := &signInForm{form: *newForm(page.From(c), "account.sign_in.title", lead, f), Ways: h.ways(next)}
	p.Next = next
	return p
}

func (h *Handlers) signIn(c *fiber.Ctx) error {
	if visit.SaysTablet(c, h.Secure) {
		return page.To(c, "/karte")
	}
	v, f := visit.Of(c), page.ReadForm(c)
	f.Required("name", "password")
	next := page.SafeNext(f.Get("next"), "/")
	if f.OK() {
		token, err := h.Auth.SignIn(c.UserContext(), f.Get("name"), f.Get("password"), c.IP(), device(c), v.Now)
		if err == nil {
			visit.KeepSession(c, h.Secure, token)
			return page.To(c, next)
		}
		if !f.Refused(err) {
			return err
		}
	}
	return page.Invalid(c, "account/sign-in", h.signInPage(c, f, next))
}

func (h *Handlers) firstAdminShow(c *fiber.Ctx) error {
	if err := auth.CheckLink(c.UserContext(), h.DB, "first_admin", c.Params("token"), visit.Of(c).Now); err != nil {
		return err
	}
	return page.Render(c, "account/first-admin", newForm(page.From(c), "account.first.title", "account.first.lead", nil))
}

func (h *Handlers) firstAdmin(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c)
	admin := auth.FirstAdmin{
		FirstName: f.Get("first_name"), LastName: f.Get("last_name"), Email: f.Get("email"), Password: f.Get("password"),
	}
	for _, wrong := range admin.Check() {
		f.Refused(wrong)
	}
	if f.Get("password") != f.Get("repeat") {
		f.Refused(apperr.New(apperr.Invalid, "error.password.repeat", nil).At("repeat"))
	}
	if !f.OK() {
		return page.Invalid(c, "account/first-admin", newForm(page.From(c), "account.first.title", "account.first.lead", f))
	}
	token, err := h.Auth.CreateFirstAdmin(c.UserContext(), c.Params("token"), admin, device(c), v.Now)
	if err != nil {
		return err
	}
	visit.KeepSession(c, h.Secure, token)
	return page.Done(c, "/import", "account.first.done")
}
