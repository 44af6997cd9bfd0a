package admin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// roleRows of a list are on one page.
const roleRows = 50

const rolesPath = "/einstellungen/rollen"

type rolesPage struct {
	page.Base
	page.Heading
	Form          *page.Form
	Roles, States []page.Choice
	Narrowed      page.Narrowed
	Columns       []page.Column
	Rows          []roleRow
	Pager         page.Pager
}

// roleRow is a grant as a list shows it.
type roleRow struct {
	URL, Name, Number    string
	Role, Where, Purpose string
	Span, State          string
	Granter, GrantedAt   string
	EndURL               string // where it can be ended, "" where not
}

// roles is whom the viewer may name here.
func (h *Handlers) roles(c *fiber.Ctx) (people.Scope, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	return scope.ForRoles(), err
}

// rolePerson is the person of the address, if the viewer may name them here.
func (h *Handlers) rolePerson(c *fiber.Ctx) (people.Scope, people.Person, error) {
	scope, err := h.roles(c)
	if err != nil {
		return scope, people.Person{}, err
	}
	person, err := scope.Target(c.UserContext(), h.DB, c.Params("uid"))
	return scope, person, err
}

func (h *Handlers) rolesList(c *fiber.Ctx) error {
	scope, err := h.roles(c)
	if err != nil {
		return err
	}
	form, address := page.ReadQuery(c), page.AddressOf(c)
	filter := roleFilter(form, address)
	list, found, err := people.Grants(c.UserContext(), h.DB, scope, filter)
	if err != nil {
		return err
	}
	return page.Render(c, "admin/roles", newRoles(page.From(c), scope, form, address, filter, list, found))
}

// roleFilter reads the filter from the address; what holds today unless
// something else is asked for.
func roleFilter(form *page.Form, address page.Address) people.GrantFilter {
	f := people.GrantFilter{Search: form.Get("q"), State: people.GrantHolds, Limit: roleRows, Offset: address.Offset(roleRows)}
	if role := people.Role(form.Get("rolle")); role.Known() {
		f.Role = role
	}
	switch state := people.GrantState(form.Get("stand")); {
	case state == "alle":
		f.State = ""
	case slices.Contains(people.GrantStates, state):
		f.State = state
	}
	column, descending := strings.CutPrefix(form.Get("sort"), "-")
	f.Sort, f.Descending = people.GrantSort(column), descending
	return f
}

func newRoles(base page.Base, scope people.Scope, form *page.Form, address page.Address, f people.GrantFilter,
	list []people.GrantEntry, found int) *rolesPage {
	l := base.L
	base.Title = l.T("nav.roles")
	p := &rolesPage{Base: base, Form: form, Pager: address.Pager(roleRows, found), Narrowed: page.Narrowed{Shown: len(list), Total: found}}
	p.Heading = page.Heading{Kicker: l.T("nav.settings"), Text: l.N("admin.roles.heading", found), Lead: l.T("admin.roles.lead")}
	p.Columns = []page.Column{
		address.Sorted(l.T("admin.role.person"), string(people.GrantByName), false), address.Sorted(l.T("admin.role"), string(people.GrantByRole), true),
		{Label: l.T("admin.role.where")}, address.Sorted(l.T("admin.role.time"), string(people.GrantByFrom), false),
		address.Sorted(l.T("admin.role.by"), string(people.GrantByTime), false),
	}
	if f.Search != "" || f.Role != "" || f.State != people.GrantHolds {
		p.Text, p.Narrowed.Reset = l.N("admin.roles.found", found), rolesPath
	}
	if scope.Has(people.RoleAdmin) {
		p.Actions = []page.Action{{Label: l.T("admin.role.grant"), URL: rolesPath + "/neu"}}
	}
	for _, role := range people.Roles {
		p.Roles = append(p.Roles, page.Choice{Value: string(role), Label: l.T("role." + string(role)), Selected: role == f.Role})
	}
	for _, state := range people.GrantStates {
		p.States = append(p.States, page.Choice{Value: string(state), Label: l.T("admin.role.state." + string(state)), Selected: state == f.State})
	}
	p.States = append(p.States, page.Choice{Value: "alle", Label: l.T("common.all"), Selected: f.State == ""})
	for _, e := range list {
		p.Rows = append(p.Rows, newRoleRow(l, e))
	}
	return p
}

func newRoleRow(l *i18n.Printer, e people.GrantEntry) roleRow {
	return roleRow{
		URL: rolePersonURL(e.Person), Name: e.Person.Name(), Number: e.Person.PersonnelNo, Role: l.T("role." + string(e.Role)),
		Where: whereText(l, e.Department), Purpose: e.Purpose, Span: roleSpan(l, e.From, e.Until),
		State: l.T("admin.role.state." + string(e.State)), Granter: cmp.Or(e.Granter, l.T("admin.role.at_installation")),
		GrantedAt: page.Clock(l, e.GrantedAt),
	}
}

func rolePersonURL(p people.Person) string { return rolesPath + "/person/" + p.UID.String() }

// whereText is the part of the organisation a role holds for.
func whereText(l *i18n.Printer, department string) string {
	if department == "" {
		return l.T("admin.role.everywhere")
	}
	return department
}

// roleSpan is «1.12.2026 bis 31.3.2027», with an open end «ab».
func roleSpan(l *i18n.Printer, from, last calendar.Date) string {
	if last == calendar.Forever {
		return l.T("admin.role.from", "from", from)
	}
	return l.T("admin.role.span", "from", from, "until", last)
}
