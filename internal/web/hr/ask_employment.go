package hr

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

func errNoPerson() error { return apperr.New(apperr.NotFound, "error.person.not_found", nil) }

// employmentFields ask for the facts of an employment.
func employmentFields(l *i18n.Printer, tree []people.TreeNode, s people.EmploymentState) []field {
	var categories []page.Choice
	for _, c := range people.Categories {
		categories = append(categories, page.Choice{Value: string(c), Label: categoryText(l, c), Selected: c == s.Category})
	}
	return []field{
		{Kind: "select", Name: "department", Label: "hr.field.department", Tree: tree, Required: true},
		{Name: "function", Label: "hr.field.function"},
		{Name: "pensum", Label: "hr.ask.pensum", Help: "hr.ask.pensum_help"},
		{Kind: "select", Name: "category", Label: "hr.field.category", Choices: categories, Required: true},
		{Name: "site", Label: "hr.field.site"},
		{Name: "manager", Label: "hr.field.manager", Help: "hr.ask.person_help"},
		{Name: "trainer", Label: "hr.field.trainer", Help: "hr.ask.trainer_help"},
	}
}

// employmentValues stand in the form at first.
func (h *Handlers) employmentValues(c *fiber.Ctx, l *i18n.Printer, s people.EmploymentState) (map[string]string, error) {
	persons, err := h.pickTexts(c, s.Manager, s.Trainer)
	if err != nil {
		return nil, err
	}
	values := map[string]string{"department": s.Department, "function": s.Function, "category": string(s.Category), "site": s.Site,
		"manager": persons[0], "trainer": persons[1], "from": l.Date(visit.Of(c).Today)}
	if s.Pensum > 0 {
		values["pensum"] = strconv.FormatFloat(s.Pensum, 'f', -1, 64)
	}
	if s.ExitOn != 0 && s.ExitOn != calendar.Forever {
		values["exit_on"] = l.Date(s.ExitOn)
	}
	return values, nil
}

// readEmployment is the employment as it was typed.
func (h *Handlers) readEmployment(c *fiber.Ctx, form *page.Form) (people.EmploymentState, error) {
	s := people.EmploymentState{Department: form.Get("department"), Function: form.Get("function"), Pensum: readPensum(form),
		Category: people.Category(form.Get("category")), Site: form.Get("site"), EntryOn: form.Date("entry_on"), ExitOn: form.Date("exit_on")}
	if s.ExitOn == 0 {
		s.ExitOn = calendar.Forever
	}
	var err error
	if s.Manager, err = h.pick(c, form, "manager"); err != nil {
		return s, err
	}
	s.Trainer, err = h.pick(c, form, "trainer")
	return s, err
}

// readPensum reads per cent with a point or a comma; empty is by the hour.
func readPensum(form *page.Form) float64 {
	typed := strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(form.Get("pensum"), ",", "."), "%"))
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil || n <= 0 || n > 100 {
		form.Fail("pensum", "error.edit.pensum")
		return 0
	}
	return n
}

// employment is the one of the address with its number.
func (r onRecord) employment(c *fiber.Ctx) (no string, had *people.EmploymentEntry, err error) {
	no, err = url.PathUnescape(c.Params("no")) // that of a joined record has a slash
	if err != nil {
		no = c.Params("no")
	}
	if had = r.entry.Employments[no]; had == nil {
		return no, nil, apperr.New(apperr.NotFound, "error.edit.no_employment", nil)
	}
	return no, had, nil
}

// aboutEmployment is a form about one employment; name is the part of its texts.
func (r onRecord) aboutEmployment(name, no string) *asked {
	a := r.about(name)
	a.Path = personURL(r.UID.String()) + "/anstellung/" + url.PathEscape(no)
	a.Kicker += " · " + r.l.T("hr.employment", "no", no)
	return a
}

// askEmployment asks for the facts of one employment from a day on.
func (h *Handlers) askEmployment(c *fiber.Ctx) (*asked, error) {
	r, err := h.target(c)
	if err != nil {
		return nil, err
	}
	no, had, err := r.employment(c)
	if err != nil {
		return nil, err
	}
	a := r.aboutEmployment("anstellung", no)
	if err := h.employmentForm(c, a, had.EmploymentState); err != nil {
		return nil, err
	}
	a.Fields = append(a.Fields, field{Name: "exit_on", Label: "hr.ask.exit_on", Help: "hr.ask.exit_help"}, dayField())
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		state, err := h.readEmployment(c, form)
		return hrimport.ByHand{From: fromDay(form), Employment: &hrimport.EmploymentEdit{Person: r.PersonKey(), No: no, State: state}}, err
	}
	return a, nil
}

