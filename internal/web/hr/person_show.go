package hr

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const historyRows = 10

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
	Absences    []string
	Duties      []dutyRow
	Self        bool // the viewer's own page
	MayEdit     bool // the viewer is HR for the whole organisation
	Access      accessBlock
	History     []historyRow
	Pager       page.Pager
}

type employmentBlock struct {
	Title string
	Facts []page.Fact
}

type employmentRow struct {
	No, Span, Department, Function, Pensum, Manager string
}

type dutyRow struct {
	Code, Title, URL string
	Status           template.HTML
	Due, Done, Valid string
}

type historyRow struct{ At, Text, Actor string }

func (h *Handlers) personShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	person, err := scope.Target(ctx, h.DB, c.Params("uid"))
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
	address := page.AddressOf(c)
	history, total, err := audit.About(ctx, h.DB, person.ID, historyRows, address.Offset(historyRows))
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
	p := newPerson(page.From(c), dossier, duties, v.Today)
	p.Access = newAccess(p.L, access, mailPhase(p.L, v.Settings, v.Today), v.Now)
	p.Self, p.MayEdit = person.ID == v.ViewerID(), scope.Everyone
	p.History, p.Pager = historyRowsOf(p.L, history), address.Pager(historyRows, total)
	return page.Render(c, "hr/person", p)
}

func newPerson(base page.Base, d people.Dossier, duties []dutyRow, today calendar.Date) *personPage {
	l := base.L
	base.Title = d.Name()
	p := &personPage{Base: base, UID: d.UID.String(), Duties: duties}
	p.Identity = []page.Fact{
		{Term: l.T("hr.person.number"), Text: cmp.Or(d.PersonnelNo, "–")}, {Term: l.T("hr.person.email"), Text: cmp.Or(d.Email, "–")},
		{Term: l.T("hr.person.login"), Text: cmp.Or(d.Login, "–")}, {Term: l.T("hr.person.language"), Text: l.T("hr.language." + d.Language)},
	}
	for _, f := range d.Deputies {
		if f.ValidFrom <= today && today < f.ValidTo {
			p.Identity = append(p.Identity, page.Fact{Term: l.T("hr.person.deputy"), Text: f.Name, URL: personURL(f.UID)})
		}
	}
	for _, e := range d.Employments {
		if e.Holds(today) {
			p.Employments = append(p.Employments, newEmployment(l, e))
		} else {
			p.Before = append(p.Before, newEmploymentRow(l, e))
		}
	}
	p.pc(l, d, today)
	for _, a := range d.Absences {
		p.Absences = append(p.Absences, span(l, a.FromOn, a.UntilOn))
	}
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
			p.HasPC = t.HasPC
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

func newEmployment(l *i18n.Printer, e people.EmploymentFact) employmentBlock {
	b := employmentBlock{Title: l.T("hr.employment", "no", e.No), Facts: []page.Fact{
		{Term: l.T("hr.person.department"), Text: e.Department + " (" + e.Code + ")"},
		{Term: l.T("hr.person.function"), Text: cmp.Or(e.Function, "–")}, {Term: l.T("hr.person.category"), Text: categoryText(l, e.Category)},
		{Term: l.T("hr.person.pensum"), Text: pensumText(l, e.Pensum)}, {Term: l.T("hr.person.employed"), Text: span(l, e.EntryOn, e.ExitOn)},
		{Term: l.T("hr.person.site"), Text: cmp.Or(e.Site, "–")},
	}}
	manager := page.Fact{Term: l.T("hr.person.manager"), Text: l.T("hr.person.no_manager")}
	if e.ManagerUID != "" {
		manager.Text, manager.URL = e.Manager, personURL(e.ManagerUID)
	}
	b.Facts = append(b.Facts, manager)
	if e.ValidFrom > e.EntryOn {
		b.Facts = append(b.Facts, page.Fact{Term: l.T("hr.person.in_this_form"), Text: l.T("hr.since", "day", e.ValidFrom)})
	}
	return b
}

func newEmploymentRow(l *i18n.Printer, e people.EmploymentFact) employmentRow {
	last := e.ExitOn
	if e.ValidTo != calendar.Forever {
		last = min(last, e.ValidTo.AddDays(-1))
	}
	return employmentRow{No: e.No, Span: span(l, max(e.ValidFrom, e.EntryOn), last), Department: e.Department, Function: e.Function,
		Pensum: pensumText(l, e.Pensum), Manager: e.Manager}
}
