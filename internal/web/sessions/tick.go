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
	Path string
	Rows []tickRow
	Here int
	Last []string // Kennungen of who is there, for recording
}

type tickRow struct {
	UID, Name, Unit string
	Here            bool
}

func (h *Handlers) tickShow(c *fiber.Ctx) error {
	v := visit.Of(c)
	one, err := h.mine(c)
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
	p := &tickPage{Base: page.From(c), Path: sessionURL(one.UID)}
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

// importSave puts the people of a list in a file on the list of the session.
func (h *Handlers) importSave(c *fiber.Ctx) error {
	v, ctx, uid := visit.Of(c), c.UserContext(), c.Params("uid")
	if _, err := h.mine(c); err != nil {
		return err
	}
	form := page.ReadForm(c, "file", "session.import.file")
	numbers, err := h.numbers(form)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.sessionPage(c, form)
	}
	var added int
	var unknown []string
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		uids, missing, err := session.ByNumber(ctx, tx, scope, numbers)
		if err != nil {
			return err
		}
		unknown = missing
		added, err = h.Sessions.Add(ctx, tx, uid, uids, scope, v.Now)
		return err
	})
	if form.Refused(err) {
		return h.sessionPage(c, form)
	}
	if err != nil {
		return err
	}
	return h.imported(c, uid, added, unknown)
}
