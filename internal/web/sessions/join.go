package sessions

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// signUp takes the seat of who is signed in.
func (h *Handlers) signUp(c *fiber.Ctx) error {
	v := visit.Of(c)
	var state session.SeatState
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		state, err = h.Sessions.SignUp(c.UserContext(), tx, c.Params("uid"), v.ViewerID(), v.Now)
		return err
	}); err != nil {
		return err
	}
	return page.Done(c, sessionURL(c.Params("uid")), "session.joined."+string(state))
}

// leave gives it up again.
func (h *Handlers) leave(c *fiber.Ctx) error {
	v := visit.Of(c)
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return h.Sessions.Leave(c.UserContext(), tx, c.Params("uid"), v.ViewerID(), v.Now)
	}); err != nil {
		return err
	}
	return page.Done(c, Path, "session.left")
}

// remove takes somebody off the list, for who runs the session.
func (h *Handlers) remove(c *fiber.Ctx) error {
	uid := c.Params("uid")
	person := page.ReadForm(c).Get("person")
	return h.change(c, sessionURL(uid), "session.removed", func(tx *db.Tx, scope people.Scope) error {
		return h.Sessions.Remove(c.UserContext(), tx, uid, person, scope, visit.Of(c).Now)
	})
}