// employmentForm fills fields and values of an employment.
func (h *Handlers) employmentForm(c *fiber.Ctx, a *asked, s people.EmploymentState) error {
	tree, err := people.Tree(c.UserContext(), h.DB, visit.Of(c).Today)
	if err != nil {
		return err
	}
	l := page.From(c).L
	a.Fields = append(a.Fields, employmentFields(l, tree, s)...)
	a.Values, err = h.employmentValues(c, l, s)
	return err
}

// entryFields ask when a new employment begins and ends.
func entryFields() []field {
	return []field{{Name: "entry_on", Label: "hr.ask.entry_on", Required: true}, {Name: "exit_on", Label: "hr.ask.exit_on", Help: "hr.ask.exit_help"}}
}

// askNewEmployment asks for a further employment, or for that of a re-hire.
func (h *Handlers) askNewEmployment(c *fiber.Ctx) (*asked, error) {
	r, err := h.target(c)
	if err != nil {
		return nil, err
	}
	a, today := r.about("anstellung"), visit.Of(c).Today
	a.Path += "/neu"
	a.Text, a.Lead = r.l.T("hr.ask.neu.heading"), r.l.T("hr.ask.neu.lead")
	if err := h.employmentForm(c, a, people.EmploymentState{Category: people.Permanent}); err != nil {
		return nil, err
	}
	a.Fields = append(a.Fields, entryFields()...)
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		form.Required("entry_on")
		state, err := h.readEmployment(c, form)
		return hrimport.ByHand{From: orToday(state.EntryOn, today), Employment: &hrimport.EmploymentEdit{Person: r.PersonKey(), State: state}}, err
	}
	return a, nil
}

// orToday is the day, today for none: the field has its error then.
func orToday(day, today calendar.Date) calendar.Date {
	if day == 0 {
		return today
	}
	return day
}

// askNewPerson asks for somebody whom no file has.
func (h *Handlers) askNewPerson(c *fiber.Ctx) (*asked, error) {
	l, today := page.From(c).L, visit.Of(c).Today
	a := &asked{Heading: page.Heading{Kicker: l.T("nav.people"), Text: l.T("hr.ask.person.heading"), Lead: l.T("hr.ask.person.lead")},
		Path: "/personen/neu", Title: l.T("hr.ask.person.title"), Back: page.Link{URL: "/personen"}}
	a.Fields = append(identityFields(l, "de"), field{Name: "number", Label: "hr.person.number", Help: "hr.ask.number_help"})
	if err := h.employmentForm(c, a, people.EmploymentState{Category: people.External}); err != nil {
		return nil, err
	}
	a.Fields = append(append(a.Fields, entryFields()...), field{Kind: "checkbox", Name: "namesake", Label: "hr.ask.namesake", Help: "hr.ask.namesake_help"})
	a.Values["language"] = "de"
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		form.Required("entry_on")
		state, err := h.readEmployment(c, form)
		edit := &hrimport.PersonEdit{Key: people.Person{UID: uuid.New(), PersonnelNo: form.Get("number")}.PersonKey(), State: readIdentity(form),
			Employment: state, Namesake: form.Checked("namesake")}
		a.Title = people.Person{FirstName: edit.State.FirstName, LastName: edit.State.LastName}.Name()
		return hrimport.ByHand{From: orToday(state.EntryOn, today), Person: edit}, err
	}
	return a, nil
}

// askEntry asks for the day on which an employment really begins.
func (h *Handlers) askEntry(c *fiber.Ctx) (*asked, error) {
	r, err := h.target(c)
	if err != nil {
		return nil, err
	}
	no, had, err := r.employment(c)
	if err != nil {
		return nil, err
	}
	if had.Announced() {
		had = had.Next
	}
	a, today := r.aboutEmployment("eintritt", no), visit.Of(c).Today
	a.Path += "/eintritt"
	a.Fields = []field{{Name: "entry_on", Label: "hr.ask.entry_on", Help: "hr.ask.entry_help", Required: true}}
	a.Values = map[string]string{"entry_on": r.l.Date(had.EntryOn)}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		form.Required("entry_on")
		return hrimport.ByHand{From: today, Entry: &hrimport.EntryEdit{Person: r.PersonKey(), No: no, Entry: form.Date("entry_on")}}, nil
	}
	return a, nil
}
