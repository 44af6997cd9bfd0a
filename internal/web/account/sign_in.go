package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// signInPage offers the ways in.
type signInPage struct {
	form
	Onward onward
	Mail   bool // a code and a link by mail are offered
	Ways   ways
}

func (h *Handlers) signInShow(c *fiber.Ctx) error {
	if visit.SaysTablet(c, h.Secure) {
		return page.To(c, "/karte") // the way back belongs to whoever was here before
	}
	v, next := visit.Of(c), onwardOf(func(name string) string { return c.Query(name) })
	if v.Pending.Person.ID != 0 {
		return page.To(c, next.to("/anmelden/zweiter-schritt"))
	}
	if v.ViewerID() != 0 {
		return page.To(c, next.Next)
	}
	return page.Render(c, "account/sign-in", h.signInPage(c, nil, next))
}

// signInPage says what comes next where somebody was on the way to a page, or was
// signed out on it.
func (h *Handlers) signInPage(c *fiber.Ctx, f *page.Form, next onward) *signInPage {
	lead := "account.sign_in.lead"
	switch {
	case next.Unsaved:
		lead = "account.sign_in.lead_unsaved"
	case next.Next != "/":
		lead = "account.sign_in.lead_next"
	}
	return &signInPage{form: *newForm(page.From(c), "account.sign_in.title", lead, f), Onward: next, Mail: h.Mail, Ways: h.ways(next)}
}

func (h *Handlers) signIn(c *fiber.Ctx) error {
	if visit.SaysTablet(c, h.Secure) {
		return page.To(c, "/karte")
	}
	v, f := visit.Of(c), page.ReadForm(c)
	f.Required("name", "password")
	next := onwardOf(f.Get)
	if f.OK() {
		token, err := h.Auth.SignIn(c.UserContext(), f.Get("name"), f.Get("password"), c.IP(), visit.Device(c), v.Now)
		if err == nil {
			visit.KeepSession(c, h.Secure, token)
			return next.goOn(c)
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
	token, err := h.Auth.CreateFirstAdmin(c.UserContext(), c.Params("token"), admin, visit.Device(c), v.Now)
	if err != nil {
		return err
	}
	visit.KeepSession(c, h.Secure, token)
	return page.Done(c, "/import", "account.first.done")
}
