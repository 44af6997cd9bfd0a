package hr

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type personPage struct {
	page.Base
	page.Heading
	UID         string
	Identity    []page.Fact
	Employments []employmentBlock
	Before      []employmentRow // what no longer holds, and what is to come
	HasPC       bool
	PCNow       string // «ja, laut E-Mail-Adresse»
	PCSince     string
	Absences    []linkedDays
	Tags        []string
	Deputies    []linkedDays
	Duties      []dutyRow
	Records     []recordRow // others of the same person
	Since       string      // since when the person has a password, empty if that is not on record
	Access      accessBlock
	Self        bool // the viewer's own page
	MayEdit     bool // the viewer is HR for the whole organisation, and somebody else
	Card        page.CardAccess
	Form        *page.Form // which kind of history is shown
	History     []timelineRow
	Kinds       []page.Choice // of the history
	Pager       page.Pager
}

type employmentBlock struct {
	Path, Title string // where it is changed: the number in an address
	Facts       []page.Fact
}

// linkedDays are days with whom they are about and where they are changed.
type linkedDays struct {
	Name, NameURL, Days string
	URL                 string // where they are changed or taken back, empty: nowhere
}

type employmentRow struct {
	No, Span, Department, Function, Pensum, Manager string
	Path                                            string // of what has not begun: the number in an address
}

type dutyRow struct {
	Code, Title, URL string
	Status           template.HTML
	Due, Done, Valid string
}

func (h *Handlers) personShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	scope, person, err := h.person(c)
	if err != nil {
		return err
	}
	dossier, err := people.DossierOf(ctx, h.DB, person, v.Today)
	if err != nil {
		return err
	}
	duties, err := h.duties(c, person)
	if err != nil {
		return err
	}
	events, acts, err := h.personHistory(c, person.ID)
	if err != nil {
		return err
	}
	access, err := auth.AccessOf(ctx, h.DB, person.ID, v.Now)
	if err != nil {
		return err
	}
	if err := h.looked(c, "hr.person", scope, person.ID); err != nil {
		return err
	}
	cards, err := auth.CardsOf(ctx, h.DB, person.ID)
	if err != nil {
		return err
	}
	org, err := people.LoadLeaders(ctx, h.DB, people.Moment{Day: v.Today}, dossier.Held(v.Today))
	if err != nil {
		return err
	}
	p := newPerson(page.From(c), dossier, duties, org, v.Today)
	p.Self = person.ID == v.ViewerID()
	p.MayEdit = scope.Everyone && !p.Self
	p.Card = page.NewCardAccess(p.Base, p.UID, cards[person.ID], p.Self)
	p.Access = newAccessBlock(p.L, access, mailPhase(p.L, v.Settings, v.Today), v.Now)
	p.Form = page.ReadQuery(c)
	p.history(events, acts, p.Form.Get("was"), page.AddressOf(c))
	p.rights(events, acts, v.Today)
	return page.Render(c, "hr/person", p)
}

func newPerson(base page.Base, d people.Dossier, duties []dutyRow, org *people.Org, today calendar.Date) *personPage {
	l := base.L
	base.Title = d.Name()
	p := &personPage{Base: base, UID: d.UID.String(), Duties: duties}
	p.Identity = []page.Fact{
		{Term: l.T("hr.person.number"), Text: cmp.Or(d.PersonnelNo, "–")}, {Term: l.T("hr.person.email"), Text: cmp.Or(d.Email, "–")},
		{Term: l.T("hr.person.login"), Text: cmp.Or(d.Login, "–")}, {Term: l.T("hr.person.language"), Text: l.T("hr.language." + d.Language)},
	}
	for _, e := range d.Employments {
		if e.Holds(today) {
			p.Employments = append(p.Employments, newEmployment(l, e, org))
		} else {
			row := newEmploymentRow(l, e)
			if e.EntryOn > today && e.ValidTo == calendar.Forever {
				row.Path = url.PathEscape(e.No)
			}
			p.Before = append(p.Before, row)
		}
	}
	p.Records = newRecords(l, d, today)
	p.pc(l, d, today)
	for _, a := range d.Absences {
		i := calendar.Interval{From: a.FromOn, Until: a.UntilOn}
		p.Absences = append(p.Absences, linkedDays{Days: span(l, i.From, i.Until), URL: personURL(p.UID) + "/abwesenheit?" + absenceQuery(i)})
	}
	p.deputies(d, today)
	p.Heading = personHeading(l, d, today)
	return p
}

