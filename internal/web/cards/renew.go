package cards

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// target is the person of the address, if the viewer leads them or is HR for
// them: somebody else's people are not found. Forbidden where the person sees
// people whom the viewer does not see: a card would let the viewer in there. back
// is the page on which the viewer sees them.
func (h *Handlers) target(c *fiber.Ctx) (person people.Person, back string, err error) {
	v, ctx, uid := visit.Of(c), c.UserContext(), c.Params("uid")
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return person, "", err
	}
	leading := scope.ForLeading()
	if person, err = leading.Target(ctx, h.DB, uid); err != nil {
		return person, "", err
	}
	beyond, err := leading.Beyond(ctx, h.DB, person.ID)
	if err != nil {
		return person, "", err
	}
	if beyond[person.ID] {
		return person, "", apperr.New(apperr.Forbidden, "error.card.above", nil)
	}
	byHR, err := scope.ForHR().Includes(ctx, h.DB, uid)
	if byHR {
		return person, "/personen/" + person.UID.String(), err
	}
	return person, "/team/person/" + person.UID.String(), err
}

// cardRenew issues one person's card, in place of the one that the page showed.
func (h *Handlers) cardRenew(c *fiber.Ctx) error {
	v := visit.Of(c)
	person, _, err := h.target(c)
	if err != nil {
		return err
	}
	seen, _ := strconv.ParseInt(page.ReadForm(c).Get("card"), 10, 64) // nonsense is no card
	issued, err := h.Auth.IssueCards(c.UserContext(), []int64{person.ID}, map[int64]int64{person.ID: seen}, v.ViewerID(), v.Now)
	if err != nil {
		return err
	}
	entries, err := people.Named(c.UserContext(), h.DB, []string{person.PersonKey()}, v.Today)
	if err != nil {
		return err
	}
	entry := entries[person.PersonKey()]
	return h.hand(c, page.From(c).L.T("card.file", "day", v.Today.String()), []people.DirectoryEntry{entry}, issued)
}

// codePage shows a first code, once: it is the answer to the form, it is stored
// nowhere, and no address leads to it.
type codePage struct {
	page.Base
	page.Heading
	Code, Until, Number, Back string
}

// codeRenew takes somebody's PIN away and shows a code for a new one.
func (h *Handlers) codeRenew(c *fiber.Ctx) error {
	v := visit.Of(c)
	person, back, err := h.target(c)
	if err != nil {
		return err
	}
	code, until, err := h.Auth.NewCardCode(c.UserContext(), person.ID, v.ViewerID(), v.Now)
	if err != nil {
		return err
	}
	cards, err := auth.CardsOf(c.UserContext(), h.DB, person.ID)
	if err != nil {
		return err
	}
	base := page.From(c)
	base.Title = base.L.T("card.renewed.title")
	return page.Render(c, "card/new-code", &codePage{
		Base: base, Heading: page.Heading{Kicker: person.Name(), Text: base.Title, Lead: base.L.T("card.renewed.lead")},
		Code: auth.Spaced(code), Until: base.L.LongDate(calendar.DateOf(until)), Number: auth.Spaced(cards[person.ID].Number),
		Back: back,
	})
}
