package cards

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// stepPage is a step of signing in: the number, the PIN, or the first code.
type stepPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	Card     string // number or token, carried in the form
	PINType  string // of the input: browsers offer to keep what is typed as a password
	Tablet   string // name of the shared tablet, "" elsewhere
	OtherWay page.Link
	Keys     []string // of the pad
}

func newStep(base page.Base, tablet auth.Tablet, key, card string, f *page.Form) *stepPage {
	l := base.L
	base.Title = l.T("card." + key + ".title")
	p := &stepPage{Base: base, Form: f, Card: card, PINType: "password", Tablet: tablet.Name,
		Heading: page.Heading{Text: base.Title, Lead: l.T("card." + key + ".lead")}}
	if tablet.ID != 0 {
		p.PINType = "text"
		p.Keys = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0"}
	} else {
		p.OtherWay = page.Link{Label: l.T("card.other_way"), URL: "/anmelden"}
	}
	return p
}

// typeShow asks for the card.
func (h *Handlers) typeShow(c *fiber.Ctx) error {
	if visit.Of(c).ViewerID() != 0 {
		return page.To(c, "/")
	}
	tablet, err := h.tablet(c)
	if err != nil {
		return err
	}
	return page.Render(c, "card/type", newStep(h.base(c, tablet), tablet, "type", "", nil))
}

// typed leads from the card to what it asks for. It is the answer to a form, so
// that the number stands in no address.
func (h *Handlers) typed(c *fiber.Ctx) error {
	f := page.ReadForm(c, "card", "card.number")
	f.Required("card")
	tablet, err := h.tablet(c)
	if err != nil {
		return err
	}
	if f.OK() {
		err := h.step(c, f.Get("card"), tablet)
		if !f.Refused(err) {
			return err
		}
	}
	return page.Invalid(c, "card/type", newStep(h.base(c, tablet), tablet, "type", "", f))
}

// scanned is the address in the QR code.
func (h *Handlers) scanned(c *fiber.Ctx) error {
	tablet, err := h.tablet(c)
	if err != nil {
		return err
	}
	if _, ok := auth.ReadCardKey(c.Params("token")); !ok {
		return apperr.New(apperr.NotFound, "error.card.ended", nil)
	}
	return h.step(c, c.Params("token"), tablet)
}

// step shows what the card asks for; what cannot be read is Invalid at "card".
func (h *Handlers) step(c *fiber.Ctx, typed string, tablet auth.Tablet) error {
	key, ok := auth.ReadCardKey(typed)
	if !ok {
		return apperr.New(apperr.Invalid, "error.card.unreadable", nil).At("card")
	}
	firstCode, err := h.Auth.CardStep(c.UserContext(), key, visit.Of(c).Now)
	if err != nil {
		return err
	}
	name := "pin"
	if firstCode {
		name = "code"
	}
	return page.Render(c, "card/"+name, newStep(h.base(c, tablet), tablet, name, key.Token+key.Number, nil))
}
