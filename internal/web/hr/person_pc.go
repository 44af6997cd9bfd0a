package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/hrimport"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// pcPropose plans HR's word on «PC ja/nein»; what it does to duties is shown
// before anything is written.
func (h *Handlers) pcPropose(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	_, person, err := h.person(c)
	if err != nil {
		return err
	}
	if err := people.NotOwn(v.ViewerID(), person.ID); err != nil {
		return err
	}
	answer := page.ReadForm(c).Get("pc")
	if answer != "yes" && answer != "no" {
		return apperr.New(apperr.Invalid, "error.form.choice", nil)
	}
	edit := hrimport.ByHand{From: v.Today, PC: &hrimport.PCEdit{Person: person.PersonKey(), HasPC: answer == "yes"}}
	request, err := h.Imports.ToEdit(ctx, edit, person.Name(), v.ViewerID(), v.Today)
	if err != nil {
		return err
	}
	return h.propose(c, request)
}
