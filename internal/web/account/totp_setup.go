package account

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type totpPage struct {
	onForm
	Key     string
	URI     template.URL // opens the app on a phone
	Drawing template.HTML
}

// totpStart makes a new secret; the page shows it until its first code was typed.
func (h *Handlers) totpStart(c *fiber.Ctx) error {
	v := visit.Of(c)
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return auth.StartTOTP(c.UserContext(), tx, v.Owner().Person.ID, v.Now)
	}); err != nil {
		return err
	}
	return page.To(c, onward{Next: page.SafeNext(page.ReadForm(c).Get("next"), "/")}.to("/konto/zweiter-faktor/app"))
}

func (h *Handlers) totpShow(c *fiber.Ctx) error {
	next := page.SafeNext(c.Query("next"), "/konto")
	p, err := h.totpPage(c, nil, next)
	if apperr.Is(err, apperr.NotFound) { // nothing was begun
		return page.To(c, onward{Next: next}.to("/konto/zweiter-faktor"))
	}
	if err != nil {
		return err
	}
	return page.Render(c, "account/totp", p)
}

func (h *Handlers) totpPage(c *fiber.Ctx, f *page.Form, next string) (*totpPage, error) {
	v := visit.Of(c)
	person := v.Owner().Person
	account := person.Login
	for _, name := range []string{person.Email, person.PersonnelNo, person.Name()} {
		if account == "" {
			account = name
		}
	}
	setup, err := auth.PendingTOTP(c.UserContext(), h.DB, person.ID, v.Settings.Text("municipality"), account)
	if err != nil {
		return nil, err
	}
	p := &totpPage{onForm: *newOnForm(c, "access.app.title", "access.app.lead", f, next), Key: setup.Key}
	p.URI = template.URL(setup.URI) //nolint:gosec // built by auth, of the scheme otpauth
	p.Drawing, err = page.QR(setup.URI, "access-qr")
	return p, err
}

func (h *Handlers) totpConfirm(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c, "code", "access.step.code")
	next := page.SafeNext(f.Get("next"), "/konto")
	f.Required("code")
	if f.OK() {
		token, codes, err := h.Auth.ConfirmTOTP(c.UserContext(), v.Owner(), v.Token, f.Get("code"), v.Now)
		if err == nil {
			return h.secondAdded(c, token, codes, next, "access.app.added")
		}
		if !apperr.Is(err, apperr.Invalid) || !f.Refused(err) {
			return err
		}
	}
	p, err := h.totpPage(c, f, next)
	if err != nil {
		return err
	}
	return page.Invalid(c, "account/totp", p)
}

func (h *Handlers) totpRemove(c *fiber.Ctx) error {
	v := visit.Of(c)
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return auth.RemoveTOTP(c.UserContext(), tx, v.Session, v.Settings.Text(auth.SecondSetting), v.Now)
	}); err != nil {
		return err
	}
	return page.Done(c, "/konto", "access.app.removed")
}
