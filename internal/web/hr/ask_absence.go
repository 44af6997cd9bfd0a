package hr

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/hrimport"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// askAbsence asks for the days of an absence: of a new one, or of the one that
// the address names. Nobody is asked why.
func (h *Handlers) askAbsence(c *fiber.Ctx) (*asked, error) {
	r, err := h.target(c)
	if err != nil {
		return nil, err
	}
	a, today, query := r.about("abwesenheit"), visit.Of(c).Today, page.ReadQuery(c)
	a.Fields = []field{
		{Name: "from", Label: "hr.ask.first_day", Required: true},
		{Name: "until", Label: "hr.ask.last_absent", Help: "hr.ask.last_absent_help"},
	}
	a.Values = map[string]string{"from": r.l.Date(today)}
	var before *calendar.Interval
	if query.Get("von") != "" {
		i := slices.IndexFunc(r.entry.Absences, func(i calendar.Interval) bool { return absenceQuery(i) == absenceQueryOf(query) })
		if i < 0 {
			return nil, apperr.New(apperr.NotFound, "error.edit.no_absence", nil)
		}
		before = &r.entry.Absences[i]
		a.Path += "?" + absenceQuery(*before)
		a.Values = map[string]string{"from": r.l.Date(before.From), "until": openDay(r, before.Until)}
		a.Fields = append(a.Fields, field{Kind: "checkbox", Name: "remove", Label: "hr.ask.never_absent", Help: "hr.ask.never_absent_help"})
	}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		edit := &hrimport.AbsenceEdit{Person: r.PersonKey(), Before: before}
		if !form.Checked("remove") {
			form.Required("from")
			edit.After = &calendar.Interval{From: form.Date("from"), Until: form.Date("until")}
			if form.Get("until") == "" {
				edit.After.Until = calendar.Forever
			}
		}
		return hrimport.ByHand{From: today, Absence: edit}, nil
	}
	return a, nil
}

func openDay(r onRecord, day calendar.Date) string {
	if day == calendar.Forever {
		return ""
	}
	return r.l.Date(day)
}

// absenceQuery names an absence in an address.
func absenceQuery(i calendar.Interval) string {
	return url.Values{"von": {i.From.String()}, "bis": {i.Until.String()}}.Encode()
}

func absenceQueryOf(query *page.Form) string {
	return url.Values{"von": {query.Get("von")}, "bis": {query.Get("bis")}}.Encode()
}

// askDeputy asks who deputises for the person, from when until when; the address
// names one that is to be taken back.
func (h *Handlers) askDeputy(c *fiber.Ctx) (*asked, error) {
	r, err := h.target(c)
	if err != nil {
		return nil, err
	}
	a, today, query := r.about("stellvertretung"), visit.Of(c).Today, page.ReadQuery(c)
	if key := query.Get("deputy"); key != "" {
		return r.takeBack(a, key, query, today)
	}
	a.Fields = []field{
		{Name: "deputy", Label: "hr.person.deputy", Help: "hr.ask.person_help", Required: true},
		{Name: "from", Label: "hr.ask.first_day", Required: true}, {Name: "until", Label: "hr.ask.last_deputy", Required: true},
	}
	a.Values = map[string]string{"from": r.l.Date(today)}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		form.Required("deputy", "from", "until")
		deputy, err := h.pick(c, form, "deputy")
		edit := &hrimport.DeputyEdit{Person: r.PersonKey(), Deputy: deputy, From: form.Date("from"), Until: form.Date("until")}
		return hrimport.ByHand{From: today, Deputy: edit}, err
	}
	return a, nil
}

// takeBack asks nothing: the preview says what is taken back.
func (r onRecord) takeBack(a *asked, deputy string, query *page.Form, today calendar.Date) (*asked, error) {
	had := people.SubstituteChange{Deputy: deputy, From: query.Date("from"), Until: query.Date("until")}
	if !slices.Contains(r.entry.Substitutes, had) {
		return nil, apperr.New(apperr.NotFound, "error.edit.no_substitute", nil)
	}
	a.Path += "?" + substituteQuery(had)
	a.Text, a.Lead = r.l.T("hr.ask.deputy_back.heading"), r.l.T("hr.ask.deputy_back.lead")
	a.read = func(*page.Form) (hrimport.ByHand, error) {
		edit := &hrimport.DeputyEdit{Person: r.PersonKey(), Deputy: deputy, From: had.From, Until: had.Until, Remove: true}
		return hrimport.ByHand{From: today, Deputy: edit}, nil
	}
	return a, nil
}

// substituteQuery names a deputy with an end in an address.
func substituteQuery(s people.SubstituteChange) string {
	return url.Values{"deputy": {s.Deputy}, "from": {s.From.String()}, "until": {s.Until.String()}}.Encode()
}
