package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// signOut ends the session here and, where the identity provider opened it, leads
// on to the provider, which ends its own. That way is no redirect: browsers hold
// the redirects of a form against the form-action of its page.
func (h *Handlers) signOut(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c)
	var hint string
	var at bool
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		hint, at, err = auth.SignOut(c.UserContext(), tx, v.Token)
		return err
	}); err != nil {
		return err
	}
	visit.DropSession(c, h.Secure)
	if at && h.OIDC != nil {
		if address := h.OIDC.SignOutURL(c.UserContext(), hint); address != "" {
			c.Set("Refresh", "0;url="+address)
			return page.Render(c, "account/signed-out", newSignedOut(page.From(c), address))
		}
	}
	return page.Done(c, onward{Next: page.SafeNext(f.Get("next"), "/")}.to("/anmelden"), "account.signed_out")
}

func newSignedOut(base page.Base, address string) *form {
	p := newForm(base, "access.signed_out.title", "access.signed_out.lead", nil)
	p.Actions = []page.Action{{Label: base.L.T("access.signed_out.do"), URL: address}}
	return p
}

// signedOut is where the provider sends people back to; from the start page the
// guard leads on to the sign-in.
func (h *Handlers) signedOut(c *fiber.Ctx) error { return page.Done(c, "/", "account.signed_out") }
