package hr

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// passwordPage shows a new password, once: it is the answer to the form, it is
// stored nowhere, and no address leads to it.
type passwordPage struct {
	page.Base
	page.Heading
	Name, Password, Back string
	SignInWith           string
}

// passwordGive gives somebody else a random password, which that person must
// replace at once.
func (h *Handlers) passwordGive(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	scope, person, err := h.person(c)
	if err != nil {
		return err
	}
	if person.ID == v.ViewerID() {
		return page.To(c, "/konto/passwort")
	}
	holders, err := people.RoleHolders(ctx, h.DB, v.Today)
	if err != nil {
		return err
	}
	beyond, err := scope.Beyond(ctx, h.DB, person.ID)
	if err != nil {
		return err
	}
	if beyond[person.ID] || !mayGivePassword(v.Session.Roles, scope.Everyone, person.ID, holders) {
		return apperr.New(apperr.Forbidden, "error.hr.password_above", nil)
	}
	password, err := auth.NewPassword()
	if err != nil {
		return err
	}
	if err := h.DB.Write(ctx, func(tx *db.Tx) error {
		return h.Auth.SetPassword(ctx, tx, person.ID, v.ViewerID(), password, v.Now)
	}); err != nil {
		return err
	}
	return page.Render(c, "hr/password", newPassword(page.From(c), person, password))
}

// mayGivePassword keeps somebody from taking over an account with rights that
// they have not got themselves. own are the viewer's roles.
func mayGivePassword(own []people.Role, everyone bool, person int64, holders []people.RoleHolder) bool {
	return !slices.ContainsFunc(holders, func(r people.RoleHolder) bool {
		return r.ID == person && (!everyone || !slices.Contains(own, r.Role))
	})
}

func newPassword(base page.Base, person people.Person, password string) *passwordPage {
	l := base.L
	base.Title = l.T("hr.password.title")
	p := &passwordPage{Base: base, Name: person.Name(), Password: password, Back: personURL(person.UID.String()),
		SignInWith: person.PersonnelNo}
	if p.SignInWith == "" {
		p.SignInWith = person.Email
	}
	p.Heading = page.Heading{Kicker: person.Name(), Text: l.T("hr.password.heading"), Lead: l.T("hr.password.lead")}
	return p
}
