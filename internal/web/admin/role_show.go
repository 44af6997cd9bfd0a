package admin

import (
	"cmp"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// roleActs of a history are on one page.
const roleActs = 20

// personRolesPage is who somebody is to the installation, and since when.
type personRolesPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Path        string
	Rows        []roleRow
	Self        bool // the viewer's own: nothing can be changed
	MayGrant    bool
	Roles       []page.Choice
	Departments []page.Choice
	Deeper      bool   // there are more departments than are offered
	From        string // the day offered
	History     []roleAct
	Pager       page.Pager
}

type roleAct struct{ At, Text, Detail, Actor string }

func (h *Handlers) rolesOfPerson(c *fiber.Ctx) error {
	p, err := h.personRoles(c, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "admin/role-person", p)
}

// personRoles reads the page of the person of the address.
func (h *Handlers) personRoles(c *fiber.Ctx, form *page.Form) (*personRolesPage, error) {
	v, ctx := visit.Of(c), c.UserContext()
	scope, person, err := h.rolePerson(c)
	if err != nil {
		return nil, err
	}
	grants, _, err := people.Grants(ctx, h.DB, scope, people.GrantFilter{PersonID: person.ID, Limit: 200})
	if err != nil {
		return nil, err
	}
	address := page.AddressOf(c)
	acts, total, err := people.RoleHistory(ctx, h.DB, person.ID, v.Today, roleActs, address.Offset(roleActs))
	if err != nil {
		return nil, err
	}
	tree, err := people.Tree(ctx, h.DB, v.Today)
	if err != nil {
		return nil, err
	}
	p := newPersonRoles(page.From(c), scope, person, grants, form)
	p.offer(tree, v.Today)
	p.history(acts)
	p.Pager = address.Pager(roleActs, total)
	return p, nil
}

func newPersonRoles(base page.Base, scope people.Scope, person people.Person, grants []people.GrantEntry, form *page.Form) *personRolesPage {
	l := base.L
	base.Title = person.Name()
	p := &personRolesPage{Base: base, Form: form, Path: rolePersonURL(person), Self: person.ID == scope.Viewer}
	p.MayGrant = scope.Has(people.RoleAdmin) && !p.Self
	holds := 0
	for _, e := range grants {
		if e.State == people.GrantEnded {
			continue // the history has it
		}
		if e.State == people.GrantHolds {
			holds++
		}
		row := newRoleRow(l, e)
		if p.MayGrant {
			row.EndURL = rolesPath + "/" + strconv.FormatInt(e.ID, 10) + "/beenden"
		}
		p.Rows = append(p.Rows, row)
	}
	p.Heading = page.Heading{Kicker: l.T("nav.roles"), Text: l.N("admin.role.has", holds, "name", person.Name()), Lead: l.T("admin.role.every")}
	if holds == 0 {
		p.Text = l.T("admin.role.has_none", "name", person.Name())
	}
	if p.MayGrant {
		p.Actions = []page.Action{{Label: l.T("access.person.show"), URL: "/personen/" + person.UID.String() + "/zugang", Quiet: true}}
	}
	if p.Self {
		p.Lead = l.T("error.role.own")
	}
	return p
}

// offer fills in what the form chooses from.
func (p *personRolesPage) offer(tree []people.TreeNode, today calendar.Date) {
	for _, role := range people.Roles {
		p.Roles = append(p.Roles, page.Choice{Value: string(role), Label: p.L.T("role." + string(role)), Help: p.L.T("role." + string(role) + ".what")})
	}
	p.Departments = page.DepartmentFilter(p.L, tree, page.DepartmentID, p.Form.Get("department"))
	p.Deeper = len(p.Departments) < len(tree)
	p.From = p.L.Date(today)
}

func (p *personRolesPage) history(acts []people.GrantAct) {
	l := p.L
	for _, a := range acts {
		act := roleAct{At: page.Clock(l, a.At), Actor: cmp.Or(a.Actor, l.T("admin.role.at_installation")), Text: l.T("admin.role.granted", "role", l.T("role."+string(a.Role)))}
		if a.Ended {
			act.Text = l.T("admin.role.ended", "role", l.T("role."+string(a.Role)))
		}
		act.Detail = detail(l, a)
		p.History = append(p.History, act)
	}
}

func detail(l *i18n.Printer, a people.GrantAct) string {
	text := whereText(l, a.Department) + ", " + roleSpan(l, a.From, a.Until)
	if a.Purpose != "" {
		text += ". " + a.Purpose
	}
	return text
}
