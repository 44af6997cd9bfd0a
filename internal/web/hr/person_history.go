package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

// historyRows of a history are shown at a time.
const historyRows = 10

// manyActs is more than anybody's audit has.
const manyActs = 1000

// personHistory reads all that has been recorded of the person.
func (h *Handlers) personHistory(c *fiber.Ctx, person int64) ([]people.Event, []audit.Done, error) {
	events, err := people.History(c.UserContext(), h.DB, person)
	if err != nil {
		return nil, nil, err
	}
	acts, _, err := audit.About(c.UserContext(), h.DB, person, manyActs, 0)
	return events, acts, err
}

// history shows a page of the rows of one kind, newest first.
func (p *personPage) history(events []people.Event, acts []audit.Done, kind string, address page.Address) {
	rows := merged(newTimeline(p.L, events), newActRows(p.L, acts))
	p.Kinds = kindChoices(p.L, rows, kind)
	rows = ofKind(rows, kind)
	from := min(address.Offset(historyRows), len(rows))
	p.History = rows[from:min(from+historyRows, len(rows))]
	p.Pager = at(address.Pager(historyRows, len(rows)), "#verlauf")
}

// rights are the roles that hold today, and since when somebody has had a
// password; when they sign in is nobody else's business.
func (p *personPage) rights(events []people.Event, acts []audit.Done, today calendar.Date) {
	var roles []string
	closed := map[string]bool{} // by a newer event of the role
	for _, e := range events {
		if e.Kind != people.EventRole || closed[e.Thing] {
			continue
		}
		closed[e.Thing] = true
		if !e.Withdrawn && e.From <= today && today <= e.Until {
			roles = append(roles, p.L.T("hr.field."+e.Thing))
		}
	}
	if len(roles) > 0 {
		p.Identity = append(p.Identity, page.Fact{Term: p.L.T("hr.person.roles"), Text: p.L.List(roles)})
	}
	for _, d := range acts { // newest first: the last one stays
		if d.Action == "auth.password.set" {
			p.Since = p.L.T("hr.person.access_since", "day", calendar.DateOf(d.At.In(calendar.Zurich)))
		}
	}
}
