package hr

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// onRecord is the person of the address with all that is known of them.
type onRecord struct {
	people.Person
	entry  *people.PersonEntry
	roster *people.Roster
	l      *i18n.Printer
}

// target reads the person of the address, and writes down that they are shown.
// Forbidden for the viewer: nobody edits the own record.
func (h *Handlers) target(c *fiber.Ctx) (onRecord, error) {
	v, ctx := visit.Of(c), c.UserContext()
	r := onRecord{l: page.From(c).L}
	scope, person, err := h.person(c)
	if err != nil {
		return r, err
	}
	r.Person = person
	if err = people.NotOwn(v.ViewerID(), r.ID); err != nil {
		return r, err
	}
	if r.roster, err = people.LoadRoster(ctx, h.DB, v.Today); err != nil {
		return r, err
	}
	r.entry = r.roster.Persons[r.PersonKey()]
	if r.entry == nil {
		return r, errNoPerson()
	}
	return r, h.looked(c, "hr.person", scope, r.ID)
}

// about is a form about the person; name is the part of its texts and address.
func (r onRecord) about(name string) *asked {
	return &asked{
		Heading: page.Heading{Kicker: r.Name(), Text: r.l.T("hr.ask." + name + ".heading"), Lead: r.l.T("hr.ask." + name + ".lead")},
		Path:    personURL(r.UID.String()) + "/" + name, Title: r.Name(),
		Back: page.Link{Label: r.Name(), URL: personURL(r.UID.String())},
	}
}

// languagesOf a person, in words.
func languageChoices(l *i18n.Printer, selected string) []page.Choice {
	var list []page.Choice
	for _, code := range []string{"de", "fr", "it", "en"} {
		list = append(list, page.Choice{Value: code, Label: l.T("hr.language." + code), Selected: code == selected})
	}
	return list
}

func identityFields(l *i18n.Printer, language string) []field {
	return []field{
		{Name: "last_name", Label: "hr.field.last_name", Required: true}, {Name: "first_name", Label: "hr.field.first_name", Required: true},
		{Name: "email", Label: "hr.field.email"}, {Name: "login", Label: "hr.field.login", Help: "hr.ask.login_help"},
		{Kind: "select", Name: "language", Label: "hr.field.language", Choices: languageChoices(l, language), Required: true},
	}
}

func readIdentity(form *page.Form) people.PersonState {
	form.Required("last_name", "first_name")
	return people.PersonState{LastName: form.Get("last_name"), FirstName: form.Get("first_name"), Email: form.Get("email"),
		Login: form.Get("login"), Language: form.Get("language")}
}

// askIdentity asks for names, mail, login and language.
func (h *Handlers) askIdentity(c *fiber.Ctx) (*asked, error) {
	r, err := h.target(c)
	if err != nil {
		return nil, err
	}
	a, today := r.about("angaben"), visit.Of(c).Today
	a.Fields = identityFields(r.l, r.entry.Language)
	a.Values = map[string]string{"last_name": r.entry.LastName, "first_name": r.entry.FirstName, "email": r.entry.Email,
		"login": r.entry.Login, "language": r.entry.Language}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		return hrimport.ByHand{From: today, Identity: &hrimport.IdentityEdit{Person: r.PersonKey(), State: readIdentity(form)}}, nil
	}
	return a, nil
}

// askTags asks which tags somebody has from a day on.
func (h *Handlers) askTags(c *fiber.Ctx) (*asked, error) {
	r, err := h.target(c)
	if err != nil {
		return nil, err
	}
	var had []string
	if r.entry.Traits != nil {
		had = r.entry.Traits.Tags
	}
	v, a := visit.Of(c), r.about("merkmale")
	a.Fields = []field{
		{Kind: "checkboxes", Name: "tags", Label: "hr.field.tags", Choices: tagChoices(v.Settings.List("tags"), had)},
		{Name: "more", Label: "hr.ask.more_tags", Help: "hr.ask.more_tags_help"}, dayField(),
	}
	a.Values = map[string]string{"from": r.l.Date(v.Today)}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		tags := append(slices.Clone(form.All("tags")), hrimport.SplitTags(form.Get("more"))...)
		return hrimport.ByHand{From: fromDay(form), Tags: &hrimport.TagsEdit{Person: r.PersonKey(), Tags: tags}}, nil
	}
	return a, nil
}

// askExit asks for the last day of all employments.
func (h *Handlers) askExit(c *fiber.Ctx) (*asked, error) {
	r, err := h.target(c)
	if err != nil {
		return nil, err
	}
	a := r.about("austritt")
	a.Fields = []field{{Name: "last_day", Label: "hr.ask.last_day", Help: "hr.ask.last_day_help", Required: true}}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		form.Required("last_day")
		last := form.Date("last_day")
		if last == 0 {
			return hrimport.ByHand{}, nil
		}
		return hrimport.ByHand{From: last, Exit: &hrimport.ExitEdit{Person: r.PersonKey(), LastDay: last}}, nil
	}
	return a, nil
}
