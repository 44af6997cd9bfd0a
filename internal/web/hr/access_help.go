package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// accessEnd ends all sessions of somebody else.
func (h *Handlers) accessEnd(c *fiber.Ctx) error {
	return h.help(c, "access.person.ended", func(tx *db.Tx, person people.Person, v *visit.Visit) error {
		if person.ID == v.ViewerID() {
			return apperr.New(apperr.Forbidden, "error.access.own", nil)
		}
		return auth.EndAllOf(c.UserContext(), tx, person.ID, v.ViewerID())
	})
}

// accessReset removes the second factors of somebody else.
func (h *Handlers) accessReset(c *fiber.Ctx) error {
	person, err := h.accessTarget(c)
	if err != nil {
		return err
	}
	done := "access.person.reset_mail"
	if person.Email == "" {
		done = "access.person.reset_tell"
	}
	return h.help(c, done, func(tx *db.Tx, person people.Person, v *visit.Visit) error {
		return auth.ResetSecond(c.UserContext(), tx, person.ID, v.ViewerID(), v.Now)
	})
}

// accessUnlink parts somebody from the account at the identity provider.
func (h *Handlers) accessUnlink(c *fiber.Ctx) error {
	return h.help(c, "access.person.unlinked", func(tx *db.Tx, person people.Person, v *visit.Visit) error {
		return auth.Unlink(c.UserContext(), tx, person.ID, v.ViewerID())
	})
}

// help does something for the person of the address and says so.
func (h *Handlers) help(c *fiber.Ctx, doneKey string, do func(tx *db.Tx, person people.Person, v *visit.Visit) error) error {
	v := visit.Of(c)
	person, err := h.accessTarget(c)
	if err != nil {
		return err
	}
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error { return do(tx, person, v) }); err != nil {
		return err
	}
	return page.Done(c, personURL(person.UID.String())+"/zugang", doneKey, "name", person.Name())
}
