package admin

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// roleGrant gives the person of the address a role.
func (h *Handlers) roleGrant(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	_, person, err := h.rolePerson(c)
	if err != nil {
		return err
	}
	if person.ID == v.ViewerID() {
		return apperr.New(apperr.Forbidden, "error.role.own", nil)
	}
	form := page.ReadForm(c, "role", "admin.role", "department", "admin.role.where", "from", "admin.role.from_day",
		"until", "admin.role.until_day", "purpose", "admin.role.purpose")
	if form.Checked(page.OfferBelow) {
		p, err := h.personRoles(c, form)
		if err != nil {
			return err
		}
		return page.Render(c, "admin/role-person", p)
	}
	grant := readGrant(form, v.Today)
	grant.PersonID, grant.By = person.ID, v.ViewerID()
	if form.OK() {
		for _, wrong := range grant.Check(v.Today) {
			if !form.Refused(wrong) {
				return wrong
			}
		}
	}
	if form.OK() {
		err := h.DB.Write(ctx, func(tx *db.Tx) error { return auth.GrantRole(ctx, tx, grant, v.Now) })
		if err == nil {
			return page.Done(c, rolePersonURL(person), "admin.role.done", "role", page.From(c).L.T("role."+string(grant.Role)), "name", person.Name())
		}
		if !form.Refused(err) {
			return err
		}
	}
	p, err := h.personRoles(c, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "admin/role-person", p)
}

// readGrant reads the form; no first day is today, no last day is for ever.
func readGrant(form *page.Form, today calendar.Date) people.Grant {
	form.Required("role")
	g := people.Grant{Role: people.Role(form.Get("role")), Purpose: form.Get("purpose"), From: form.Date("from"), Until: form.Date("until")}
	if text := form.Get("department"); text != "" {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id <= 0 {
			form.Refused(apperr.New(apperr.Invalid, "error.role.department", nil).At("department"))
		}
		g.DepartmentID = id
	}
	if g.From.IsZero() {
		g.From = today
	}
	if g.Until.IsZero() {
		g.Until = calendar.Forever
	}
	return g
}
