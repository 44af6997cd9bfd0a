package cards

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/card"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// hand answers with the cards as one file; people and issued have the same order.
func (h *Handlers) hand(c *fiber.Ctx, name string, persons []people.DirectoryEntry, issued []auth.NewCard) error {
	v := visit.Of(c)
	issue := card.Issue{
		Municipality: v.Settings.Text("municipality"), Contact: v.Settings.Text("hr_contact"), URL: h.URL,
		CardPath: auth.CardPath, TypePath: typePath, Inside: v.Settings.OnlyInside(), By: v.Session.Person.Name(), On: v.Today,
	}
	list := make([]card.Card, len(persons))
	for i, p := range persons {
		list[i] = card.Card{
			L: h.Texts.Printer(p.Language), Name: p.Name(), Department: p.Department, Number: auth.Spaced(issued[i].Number),
			Token: issued[i].Token, Code: auth.Spaced(issued[i].Code), Until: calendar.DateOf(issued[i].CodeUntil),
		}
	}
	file, err := card.PDF(issue, list)
	if err != nil {
		return err
	}
	return page.File(c, name, "application/pdf", file)
}
