package cards

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// target is the person of the address, if the viewer leads them or is HR for
// them: somebody else's people are not found.
func (h *Handlers) target(c *fiber.Ctx) (people.Person, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return people.Person{}, err
	}
	return scope.Target(c.UserContext(), h.DB, c.Params("uid"))
}

// cardRenew issues one person's card, in place of the one that the page showed.
func (h *Handlers) cardRenew(c *fiber.Ctx) error {
	v := visit.Of(c)
	person, err := h.target(c)
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
	person, err := h.target(c)
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
	back := "/team/person/"
	if v.Session.Has(people.RoleHR) {
		back = "/personen/"
	}
	base := page.From(c)
	base.Title = base.L.T("card.renewed.title")
	return page.Render(c, "card/new-code", &codePage{
		Base: base, Heading: page.Heading{Kicker: person.Name(), Text: base.Title, Lead: base.L.T("card.renewed.lead")},
		Code: auth.Spaced(code), Until: base.L.LongDate(calendar.DateOf(until)), Number: auth.Spaced(cards[person.ID].Number),
		Back: back + person.UID.String(),
	})
}
