package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// askJoin asks which record is a second one of the person, or, with one in the
// address, from which day on that no longer holds.
func (h *Handlers) askJoin(c *fiber.Ctx) (*asked, error) {
	r, err := h.target(c)
	if err != nil {
		return nil, err
	}
	a, today := r.about("zusammenfuehren"), visit.Of(c).Today
	a.Fields = []field{dayField()}
	a.Values = map[string]string{"from": r.l.Date(today)}
	if record := page.ReadQuery(c).Get("datensatz"); record != "" {
		return h.askPart(c, r, a, record)
	}
	a.Fields = append([]field{{Name: "record", Label: "hr.join.record", Help: "hr.ask.person_help", Required: true}}, a.Fields...)
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		form.Required("record")
		record, err := h.pick(c, form, "record")
		return hrimport.ByHand{From: fromDay(form), Join: &hrimport.JoinEdit{Record: record, Into: r.PersonKey()}}, err
	}
	return a, nil
}

func (h *Handlers) askPart(c *fiber.Ctx, r onRecord, a *asked, uid string) (*asked, error) {
	scope, err := h.scope(c)
	if err != nil {
		return nil, err
	}
	record, err := scope.Target(c.UserContext(), h.DB, uid)
	if err != nil {
		return nil, err
	}
	if r.roster.Joined[record.PersonKey()] != r.PersonKey() {
		return nil, apperr.New(apperr.NotFound, "error.join.not_joined", nil)
	}
	a.Path += "?datensatz=" + record.UID.String()
	a.Text, a.Lead = r.l.T("hr.ask.trennen.heading"), r.l.T("hr.ask.trennen.lead", "name", record.Name(), "number", record.PersonnelNo)
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		edit := &hrimport.JoinEdit{Record: record.PersonKey(), Into: r.PersonKey(), Parted: true}
		return hrimport.ByHand{From: fromDay(form), Join: edit}, nil
	}
	return a, nil
}

// recordRow is another record of the person.
type recordRow struct{ Name, URL, Text, Part string }

// newRecords says which records are one person.
func newRecords(l *i18n.Printer, d people.Dossier, today calendar.Date) []recordRow {
	var rows []recordRow
	for _, f := range d.Records {
		row := recordRow{Name: f.Name, URL: personURL(f.UID), Text: l.T("hr.join.second", "number", f.PersonnelNo, "days", span(l, f.ValidFrom, dayBefore(f.ValidTo)))}
		if f.Main {
			row.Text = l.T("hr.join.main", "days", span(l, f.ValidFrom, dayBefore(f.ValidTo)))
		} else if f.ValidFrom <= today && today < f.ValidTo {
			row.Part = personURL(d.UID.String()) + "/zusammenfuehren?datensatz=" + f.UID
		}
		rows = append(rows, row)
	}
	return rows
}

// dayBefore is the day before the first on which something no longer holds.
func dayBefore(to calendar.Date) calendar.Date {
	if to == calendar.Forever {
		return to
	}
	return to.AddDays(-1)
}
