package hr

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type departmentPage struct {
	page.Base
	page.Heading
	Facts   []page.Fact
	Rows    []departmentLine // directly below
	Unled   []unledRow
	More    int // further persons without a manager
	Do      []page.Action
	History []timelineRow
	Back    page.Link
}

// unledRow is a person of the department whom no manager is named for.
type unledRow struct{ Name, URL, Leads string }

func (h *Handlers) departmentShow(c *fiber.Ctx) error {
	v := visit.Of(c)
	o, scope, err := h.organisation(c, askedDay(page.ReadQuery(c), v.Today))
	if err != nil {
		return err
	}
	node, err := departmentOf(c, scope, o)
	if err != nil {
		return err
	}
	events, err := people.DepartmentHistory(c.UserContext(), h.DB, node.ID)
	if err != nil {
		return err
	}
	p := newDepartmentPage(page.From(c), v, o, node, scope, events)
	unled, _ := unledIn(o, node.ID)
	ids := headIDs([]*people.Node{node})
	for _, m := range unled {
		ids = append(ids, m.ID)
	}
	if err := h.looked(c, "hr.department", scope.Scope, ids...); err != nil {
		return err
	}
	return page.Render(c, "hr/department", p)
}

// departmentOf is the department of the address on the day, if the viewer may
// see it.
func departmentOf(c *fiber.Ctx, scope sight, o *people.Org) (*people.Node, error) {
	id, _ := strconv.ParseInt(c.Params("id"), 10, 64) // nonsense is no department
	nodes := o.Outline()
	i := slices.IndexFunc(nodes, func(n *people.Node) bool { return n.ID == id })
	if i < 0 || !scope.sees(id) {
		return nil, apperr.New(apperr.NotFound, "error.hr.no_department", map[string]any{"day": o.Day})
	}
	return nodes[i], nil
}

func newDepartmentPage(base page.Base, v *visit.Visit, o *people.Org, n *people.Node, scope sight, events []people.Event) *departmentPage {
	l, levels := base.L, v.Settings.List("level_names")
	base.Title = n.Name
	p := &departmentPage{Base: base, History: newTimeline(l, events),
		Back: page.Link{Label: l.T("hr.org.whole"), URL: departmentsPath(o.Day, v.Today)}}
	var above []string
	for _, d := range o.Path(n.ParentID) {
		above = append(above, d.Name)
	}
	p.Heading = page.Heading{Kicker: strings.Join(append(above, levelName(levels, n.Depth)), " · "), Text: n.Name, Lead: departmentLead(l, n)}
	if o.Day != v.Today {
		p.Kicker += " · " + l.T("common.as_of", "date", o.Day)
	}
	p.Facts = departmentFacts(l, v, o, n, scope, events)
	for _, below := range o.Outline() {
		if below.ParentID == n.ID {
			p.Rows = append(p.Rows, newDepartmentLine(l, levels, below, o.Day, v.Today, n.Depth+1))
		}
	}
	unled, more := unledIn(o, n.ID)
	p.More = more
	for _, m := range unled {
		p.Unled = append(p.Unled, newUnledRow(l, o, n.ID, m, scope))
	}
	if scope.Everyone {
		p.Do = departmentActions(l, n)
	}
	return p
}

// unledRows of a department are named, the rest counted.
const unledRows = 20

// unledIn are the persons of the department whom no manager is named for, and how
// many more there are.
func unledIn(o *people.Org, department int64) (list []*people.Member, more int) {
	if d := o.Departments[department]; d == nil || d.Official {
		return nil, 0
	}
	for _, m := range o.Members {
		for _, e := range m.Employments {
			if e.DepartmentID == department && !o.Managed(e) {
				list = append(list, m)
				break
			}
		}
	}
	cut := min(len(list), unledRows)
	return list[:cut], len(list) - cut
}

func newUnledRow(l *i18n.Printer, o *people.Org, department int64, m *people.Member, scope sight) unledRow {
	row := unledRow{Name: listName(m.Person), URL: "/team/person/" + m.UID.String(), Leads: l.T("hr.org.led_by_nobody")}
	if scope.asHR(department) {
		row.URL = personURL(m.UID.String())
	}
	for _, e := range m.Employments {
		if leader, _ := o.Leader(e); e.DepartmentID == department && leader != nil {
			row.Leads = l.T("hr.org.falls_to", "name", leader.Name())
		}
	}
	return row
}

func departmentLead(l *i18n.Printer, n *people.Node) string {
	head, vacant := headText(l, n)
	lead := l.T("hr.org.headed", "name", cmp.Or(head, vacant)) + " " + l.N("hr.org.persons", n.All)
	if n.Below > 0 && n.Own > 0 {
		lead += l.N("hr.org.own", n.Own)
	}
	return lead + "."
}

func departmentFacts(l *i18n.Printer, v *visit.Visit, o *people.Org, n *people.Node, scope sight, events []people.Event) []page.Fact {
	facts := []page.Fact{{Term: l.T("hr.org.code"), Text: n.Code}}
	if parent := o.Departments[n.ParentID]; parent != nil {
		fact := page.Fact{Term: l.T("hr.org.parent"), Text: parent.Name}
		if scope.sees(parent.ID) {
			fact.URL = departmentPath(parent.ID, o.Day, v.Today)
		}
		facts = append(facts, fact)
	}
	since := calendar.Forever
	for _, e := range events {
		if !e.Withdrawn {
			since = min(since, e.From)
		}
	}
	first := page.Fact{Term: l.T("hr.org.since"), Text: l.Date(since)}
	if hrimport.FromTheBeginning(since) {
		first = page.Fact{Term: l.T("hr.org.stands"), Text: l.T("hr.org.from_the_beginning")}
	}
	facts = append(facts, first)
	if n.Official {
		facts = append(facts, page.Fact{Term: l.T("hr.org.kind"), Text: l.T("hr.org.official")})
	}
	persons := page.Fact{Term: l.T("nav.people"), Text: l.N("hr.org.persons", n.All), URL: page.NewAddress("/team").With("abteilung", n.Code)}
	if scope.asHR(n.ID) {
		persons.URL = "/personen?oe=" + strconv.FormatInt(n.ID, 10)
	}
	return append(facts, persons)
}
