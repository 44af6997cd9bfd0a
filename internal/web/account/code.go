package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// codePage is where the digits are typed. It looks the same whether or not any
// are on their way.
type codePage struct {
	form
	Onward onward
	Again  string // the sign-in page
}

// codeAsk is the second button of the sign-in form.
func (h *Handlers) codeAsk(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c, "name", "account.name")
	f.Required("name")
	next := onwardOf(f.Get)
	if !f.OK() {
		return page.Invalid(c, "account/sign-in", h.signInPage(c, f, next))
	}
	browser, err := h.Auth.AskCode(c.UserContext(), f.Get("name"), c.IP(), v.Now)
	if err != nil {
		return err
	}
	h.Bell.Ring()
	c.Cookie(h.codeCookie(browser, int(auth.CodeLife.Seconds())))
	return page.To(c, next.to("/zugang/code"))
}

// codeCookie keeps the random bits that belong to the code. A browser without
// them can try as many digits as it likes.
func (h *Handlers) codeCookie(value string, maxAge int) *fiber.Cookie {
	return &fiber.Cookie{
		Name: visit.SessionCookie(h.Secure) + "_code", Value: value, Path: "/", Secure: h.Secure, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: maxAge,
	}
}

func (h *Handlers) codeShow(c *fiber.Ctx) error {
	return page.Render(c, "account/code", newCodePage(page.From(c), nil, onwardOf(func(name string) string { return c.Query(name) })))
}

func newCodePage(base page.Base, f *page.Form, next onward) *codePage {
	return &codePage{form: *newForm(base, "account.code.title", "account.code.lead", f), Onward: next, Again: next.to("/anmelden")}
}

func (h *Handlers) codeCheck(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c, "code", "account.code")
	f.Required("code")
	next := onwardOf(f.Get)
	if f.OK() {
		kept := h.codeCookie("", -1)
		token, err := h.Auth.SignInByCode(c.UserContext(), c.Cookies(kept.Name), f.Get("code"), c.IP(), visit.Device(c), v.Now)
		if err == nil {
			c.Cookie(kept)
			visit.KeepSession(c, h.Secure, token)
			return next.goOn(c)
		}
		if !f.Refused(err) {
			return err
		}
	}
	return page.Invalid(c, "account/code", newCodePage(page.From(c), f, next))
}