func personHeading(l *i18n.Printer, d people.Dossier, today calendar.Date) page.Heading {
	hd := page.Heading{Kicker: l.T("nav.people"), Text: d.Name(), Lead: l.T("hr.person.not_employed")}
	main := slices.IndexFunc(d.Employments, func(e people.EmploymentFact) bool { return e.Holds(today) })
	for i, e := range d.Employments {
		if e.Holds(today) && e.Pensum > d.Employments[main].Pensum {
			main = i
		}
	}
	if main < 0 {
		hd.Lead = absentLead(l, d, today)
	}
	if main >= 0 {
		e := d.Employments[main]
		hd.Lead = e.Department
		if e.Function != "" {
			hd.Lead = e.Function + ", " + e.Department
		}
		if day := leavesOn(d); day != calendar.Forever {
			hd.Lead += ". " + l.T("hr.person.leaves", "day", day) + "."
		}
	}
	return hd
}

// leavesOn is the last day of the last employment as far as is known today, also
// where a list has announced it; Forever without one.
func leavesOn(d people.Dossier) calendar.Date {
	newest := map[string]people.EmploymentFact{}
	for _, e := range d.Employments {
		if one, known := newest[e.No]; !known || e.ValidFrom > one.ValidFrom {
			newest[e.No] = e
		}
	}
	var last calendar.Date
	for _, e := range newest {
		last = max(last, e.ExitOn)
	}
	return last
}

// absentLead says of somebody who is not employed today when they begin or when
// they left.
func absentLead(l *i18n.Printer, d people.Dossier, today calendar.Date) string {
	var begins, left calendar.Date
	for _, e := range d.Employments {
		switch {
		case e.EntryOn > today && (begins == 0 || e.EntryOn < begins):
			begins = e.EntryOn
		case e.ExitOn < today:
			left = max(left, e.ExitOn)
		}
	}
	switch {
	case begins != 0:
		return l.T("hr.person.begins", "day", begins)
	case left != 0:
		return l.T("hr.person.has_left", "day", left)
	default:
		return l.T("hr.person.not_employed")
	}
}

func (p *personPage) pc(l *i18n.Printer, d people.Dossier, today calendar.Date) {
	p.HasPC, p.PCNow = d.Email != "", l.T("hr.pc.source.none")
	for _, t := range d.Traits {
		if t.ValidFrom <= today && today < t.ValidTo {
			p.HasPC, p.Tags = t.HasPC, t.Tags
			p.PCNow, p.PCSince = l.T("hr.pc.source."+t.Source), l.T("hr.since", "day", t.ValidFrom)
		}
	}
}

func pensumText(l *i18n.Printer, pensum float64) string {
	if pensum == 0 {
		return l.T("hr.by_the_hour")
	}
	return strconv.FormatFloat(pensum, 'f', -1, 64) + " %"
}

func newEmployment(l *i18n.Printer, e people.EmploymentFact, org *people.Org) employmentBlock {
	b := employmentBlock{Path: url.PathEscape(e.No), Title: l.T("hr.employment", "no", e.No), Facts: []page.Fact{
		{Term: l.T("hr.person.department"), Text: e.Department + " (" + e.Code + ")"},
		{Term: l.T("hr.person.function"), Text: cmp.Or(e.Function, "–")}, {Term: l.T("hr.person.category"), Text: categoryText(l, e.Category)},
		{Term: l.T("hr.person.pensum"), Text: pensumText(l, e.Pensum)}, {Term: l.T("hr.person.employed"), Text: span(l, e.EntryOn, e.ExitOn)},
		{Term: l.T("hr.person.site"), Text: cmp.Or(e.Site, "–")},
	}}
	b.Facts = append(b.Facts, managerFact(l, e, org))
	if e.TrainerUID != "" {
		b.Facts = append(b.Facts, page.Fact{Term: l.T("hr.person.trainer"), Text: e.Trainer, URL: personURL(e.TrainerUID)})
	}
	if e.ValidFrom > e.EntryOn {
		b.Facts = append(b.Facts, page.Fact{Term: l.T("hr.person.in_this_form"), Text: l.T("hr.since", "day", e.ValidFrom)})
	}
	return b
}

// managerFact names who leads the employment; where nobody is named or the one
// named has left, to whom it falls.
func managerFact(l *i18n.Printer, e people.EmploymentFact, org *people.Org) page.Fact {
	fact := page.Fact{Term: l.T("hr.person.manager"), Text: l.T("hr.person.no_manager")}
	leader, fallen := org.Leader(e.Employment)
	switch {
	case leader != nil && fallen:
		fact.Text, fact.URL = l.T("hr.org.falls_to", "name", leader.Name()), personURL(leader.UID.String())
	case leader != nil:
		fact.Text, fact.URL = leader.Name(), personURL(leader.UID.String())
	}
	return fact
}

func newEmploymentRow(l *i18n.Printer, e people.EmploymentFact) employmentRow {
	last := e.ExitOn
	if e.ValidTo != calendar.Forever {
		last = min(last, e.ValidTo.AddDays(-1))
	}
	return employmentRow{No: e.No, Span: span(l, max(e.ValidFrom, e.EntryOn), last), Department: e.Department, Function: e.Function,
		Pensum: pensumText(l, e.Pensum), Manager: e.Manager}
}
