package account

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Addresses that are registered at the identity provider.
const (
	SSOCallback  = "/anmelden/geschaeftskonto/zurueck"
	SSOSignedOut = "/abgemeldet"
)

// ssoRoutes are there also without a provider, so that the table of routes is one.
// The callback is a GET that opens a session: that is how OpenID Connect works, and
// the code in it is good once, in the browser that began.
func (h *Handlers) ssoRoutes() []visit.Route {
	return []visit.Route{
		visit.Get("/anmelden/geschaeftskonto", visit.Public, visit.NotPrefetched(h.ssoBegin)),
		visit.Get(SSOCallback, visit.Public, h.ssoCallback),
		visit.Post("/anmelden/geschaeftskonto/abmeldung", visit.Public, h.ssoBackChannel),
		visit.Get(SSOSignedOut, visit.Public, h.signedOut),
	}
}

// ways are the ways in beside the form of the sign-in page.
type ways struct {
	SSO      page.Link // zero without a provider
	Passkeys bool      // they can be had at the public address
	Next     string
}

func (h *Handlers) ways(next onward) ways {
	w := ways{Next: next.Next, Passkeys: h.Passkeys.Offered()}
	if h.OIDC != nil {
		w.SSO = page.Link{Label: h.SSOLabel, URL: next.to("/anmelden/geschaeftskonto")}
	}
	return w
}

func (h *Handlers) ssoBegin(c *fiber.Ctx) error {
	if h.OIDC == nil {
		return fiber.ErrNotFound
	}
	next := page.SafeNext(c.Query("next"), "/")
	address, token, err := h.OIDC.Begin(c.UserContext(), next, c.Query("konto") == "anderes", visit.Of(c).Now)
	if err != nil {
		return h.ssoFailed(c, next, err)
	}
	c.Cookie(h.ssoCookie(token, time.Hour))
	return page.To(c, address)
}

func (h *Handlers) ssoCallback(c *fiber.Ctx) error {
	if h.OIDC == nil {
		return fiber.ErrNotFound
	}
	token := c.Cookies(h.ssoCookieName())
	c.Cookie(h.ssoCookie("", -time.Hour))
	done, err := h.OIDC.SignIn(c.UserContext(), auth.Answer{
		Token: token, State: c.Query("state"), Code: c.Query("code"), Error: c.Query("error"), Device: visit.Device(c),
	}, visit.Of(c).Now)
	if err != nil {
		return h.ssoFailed(c, done.Next, err)
	}
	visit.KeepSession(c, h.Secure, done.Session)
	return page.To(c, page.SafeNext(done.Next, "/"))
}

// ssoFailed says what happened and shows the other ways in.
func (h *Handlers) ssoFailed(c *fiber.Ctx, next string, err error) error {
	kind := apperr.KindOf(err)
	if kind == apperr.Forbidden {
		c.Status(fiber.StatusForbidden)
		return page.Render(c, "account/sso-unlinked", newUnlinked(page.From(c)))
	}
	f := page.NewForm(page.From(c).L, nil)
	if kind == apperr.Internal || !f.Refused(err) {
		return err
	}
	h.Log.Warn("single sign-on", "id", visit.Of(c).RequestID, "error", err.Error())
	return page.Invalid(c, "account/sign-in", h.signInPage(c, f, onward{Next: page.SafeNext(next, "/")}))
}

func newUnlinked(base page.Base) *form {
	p := newForm(base, "access.unlinked.title", "access.unlinked.lead", nil)
	p.Actions = []page.Action{
		{Label: base.L.T("access.unlinked.do"), URL: "/anmelden"},
		{Label: base.L.T("access.unlinked.other"), URL: "/anmelden/geschaeftskonto?konto=anderes", Quiet: true},
	}
	return p
}

// ssoBackChannel is called by the provider, not by a browser.
func (h *Handlers) ssoBackChannel(c *fiber.Ctx) error {
	if h.OIDC == nil {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	err := h.OIDC.BackChannel(c.UserContext(), page.ReadForm(c).Get("logout_token"), visit.Of(c).Now)
	if kind := apperr.KindOf(err); err != nil && kind != apperr.Internal {
		h.Log.Warn("back-channel logout", "id", visit.Of(c).RequestID, "error", err.Error())
		return c.Status(fiber.StatusBadRequest).JSON(fiber.Map{"error": "invalid_request"})
	}
	return err
}

// ssoCookieName of the cookie that binds a sign-in to the browser that began it.
func (h *Handlers) ssoCookieName() string { return visit.SessionCookie(h.Secure) + "_sso" }

func (h *Handlers) ssoCookie(token string, life time.Duration) *fiber.Cookie {
	return &fiber.Cookie{
		Name: h.ssoCookieName(), Value: token, Path: "/", Secure: h.Secure, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: int(life.Seconds()),
	}
}
