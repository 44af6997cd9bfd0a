package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

func (h *Handlers) passwordShow(c *fiber.Ctx) error {
	return page.Render(c, "account/password", passwordPage(c, nil))
}

func passwordPage(c *fiber.Ctx, f *page.Form) *form {
	lead := "account.password.lead"
	if visit.Of(c).Session.MustChange {
		lead = "account.password.must"
	}
	return newForm(page.From(c), "account.password.title", lead, f)
}

// passwordSave asks for the present password too: an open screen must not be
// enough to take an account over.
func (h *Handlers) passwordSave(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c)
	f.Required("current", "password", "repeat")
	if f.OK() {
		person := v.Session.Person
		if err := auth.CheckPassword(f.Get("password"), person.FirstName, person.LastName, person.Email, person.PersonnelNo); err != nil {
			f.Refused(err)
		}
		if f.Get("password") != f.Get("repeat") {
			f.Refused(apperr.New(apperr.Invalid, "error.password.repeat", nil).At("repeat"))
		}
	}
	if f.OK() {
		token, err := h.Auth.ChangePassword(c.UserContext(), v.Session.Person.ID, f.Get("current"), f.Get("password"), device(c), v.Now)
		if err == nil {
			visit.KeepSession(c, h.Secure, token)
			return page.Done(c, "/", "account.password.saved")
		}
		if !f.Refused(err) {
			return err
		}
	}
	return page.Invalid(c, "account/password", passwordPage(c, f))
}

func (h *Handlers) languageShow(c *fiber.Ctx) error {
	f := page.NewForm(page.From(c).L, map[string]string{"language": visit.Of(c).Session.Person.Language})
	return page.Render(c, "account/language", languagePage(c, f))
}

// languages offers the complete ones.
type languages struct {
	form
	Choices []page.Choice
}

func languagePage(c *fiber.Ctx, f *page.Form) *languages {
	p := &languages{form: *newForm(page.From(c), "account.language.title", "account.language.lead", f)}
	for _, l := range [][2]string{{"de", "Deutsch"}, {"en", "English"}} {
		p.Choices = append(p.Choices, page.Choice{Value: l[0], Label: l[1], Selected: f.Get("language") == l[0]})
	}
	return p
}

func (h *Handlers) languageSave(c *fiber.Ctx) error {
	f := page.ReadForm(c)
	language := f.Get("language")
	if language != "de" && language != "en" {
		f.Fail("language", "error.form.choice")
		return page.Invalid(c, "account/language", languagePage(c, f))
	}
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return people.SetLanguage(c.UserContext(), tx, visit.Of(c).ViewerID(), language)
	}); err != nil {
		return err
	}
	return page.Done(c, "/", "account.language.saved")
}
