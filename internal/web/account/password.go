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

// passwordPage changes the own password, or offers a link for a first one.
type passwordPage struct {
	form
	None    bool // there is no password yet
	Mailbox bool // a link can be sent
}

func (h *Handlers) passwordShow(c *fiber.Ctx) error {
	p, err := h.passwordPage(c, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "account/password", p)
}

func (h *Handlers) passwordPage(c *fiber.Ctx, f *page.Form) (*passwordPage, error) {
	session := visit.Of(c).Session
	has, err := auth.HasPassword(c.UserContext(), h.DB, session.Person.ID)
	if err != nil {
		return nil, err
	}
	title, lead := "account.password.title", "account.password.lead"
	switch {
	case !has:
		title, lead = "account.password.none", "account.password.none_lead"
	case session.MustChange:
		lead = "account.password.must"
	}
	return &passwordPage{form: *newForm(page.From(c), title, lead, f), None: !has, Mailbox: h.Mail && session.Person.Email != ""}, nil
}

// newPassword reads a new password and its repetition; what is wrong with them
// stands in the form.
func newPassword(f *page.Form, who people.Person, municipality string) string {
	f.Required("password", "repeat")
	if !f.OK() {
		return ""
	}
	password := f.Get("password")
	if err := auth.CheckPassword(password, who.FirstName, who.LastName, who.Email, who.Login, who.PersonnelNo, municipality); err != nil {
		f.Refused(err)
	}
	if password != f.Get("repeat") {
		f.Refused(apperr.New(apperr.Invalid, "error.password.repeat", nil).At("repeat"))
	}
	return password
}

// passwordSave asks for the present password too: an open screen must not be
// enough to take an account over.
func (h *Handlers) passwordSave(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c)
	f.Required("current")
	password := newPassword(f, v.Session.Person, v.Settings.Text("municipality"))
	if f.OK() {
		token, err := h.Auth.ChangePassword(c.UserContext(), v.Session.Person.ID, f.Get("current"), password, visit.Device(c), v.Now)
		if err == nil {
			visit.KeepSession(c, h.Secure, token)
			return page.Done(c, "/", "account.password.saved")
		}
		if !f.Refused(err) {
			return err
		}
	}
	p, err := h.passwordPage(c, f)
	if err != nil {
		return err
	}
	return page.Invalid(c, "account/password", p)
}

// passwordLink sends whoever has no password, or has forgotten it, a link: the
// mailbox proves what an open screen does not.
func (h *Handlers) passwordLink(c *fiber.Ctx) error {
	v := visit.Of(c)
	if err := h.Auth.AskOwnPassword(c.UserContext(), v.ViewerID(), c.IP(), v.Now); err != nil {
		return err
	}
	return h.onItsWay(c)
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
