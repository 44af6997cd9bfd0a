package hr

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const pageRows = 50

type peoplePage struct {
	page.Base
	page.Heading
	Form                                   *page.Form
	Departments, PC, Categories, Presences []page.Choice
	Accesses                               []page.Choice
	Narrowed                               page.Narrowed
	Columns                                []page.Column
	Rows                                   []personRow
	Pager                                  page.Pager
	Nobody                                 bool // there are no persons at all
	MayEdit                                bool // the viewer is HR for the whole organisation
}

type personRow struct {
	URL, Name, Number, Department, Function, Category, PC, Access, Note string
}

func (h *Handlers) peopleList(c *fiber.Ctx) error {
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	form, address := page.ReadQuery(c), page.AddressOf(c)
	filter := peopleFilter(form, address)
	list, found, all, err := people.Directory(c.UserContext(), h.DB, scope, filter)
	if err != nil {
		return err
	}
	tree, err := people.Tree(c.UserContext(), h.DB, visit.Of(c).Today)
	if err != nil {
		return err
	}
	ids := make([]int64, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	if err := h.looked(c, "hr.people", scope, ids...); err != nil {
		return err
	}
	p := newPeople(page.From(c), form, address, filter, list, found, all, tree)
	p.MayEdit = scope.Everyone
	return page.Render(c, "hr/people", p)
}

// peopleFilter reads the filter from the address; who is employed today unless
// something else is asked for.
func peopleFilter(form *page.Form, address page.Address) people.DirectoryFilter {
	f := people.DirectoryFilter{
		Search: form.Get("q"), HasPC: people.Answer(form.Get("pc")), Category: people.Category(form.Get("art")),
		NoManager: form.Checked("ohne"), Presence: people.Employed, Limit: pageRows, Offset: address.Offset(pageRows),
	}
	f.Department, _ = strconv.ParseInt(form.Get("oe"), 10, 64) // nonsense is no department
	switch who := people.Presence(form.Get("wer")); {
	case who == "alle":
		f.Presence = ""
	case slices.Contains(people.Presences, who):
		f.Presence = who
	}
	if access := people.Access(form.Get("zugang")); slices.Contains(people.Accesses, access) {
		f.Access = access
	}
	column, descending := strings.CutPrefix(form.Get("sort"), "-")
	f.Sort, f.Descending = people.DirectorySort(column), descending
	return f
}

func newPeople(base page.Base, form *page.Form, address page.Address, f people.DirectoryFilter,
	list []people.DirectoryEntry, found, all int, tree []people.TreeNode) *peoplePage {
	l := base.L
	base.Title = l.T("nav.people")
	p := &peoplePage{
		Base: base, Form: form, Pager: address.Pager(pageRows, found), Nobody: all == 0,
		Departments: page.DepartmentFilter(l, tree, page.DepartmentID, strconv.FormatInt(f.Department, 10)),
		PC:          choices(string(f.HasPC), pair{"yes", l.T("hr.pc.yes")}, pair{"no", l.T("hr.pc.no")}),
		Columns: []page.Column{
			address.Sorted(l.T("hr.person.name"), "name", true), address.Sorted(l.T("hr.person.number"), "number", false),
			address.Sorted(l.T("hr.person.department"), "department", false), {Label: l.T("hr.person.category")}, {Label: l.T("hr.person.pc")}, {Label: l.T("hr.access")},
		},
	}
	for _, access := range people.Accesses {
		p.Accesses = append(p.Accesses, page.Choice{Value: string(access), Label: l.T("hr.access." + string(access)), Selected: access == f.Access})
	}
	for _, category := range people.Categories {
		p.Categories = append(p.Categories, page.Choice{Value: string(category), Label: categoryText(l, category), Selected: category == f.Category})
	}
	for _, presence := range people.Presences {
		p.Presences = append(p.Presences, page.Choice{Value: string(presence), Label: l.T("hr.presence." + string(presence)), Selected: presence == f.Presence})
	}
	p.Presences = append(p.Presences, page.Choice{Value: "alle", Label: l.T("common.all"), Selected: f.Presence == ""})
	filtered := f.Search != "" || f.Department != 0 || f.HasPC != "" || f.Category != "" || f.NoManager || f.Access != "" || f.Presence != people.Employed
	p.Narrowed = page.Narrowed{Shown: found, Total: all}
	if filtered {
		p.Narrowed.Reset = "/personen"
	}
	everybody := ""
	if f.Presence == people.Employed {
		everybody = address.With("wer", "alle")
	}
	p.Heading = peopleHeading(l, filtered, found, all, everybody)
	for _, e := range list {
		p.Rows = append(p.Rows, newPersonRow(l, e))
	}
	return p
}

// peopleHeading answers the page's question; everybody is the same search among
// those who are not employed today too, where it was not one already.
func peopleHeading(l *i18n.Printer, filtered bool, found, all int, everybody string) page.Heading {
	switch {
	case all == 0:
		return page.Heading{Text: l.T("hr.people.none"), Lead: l.T("hr.people.none_lead"),
			Actions: []page.Action{{Label: l.T("hr.import.do"), URL: "/import"}}}
	case filtered && found == 0:
		hd := page.Heading{Text: l.T("hr.people.nobody_found"), Lead: l.T("hr.people.try")}
		if everybody != "" {
			hd.Actions = []page.Action{{Label: l.T("hr.people.everybody"), URL: everybody, Quiet: true}}
		}
		return hd
	case found == 0: // nobody is employed: only accounts of administrators are on record
		return page.Heading{Text: l.T("hr.people.none"), Lead: l.T("hr.people.none_lead"),
			Actions: []page.Action{{Label: l.T("hr.import.do"), URL: "/import"}}}
	case filtered:
		return page.Heading{Text: l.N("hr.people.found", found)}
	default:
		return page.Heading{Text: l.N("hr.people.employed", found), Lead: l.T("hr.people.lead"),
			Actions: []page.Action{{Label: l.T("hr.invite.open"), URL: "/personen/einladen", Quiet: true},
				{Label: l.T("card.print_page.title"), URL: "/personen/karten", Quiet: true}}}
	}
}

func newPersonRow(l *i18n.Printer, e people.DirectoryEntry) personRow {
	row := personRow{
		URL: personURL(e.UID.String()), Name: listName(e.Person), Number: e.PersonnelNo, Department: e.Department, Function: e.Function,
		PC: yesNo(l, e.HasPC), Access: accessText(l, e.BeenIn, e.InvitedAt),
	}
	if e.Category != "" {
		row.Category = categoryText(l, e.Category)
	}
	switch {
	case e.DepartmentID == 0:
		row.Note = l.T("hr.person.no_employment")
	case e.Presence == people.Later:
		row.Note = l.T("hr.person.begins", "day", e.EntryOn)
	case e.Presence == people.Gone:
		row.Note = l.T("hr.person.has_left", "day", e.ExitOn)
	case e.ExitOn != calendar.Forever:
		row.Note = l.T("hr.person.leaves", "day", e.ExitOn)
	case e.ManagerID == 0:
		row.Note = l.T("hr.person.no_manager")
	}
	return row
}
