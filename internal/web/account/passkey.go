package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

func (h *Handlers) passkeyNew(c *fiber.Ctx) error {
	return page.Render(c, "account/passkey", newPasskey(c, nil, page.SafeNext(c.Query("next"), "/konto")))
}

func newPasskey(c *fiber.Ctx, f *page.Form, next string) *onForm {
	return newOnForm(c, "access.passkey.title", "access.passkey.lead", f, next)
}

// passkeyBegin answers the page's script, in JSON.
// offered lets a route be where passkeys can be had.
func (h *Handlers) offered(handler fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if !h.Passkeys.Offered() {
			return fiber.ErrNotFound
		}
		return handler(c)
	}
}

func (h *Handlers) passkeyBegin(c *fiber.Ctx) error {
	v := visit.Of(c)
	asked, err := h.Passkeys.BeginAdd(c.UserContext(), v.Owner().Person, v.Now)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(asked)
}

func (h *Handlers) passkeyAdd(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c, "name", "access.passkey.name")
	next := page.SafeNext(f.Get("next"), "/konto")
	if f.Get("answer") == "" {
		f.Fail("", "error.access.no_script")
	}
	if f.OK() {
		token, codes, err := h.Passkeys.Add(c.UserContext(), v.Owner(), v.Token, f.Get("challenge"), f.Get("answer"), f.Get("name"), v.Now)
		if err == nil {
			return h.secondAdded(c, token, codes, next, "access.passkey.added")
		}
		if !apperr.Is(err, apperr.Invalid) || !f.Refused(err) {
			return err
		}
	}
	return page.Invalid(c, "account/passkey", newPasskey(c, f, next))
}

func (h *Handlers) passkeyRemove(c *fiber.Ctx) error {
	v := visit.Of(c)
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return auth.RemovePasskey(c.UserContext(), tx, v.Session, v.Settings.Text(auth.SecondSetting), c.Params("uid"), v.Now)
	}); err != nil {
		return err
	}
	return page.Done(c, "/konto", "access.passkey.removed")
}

// passkeyAsk answers the script of the sign-in page, in JSON.
func (h *Handlers) passkeyAsk(c *fiber.Ctx) error {
	asked, err := h.Passkeys.BeginSignIn(c.UserContext(), visit.Of(c).Now)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(asked)
}

// passkeySignIn opens a session; one that waited for its second factor ends.
func (h *Handlers) passkeySignIn(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c)
	next := page.SafeNext(f.Get("next"), "/")
	token, err := h.Passkeys.SignIn(c.UserContext(), f.Get("challenge"), f.Get("answer"), visit.Device(c), v.Now)
	if err == nil && v.Token != "" {
		err = h.DB.Write(c.UserContext(), func(tx *db.Tx) error { return auth.End(c.UserContext(), tx, v.Token) })
	}
	if err == nil {
		visit.KeepSession(c, h.Secure, token)
		return page.To(c, next)
	}
	if !f.Refused(err) {
		return err
	}
	return page.Invalid(c, "account/sign-in", h.signInPage(c, f, onward{Next: next}))
}
