package hr

import (
	"cmp"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// duties are those of the day, with the words that others may see.
func (h *Handlers) duties(c *fiber.Ctx, person people.Person) ([]dutyRow, error) {
	duties, err := h.Ledger.Duties(c.UserContext(), h.DB, []int64{person.ID})
	if err != nil {
		return nil, err
	}
	return newDuties(page.From(c).L, person.UID.String(), duties, visit.Of(c).Today, h.Catalogue.Current), nil
}

func newDuties(l *i18n.Printer, uid string, duties []ledger.Duty, today calendar.Date, courseOf func(int64) (*course.Version, error)) []dutyRow {
	var rows []dutyRow
	for _, d := range duties {
		g, active := d.Governing(today)
		version, err := courseOf(d.CourseID)
		if !active || err != nil { // a course that is no longer in the catalogue is nobody's duty
			continue
		}
		code := string(g.Status.Public())
		row := dutyRow{Code: version.Code(), Title: version.Title(l.Lang()), URL: "/team/person/" + uid,
			Status: page.StatusMark(code, l.T("status."+code)), Due: dayText(l, g.Due), Done: dayText(l, g.Cycle.CompletedOn)}
		if g.Fulfilled {
			row.Due = "–"
			row.Valid = dayText(l, g.Cycle.ValidUntil)
			if g.Cycle.ValidUntil == calendar.Forever {
				row.Valid = l.T("hr.for_ever")
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// historyRowsOf says in words who did what.
func historyRowsOf(l *i18n.Printer, history []audit.Done) []historyRow {
	rows := make([]historyRow, len(history))
	for i, d := range history {
		key := "hr.history." + d.Action
		text := d.Action
		if l.Has(key) {
			text = l.T(key)
		}
		var fields []string
		for _, f := range d.Fields {
			if name := "hr.field." + f; l.Has(name) {
				fields = append(fields, l.T(name))
			}
		}
		if len(fields) > 0 && d.Action != "people.person.joined" { // a new person has all of them
			text += ": " + l.List(fields)
		}
		rows[i] = historyRow{At: clock(l, d.At), Text: text, Actor: cmp.Or(d.Actor, l.T("hr.history.system"))}
	}
	return rows
}
