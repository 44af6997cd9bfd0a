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

type organisationPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	DayIs    string
	Unit     string // whose part of the tree is shown, "" all
	Levels   []page.Choice
	Rows     []departmentLine
	Narrowed page.Narrowed
	First    string // that a search found more than is shown
	Empty    *page.Empty
}

// departmentLine is one department in a tree.
type departmentLine struct {
	URL, Level, Name, Code string
	Depth                  int       // below the first line, as far as it is set in
	Below                  page.Link // those below that are not shown; without a label: none
	Head, HeadURL          string
	Vacant                 string // who leads in place of a head
	Own, All, Unled        int
	Official               bool
}

// organisationShow is the tree of a day, as far as the viewer may see it.
func (h *Handlers) organisationShow(c *fiber.Ctx) error {
	v, form := visit.Of(c), page.ReadQuery(c)
	o, scope, err := h.organisation(c, askedDay(form, v.Today))
	if err != nil {
		return err
	}
	nodes := scope.nodes(o)
	cut := cutOf(o, nodes, form)
	p := newOrganisation(page.From(c), form, v, o, nodes, cut)
	if err := h.looked(c, "hr.organisation", scope.Scope, headIDs(cut.shown)...); err != nil {
		return err
	}
	if scope.Everyone {
		p.Actions = append(p.Actions, organisationActions(p.L, nodes)...)
	}
	return page.Render(c, "hr/organisation", p)
}

// sight is what the viewer may see of the organisation of any day. It is judged
// today: who once headed a department does not see it for that.
type sight struct {
	people.Scope
	today *people.Org
}

// sees reports whether the viewer may see the department, with its counts.
func (s sight) sees(department int64) bool { return s.Everyone || s.Department(s.today, department) }

// asHR reports whether HR's pages show the viewer the people of the department.
func (s sight) asHR(department int64) bool {
	return s.Everyone || s.ForHR().Department(s.today, department)
}

// nodes are the departments of the tree that the viewer may see.
func (s sight) nodes(o *people.Org) []*people.Node {
	return slices.DeleteFunc(o.Outline(), func(n *people.Node) bool { return !s.sees(n.ID) })
}

// organisation is that of the day as known now, and what the viewer may see of
// it: as HR, as one who leads, or who looks after elected members.
func (h *Handlers) organisation(c *fiber.Ctx, day calendar.Date) (*people.Org, sight, error) {
	v, s := visit.Of(c), sight{}
	var err error
	if s.Scope, err = people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today); err != nil {
		return nil, s, err
	}
	o, err := people.Load(c.UserContext(), h.DB, people.Moment{Day: day})
	if s.today = o; err == nil && day != v.Today {
		s.today, err = people.Load(c.UserContext(), h.DB, people.Moment{Day: v.Today})
	}
	return o, s, err
}

// askedDay is the day in the address, today without one or with nonsense.
func askedDay(form *page.Form, today calendar.Date) calendar.Date {
	if day := form.Date("am"); day != 0 {
		return day
	}
	return today
}

// headIDs are whom the lines of the departments name.
func headIDs(nodes []*people.Node) []int64 {
	var ids []int64
	for _, n := range nodes {
		if n.LedBy != nil && !slices.Contains(ids, n.LedBy.ID) {
			ids = append(ids, n.LedBy.ID)
		}
	}
	return ids
}

func newOrganisation(base page.Base, form *page.Form, v *visit.Visit, o *people.Org, nodes []*people.Node, cut treeCut) *organisationPage {
	l := base.L
	base.Title = l.T("nav.organisation")
	p := &organisationPage{Base: base, Form: form, DayIs: l.Date(o.Day)}
	levels := v.Settings.List("level_names")
	for i, name := range levels {
		p.Levels = append(p.Levels, page.Choice{Value: strconv.Itoa(i + 1), Label: name, Selected: cut.deepest == i+1})
	}
	for _, n := range cut.shown {
		line := newDepartmentLine(l, levels, n, o.Day, v.Today, cut.shown[0].Depth)
		if below := cut.below[n.ID]; below > 0 {
			line.Below = page.Link{Label: l.N("trees.below", below), URL: unitPath(n.ID, cut.deepest, o.Day, v.Today)}
		}
		p.Rows = append(p.Rows, line)
	}
	p.Narrowed = page.Narrowed{Shown: len(p.Rows), Total: len(nodes)}
	if cut.narrows() {
		p.Narrowed.Reset = departmentsPath(o.Day, v.Today)
	}
	if cut.search != "" && len(cut.shown) < cut.found {
		p.First = l.T("trees.first", "shown", l.Int(len(cut.shown)), "found", l.Int(cut.found))
	}
	p.Heading = organisationHeading(l, o, cut.within)
	if o.Day != v.Today {
		p.Kicker = l.T("common.as_of", "date", o.Day)
	}
	if cut.unit != nil {
		p.Unit = strconv.FormatInt(cut.unit.ID, 10)
		p.Kicker = strings.Trim(cut.unit.Name+" · "+p.Kicker, " ·")
		p.Actions = []page.Action{upOf(l, o, nodes, cut, v.Today)}
	}
	switch {
	case len(nodes) == 0:
		p.Empty = &page.Empty{Title: l.T("hr.org.none"), Text: l.T("hr.org.none_text"), Next: page.Link{Label: l.T("hr.org.today"), URL: "/organisation"}}
		if o.Day == v.Today {
			p.Empty.Next = page.Link{Label: l.T("nav.team"), URL: "/team"}
		}
	case len(p.Rows) == 0:
		p.Empty = &page.Empty{Title: l.T("hr.org.nothing_found"), Text: l.T("hr.people.try"),
			Next: page.Link{Label: l.T("common.filter_reset"), URL: p.Narrowed.Reset}}
	}
	return p
}

