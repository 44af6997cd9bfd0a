package hr

import (
	"github.com/gofiber/fiber/v2"

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
		row := dutyRow{Code: version.Code(), Title: version.Title(l.Lang()), URL: dutyURL(uid, version.Code()),
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
