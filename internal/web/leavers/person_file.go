package leavers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/leaver"
	"zaemme/internal/people"
	"zaemme/internal/web/visit"
)

// personFile is the Bildungsnachweis of somebody whom HR sees or saw.
func (h *Handlers) personFile(c *fiber.Ctx) error {
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	person, err := leaver.Find(c.UserContext(), h.DB, scope, c.Params("uid"))
	if err != nil {
		return err
	}
	if err := h.looked(c, "hr.record", scope, person.ID); err != nil {
		return err
	}
	return h.send(c, person)
}

// ownFile is one's own.
func (h *Handlers) ownFile(c *fiber.Ctx) error { return h.send(c, visit.Of(c).Session.Person) }

// fileName is the personnel number, the Kennung of who has none: the name of a person
// stands in no file name.
func fileName(p people.Person) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '-':
			return r
		default:
			return '-'
		}
	}, p.PersonnelNo)
	if strings.Trim(plain, "-") == "" {
		plain = p.UID.String()
	}
	return plain + ".pdf"
}