// narrowed are the departments that have the words in name, code or head, with
// those above them, down to the level asked for.
func narrowed(o *people.Org, nodes []*people.Node, search string, deepest int) []*people.Node {
	kept := map[int64]bool{}
	for _, n := range nodes {
		text := n.Name + " " + n.Code
		if n.Head != nil {
			text += " " + n.Head.Name()
		}
		if containsAll(strings.ToLower(text), search) && (deepest <= 0 || n.Depth < deepest) {
			for _, above := range o.Path(n.ID) {
				kept[above.ID] = true
			}
		}
	}
	var list []*people.Node
	for _, n := range nodes {
		if kept[n.ID] {
			list = append(list, n)
		}
	}
	return list
}

// organisationHeading is «312 Personen in 41 Einheiten. Zwei Leitungen sind
// vakant.»
func organisationHeading(l *i18n.Printer, o *people.Org, nodes []*people.Node) page.Heading {
	if len(nodes) == 0 {
		return page.Heading{Text: l.T("nav.organisation")}
	}
	shown := map[int64]bool{}
	for _, n := range nodes {
		shown[n.ID] = true
	}
	vacant, persons := 0, map[int64]bool{}
	for _, n := range nodes {
		if n.Vacant() {
			vacant++
		}
	}
	for _, m := range o.Members {
		for _, e := range m.Employments {
			if shown[e.DepartmentID] {
				persons[m.ID] = true
			}
		}
	}
	text := l.N("hr.org.persons", len(persons)) + " " + l.N("hr.org.in_departments", len(nodes)) + "."
	hd := page.Heading{Text: text, Lead: l.T("hr.org.all_led")}
	if vacant > 0 {
		hd.Lead = l.N("hr.org.vacant", vacant)
	}
	return hd
}

// levelName is the word for a department of the depth.
func levelName(levels []string, depth int) string {
	if len(levels) == 0 {
		return ""
	}
	return levels[min(depth, len(levels)-1)]
}

func newDepartmentLine(l *i18n.Printer, levels []string, n *people.Node, day, today calendar.Date, top int) departmentLine {
	line := departmentLine{URL: departmentPath(n.ID, day, today), Level: levelName(levels, n.Depth), Name: n.Name, Code: givenCode(n.Code),
		Depth: min(n.Depth-top, 6), Own: n.Own, All: n.All, Unled: n.NoManager, Official: n.Official}
	line.Head, line.Vacant = headText(l, n)
	return line
}

// givenCode is the code if a staff list gave it; one made of names would only say
// them again.
func givenCode(code string) string {
	if strings.ContainsAny(code, "0123456789") {
		return code
	}
	return ""
}

// headText names the head, or says that there is none and who leads instead.
func headText(l *i18n.Printer, n *people.Node) (head, vacant string) {
	switch {
	case n.Head != nil:
		return n.Head.Name(), ""
	case n.Official:
		return "", l.T("hr.org.official")
	case n.LedBy != nil:
		return "", l.T("hr.org.falls_to", "name", n.LedBy.Name())
	default:
		return "", l.T("hr.org.no_head")
	}
}

func departmentsPath(day, today calendar.Date) string { return onDay("/organisation", day, today) }

func departmentPath(id int64, day, today calendar.Date) string {
	return onDay("/organisation/"+strconv.FormatInt(id, 10), day, today)
}

// onDay is the address for a day; today needs no mention.
func onDay(path string, day, today calendar.Date) string {
	if day == today {
		return path
	}
	return path + "?am=" + day.String()
}
