package account

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type sessionsPage struct {
	page.Base
	page.Heading
	Sessions []sessionRow
	Others   int // sessions but this one
}

type sessionRow struct {
	UID, Device, How, Since, Seen string
	This                          bool
}

func (h *Handlers) sessionsList(c *fiber.Ctx) error {
	v := visit.Of(c)
	list, err := auth.Sessions(c.UserContext(), h.DB, v.ViewerID(), v.Now)
	if err != nil {
		return err
	}
	return page.Render(c, "account/sessions", newSessions(page.From(c), list, v.Session.UID))
}

func newSessions(base page.Base, list []auth.Sign, this uuid.UUID) *sessionsPage {
	l := base.L
	base.Title = l.T("access.sessions.title")
	p := &sessionsPage{Base: base, Heading: page.Heading{Kicker: l.T("access.nav"), Text: l.N("access.sessions.heading", len(list)),
		Lead: l.T("access.sessions.lead")}}
	for _, s := range list {
		row := sessionRow{UID: s.UID.String(), Device: deviceWords(l, s.Device), How: l.T("access.by." + string(s.OpenedBy)),
			Since: page.Clock(l, s.CreatedAt), Seen: page.Clock(l, s.SeenAt), This: s.UID == this}
		if row.This {
			row.Seen = l.T("access.sessions.now")
		} else {
			p.Others++
		}
		p.Sessions = append(p.Sessions, row)
	}
	return p
}

func (h *Handlers) sessionEnd(c *fiber.Ctx) error {
	v := visit.Of(c)
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return auth.EndOne(c.UserContext(), tx, v.ViewerID(), c.Params("uid"))
	}); err != nil {
		return err
	}
	if c.Params("uid") == v.Session.UID.String() {
		visit.DropSession(c, h.Secure)
		return page.Done(c, "/anmelden", "account.signed_out")
	}
	return page.Done(c, "/konto/sitzungen", "access.sessions.ended")
}

func (h *Handlers) sessionsEnd(c *fiber.Ctx) error {
	v, n := visit.Of(c), 0
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		n, err = auth.EndOthers(c.UserContext(), tx, v.ViewerID(), v.Session.UID)
		return err
	}); err != nil {
		return err
	}
	if n == 0 {
		return page.Done(c, "/konto/sitzungen", "access.sessions.none_ended")
	}
	return page.Done(c, "/konto/sitzungen", "access.sessions.all_ended")
}
