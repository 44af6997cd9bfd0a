package cards

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// tabletsPage lists the shared tablets and makes one of the device that shows it.
type tabletsPage struct {
	page.Base
	page.Heading
	Form *page.Form
	Rows []tabletRow
}

type tabletRow struct{ Name, SetUp, Used, End string }

func (h *Handlers) tabletsShow(c *fiber.Ctx) error {
	p, err := h.tablets(c, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "card/tablet", p)
}

func (h *Handlers) tablets(c *fiber.Ctx, f *page.Form) (*tabletsPage, error) {
	list, err := auth.Tablets(c.UserContext(), h.DB)
	if err != nil {
		return nil, err
	}
	return newTablets(page.From(c), list, f), nil
}

func newTablets(base page.Base, list []auth.Tablet, f *page.Form) *tabletsPage {
	l := base.L
	base.Title = l.T("nav.tablets")
	p := &tabletsPage{Base: base, Form: f, Heading: page.Heading{Text: l.N("card.tablet.heading", len(list)), Lead: l.T("card.tablet.lead")}}
	if len(list) == 0 {
		p.Text = l.T("card.tablet.none")
	}
	for _, t := range list {
		row := tabletRow{Name: t.Name, Used: l.T("card.tablet.unused"), End: "/tablet/" + strconv.FormatInt(t.ID, 10) + "/beenden",
			SetUp: l.T("card.issued_on", "day", calendar.DateOf(t.SetUpAt), "by", t.SetUpBy)}
		if t.UsedAt != nil {
			row.Used = l.Date(calendar.DateOf(*t.UsedAt))
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// tabletSetUp makes the device that sends the form a shared one; whoever sent it
// is signed out on it.
func (h *Handlers) tabletSetUp(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadForm(c, "name", "card.tablet.name")
	f.Required("name")
	var token string
	if f.OK() {
		err := h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
			token, err = auth.SetUpTablet(c.UserContext(), tx, f.Get("name"), v.ViewerID(), v.Token, v.Now)
			return err
		})
		if err != nil && !f.Refused(err) {
			return err
		}
	}
	if !f.OK() {
		p, err := h.tablets(c, f)
		if err != nil {
			return err
		}
		return page.Invalid(c, "card/tablet", p)
	}
	visit.KeepTablet(c, h.Secure, token)
	visit.DropSession(c, h.Secure)
	return page.Done(c, typePath, "card.tablet.done")
}

func (h *Handlers) tabletEnd(c *fiber.Ctx) error {
	v := visit.Of(c)
	id, err := strconv.ParseInt(c.Params("id"), 10, 64)
	if err != nil {
		return apperr.Wrap(apperr.NotFound, "error.tablet.ended", err)
	}
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return auth.EndTablet(c.UserContext(), tx, id, v.ViewerID(), v.Now)
	}); err != nil {
		return err
	}
	return page.Done(c, "/tablet", "card.tablet.ended")
}
