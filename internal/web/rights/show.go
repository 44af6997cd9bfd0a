package rights

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Handlers of the package.
type Handlers struct{}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	return []visit.Route{visit.Get("/wer-sieht-was", visit.SignedIn, h.show)}
}

// rightsPage is «Wer sieht was?»: by what is seen, then role by role.
type rightsPage struct {
	page.Base
	page.Heading
	Areas  []areaRow
	Mine   []roleBlock // of the viewer
	Others []roleBlock
}

// areaRow is one kind of data with who sees it and who changes it.
type areaRow struct {
	Name, What    string
	Sees, Changes []string // a line per extent
}

type roleBlock struct {
	Name, What string
	Facts      []page.Fact
	Rest       string // how it stands to what all may do
}

// everybody is the column of who has no role.
const everybody = "employee"

func (h *Handlers) show(c *fiber.Ctx) error {
	return page.Render(c, "rights/show", newRights(page.From(c), Table(), mine(visit.Of(c).Session)))
}

// mine are the columns that hold for the session.
func mine(s auth.Session) []string {
	columns := []string{everybody}
	if s.Leads {
		columns = append(columns, "manager")
	}
	for _, role := range s.Roles {
		if role == people.RoleHR && !s.HasWhole(role) {
			columns = append(columns, "hr_part")
		} else {
			columns = append(columns, string(role))
		}
	}
	return columns
}

// persons are the columns that are people's.
func persons() []string {
	return slices.DeleteFunc(slices.Clone(Columns), func(c string) bool { return c == "anonymous" || c == "program" })
}

func newRights(base page.Base, table []Row, own []string) *rightsPage {
	l := base.L
	base.Title = l.T("rights.title")
	p := &rightsPage{Base: base, Heading: page.Heading{Kicker: l.T("rights.title"), Text: l.T("rights.heading"), Lead: l.T("rights.lead"),
		Actions: []page.Action{{Label: l.T("rights.looks"), URL: "/meine-daten#zugriffe", Quiet: true}}}}
	rights := map[string]map[string]Right{}
	for _, area := range Areas {
		rights[area] = RightsOf(table, area)
		p.Areas = append(p.Areas, newArea(l, area, rights[area]))
	}
	for _, column := range persons() {
		block := newRole(l, column, rights)
		if slices.Contains(own, column) {
			p.Mine = append(p.Mine, block)
		} else {
			p.Others = append(p.Others, block)
		}
	}
	return p
}

// newRole says what the role adds to what all employees may do.
func newRole(l *i18n.Printer, column string, rights map[string]map[string]Right) roleBlock {
	b := roleBlock{Name: l.T("role." + column), What: l.T("role." + column + ".what")}
	for _, area := range Areas {
		right := rights[area][column]
		text := rightText(l, right)
		if text == "" || (column != everybody && right == rights[area][everybody]) {
			continue
		}
		b.Facts = append(b.Facts, page.Fact{Term: l.T("rights.area." + area), Text: text})
	}
	switch {
	case column == everybody:
	case len(b.Facts) == 0:
		b.Rest = l.T("rights.no_more")
	default:
		b.Rest = l.T("rights.as_all")
	}
	return b
}

func newArea(l *i18n.Printer, area string, rights map[string]Right) areaRow {
	return areaRow{
		Name: l.T("rights.area." + area), What: l.T("rights.area." + area + ".what"),
		Sees:    who(l, rights, func(r Right) Extent { return r.Sees }),
		Changes: who(l, rights, func(r Right) Extent { return r.Changes }),
	}
}

// who groups the roles by how far they reach.
func who(l *i18n.Printer, rights map[string]Right, reach func(Right) Extent) []string {
	var lines []string
	for _, extent := range Extents {
		var names []string
		for _, column := range persons() {
			if reach(rights[column]) == extent {
				names = append(names, l.T("role."+column))
			}
		}
		switch {
		case len(names) == 0:
		case len(names) == len(persons()):
			return []string{l.T("rights.everybody." + string(extent))}
		case extent == Simply:
			lines = append(lines, l.List(names))
		default:
			lines = append(lines, l.T("rights.group."+string(extent), "roles", l.List(names)))
		}
	}
	if lines == nil {
		lines = []string{l.T("rights.nobody")}
	}
	return lines
}

// rightText is what one role may do in one area, "" for nothing.
func rightText(l *i18n.Printer, r Right) string {
	switch {
	case r.Sees == Nothing && r.Changes == Nothing:
		return ""
	case r.Sees == Nothing:
		return l.T("rights.changes." + string(r.Changes))
	case r.Changes == Nothing:
		return l.T("rights.sees." + string(r.Sees))
	default:
		return l.T("rights.does." + string(r.Sees))
	}
}
