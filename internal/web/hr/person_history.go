package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

// historyRows of a history are shown at a time.
const historyRows = 10

// manyActs is more than anybody's audit has.
const manyActs = 1000

// personHistory is all that has been recorded of the person, newest first.
func (h *Handlers) personHistory(c *fiber.Ctx, person int64) ([]timelineRow, error) {
	ctx, l := c.UserContext(), page.From(c).L
	events, err := people.History(ctx, h.DB, person)
	if err != nil {
		return nil, err
	}
	acts, _, err := audit.About(ctx, h.DB, person, manyActs, 0)
	if err != nil {
		return nil, err
	}
	return merged(newTimeline(l, events), newActRows(l, acts)), nil
}

// history shows a page of the rows of one kind.
func (p *personPage) history(rows []timelineRow, kind string, address page.Address) {
	p.Kinds = kindChoices(p.L, rows, kind)
	rows = ofKind(rows, kind)
	from := min(address.Offset(historyRows), len(rows))
	p.History = rows[from:min(from+historyRows, len(rows))]
	p.Pager = at(address.Pager(historyRows, len(rows)), "#verlauf")
}
