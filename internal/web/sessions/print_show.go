package sessions

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// printPage is the list to sign, on paper.
type printPage struct {
	page.Base
	Course string
	Facts  []page.Fact
	Rows   []printRow
	Blank  []int // numbers of empty lines, for who comes besides
}

type printRow struct {
	No                int
	Name, Unit, Staff string
}

// blankLines are for people who come without being on the list.
const blankLines = 4

func (h *Handlers) printShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	p := &printPage{Base: page.From(c)}
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		one, err := h.Sessions.Open(ctx, tx, c.Params("uid"), scope, evidence.Confirmers(scope, v.Settings))
		if err == nil && !one.Teaches() {
			err = apperr.New(apperr.NotFound, "error.session.not_found", nil)
		}
		if err != nil {
			return err
		}
		version, err := h.Courses.Current(one.CourseID)
		if err != nil {
			return err
		}
		l := p.L
		p.Title, p.Home, p.Course = l.T("session.list"), sessionURL(one.UID), version.Title(l.Lang())
		p.Facts = facts(l, one.Session, version, one.Owner)
		for _, a := range one.People {
			if a.State == session.Seated {
				p.Rows = append(p.Rows, printRow{No: len(p.Rows) + 1, Name: a.LastName + " " + a.FirstName, Unit: a.Department, Staff: a.PersonnelNo})
			}
		}
		for i := range blankLines {
			p.Blank = append(p.Blank, len(p.Rows)+1+i)
		}
		return looked(ctx, tx, v, scope, "sessions.print", one.IDs())
	})
	if err != nil {
		return err
	}
	return page.Render(c, "sessions/print", p)
}
