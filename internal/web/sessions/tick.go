package sessions

import (
	"net/http"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/db"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// tickPage ticks people off one by one, as on a tablet at the door: each is saved at
// once.
type tickPage struct {
	page.Base
	page.Heading
	Path  string
	Rows  []tickRow
	Here  int
	Holds bool // the viewer holds it, and somebody else records it
	Owner string
	Last  []string // Kennungen of who is there, for recording
}

type tickRow struct {
	UID, Name, Unit string
	Here            bool
}

func (h *Handlers) tickShow(c *fiber.Ctx) error {
	v := visit.Of(c)
	one, err := h.planned(c, session.View.Teaches)
	if err != nil {
		return err
	}
	scope, err := h.scope(c, h.DB)
	if err != nil {
		return err
	}
	if err := looked(c.UserContext(), h.DB, v, scope, "sessions.tick", one.IDs()); err != nil {
		return err
	}
	p := &tickPage{Base: page.From(c), Path: sessionURL(one.UID), Holds: one.Holds, Owner: one.Owner}
	for _, a := range one.People {
		if a.State == session.Withdrawn {
			continue
		}
		row := tickRow{UID: a.PersonUID, Name: a.Name(), Unit: a.Department, Here: a.Present != nil && *a.Present}
		if row.Here {
			p.Here++
			p.Last = append(p.Last, a.PersonUID)
		}
		p.Rows = append(p.Rows, row)
	}
	l := p.L
	p.Title = l.T("session.tick")
	p.Heading = page.Heading{Kicker: l.T("session.title", "course", h.title(one.CourseID, l.Lang()), "day", one.HeldOn), Text: l.T("session.tick.heading"), Lead: l.T("session.tick.lead")}
	return page.Render(c, "sessions/tick", p)
}

// tickSave saves one person; a script asks for no page in answer.
func (h *Handlers) tickSave(c *fiber.Ctx) error {
	v, uid, person := visit.Of(c), c.Params("uid"), c.Params("person")
	here := page.ReadForm(c).Get("present") == "1"
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		return h.Sessions.Tick(c.UserContext(), tx, uid, person, here, scope, v.Now)
	}); err != nil {
		return err
	}
	if c.Get("X-Requested-With") != "" {
		return c.SendStatus(http.StatusNoContent)
	}
	return page.To(c, sessionURL(uid)+"/abhaken#p-"+person)
}
