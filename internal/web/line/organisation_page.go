package line

import (
	"html/template"

	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// organisationPage is the tree of departments with its counts, the courses, and the
// trend.
type organisationPage struct {
	page.Base
	page.Heading
	Form       *page.Form
	Department string // code, kept by the form
	Days       []page.Choice
	Knowledge  []page.Choice
	Units      []unitRow
	Multiple   *unitRow // what departments count twice
	Total      *unitRow // where no department holds everybody
	Courses    []unitRow
	Trend      *page.Trend
	NotCounted int
	Empty      *page.Empty
}

// unitRow is a department with all below it, and by itself where that differs; or
// a course.
type unitRow struct {
	Name, URL string
	Below     page.Link // the departments below that are not shown; without a label: none
	Depth     int
	Cells     []unitCell
	Rate      number
	Light     template.HTML
}

// unitCell is a number, and beside it the one of the department alone.
type unitCell struct {
	Label string
	number
	Own *number
}

func newOrganisation(base page.Base, v *visit.Visit, scope people.Scope, list *report.Overview, courses []*report.Course, months []report.MonthEnd, a asked, f *page.Form) *organisationPage {
	l := base.L
	base.Title = l.T("line.org.title")
	p := &organisationPage{Base: base, Form: f, Department: a.Department, NotCounted: list.Outside.Persons}
	p.Heading = page.Heading{Kicker: kicker(l, list.Root, scope, a, v), Text: l.T("line.org.none_due"), Lead: l.T("line.org.lead_none")}
	p.Actions = []page.Action{{Label: l.T("line.org.back"), URL: a.address("/team", v.Today), Quiet: true}}
	if list.Due.Den > 0 {
		p.Text, p.Lead = l.T("line.org.heading", "rate", l.Percent(list.Due.Num, list.Due.Den)), l.T("line.org.lead", "of", rateOf(l, list.Due))
	}
	p.Days, p.Knowledge = stateOf(l, v, a)
	if list.Persons == 0 {
		p.Text, p.Lead = l.T("line.org.nobody"), ""
		p.Empty = &page.Empty{Title: l.T("line.org.nobody"), Text: l.T("line.org.nobody_text"), Next: page.Link{Label: l.T("line.org.back"), URL: "/team"}}
		return p
	}
	o := organisation{l: l, v: v, list: list, asked: a}
	if p.NotCounted > 0 {
		o.asked.Circle = string(report.InTotal)
	}
	if a.Department != "" {
		p.Actions = append(p.Actions, o.up())
	}
	p.Units, p.Multiple, p.Courses = o.units(), o.multiple(), o.courses(courses)
	if list.Root == nil {
		p.Total = o.total()
	}
	p.Trend = newTrend(l, months, o.asked, v.Today)
	return p
}

// organisation makes rows of counts.
type organisation struct {
	l     *i18n.Printer
	v     *visit.Visit
	list  *report.Overview
	asked asked
}

// kinds are the columns of counts.
var kinds = []struct {
	name  string
	group report.RowGroup
	of    func(report.Counts) int
}{
	{"late", report.GroupLate, report.Counts.Late},
	{"open", report.GroupPending, func(c report.Counts) int { return c.ToDo() - c.Late() }},
	{"fulfilled", report.GroupFulfilled, report.Counts.Fulfilled},
	{"paused", report.GroupPaused, func(c report.Counts) int { return c.Of("paused") }},
	{"exempt", report.GroupExempt, func(c report.Counts) int { return c.Of("exempt") }},
	{"all", report.GroupAll, report.Counts.All},
}

// tree are the departments with somebody to count, from the page's own down.
func (o organisation) tree() (list []people.TreeNode) {
	o.list.Tree.Walk(func(d *people.Department, depth int) {
		if o.list.Departments[d.ID] != nil && (o.list.Root == nil || o.list.Tree.Within(d.ID, o.list.Root.ID)) {
			list = append(list, people.TreeNode{Department: *d, Depth: depth})
		}
	})
	return list
}

// up is the page of the department above, or without one that of all.
func (o organisation) up() page.Action {
	at, label := o.asked.scope(), o.l.T("trees.whole")
	at.Department = ""
	if root := o.list.Root; root != nil {
		if above := o.list.Tree.Department(root.ParentID); above != nil {
			at.Department, label = above.Code, o.l.T("trees.up", "unit", above.Name)
		}
	}
	return page.Action{Label: label, URL: at.address(organisationPath, o.v.Today), Quiet: true}
}

func (o organisation) units() (rows []unitRow) {
	shown, below := people.FitTree(o.tree(), people.FitRows, nil)
	for _, d := range shown {
		f := o.list.Departments[d.ID]
		at := o.asked
		at.Department = d.Code
		row := o.row(d.Name, at, f.Cumulated)
		row.Depth, row.URL = max(d.Depth-shown[0].Depth, 0), at.scope().address("/team", o.v.Today)
		if n := below[d.ID]; n > 0 {
			row.Below = page.Link{Label: o.l.N("trees.below", n), URL: at.scope().address(organisationPath, o.v.Today)}
		}
		persons := unitCell{Label: o.l.T("line.bars.persons"), number: count(o.l, f.CumulatedPersons, at.rows(report.GroupAll, o.v.Today))}
		row.Cells = append([]unitCell{persons}, row.Cells...)
		if f.OwnPersons < f.CumulatedPersons && f.OwnPersons > 0 {
			at.Alone = true
			own := count(o.l, f.OwnPersons, at.rows(report.GroupAll, o.v.Today))
			row.Cells[0].Own = &own
			for i, k := range kinds {
				own := count(o.l, k.of(f.Own.Counts), at.rows(k.group, o.v.Today))
				row.Cells[i+1].Own = &own
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (o organisation) row(name string, at asked, g report.Group) unitRow {
	row := unitRow{Name: name, Light: light(o.l, o.v, g), Rate: number{o.l.T("status.none_due"), ""}}
	for _, k := range kinds {
		row.Cells = append(row.Cells, unitCell{Label: o.l.T("line.org." + k.name), number: count(o.l, k.of(g.Counts), at.rows(k.group, o.v.Today))})
	}
	if g.Due.Den > 0 {
		row.Rate = number{o.l.Percent(g.Due.Num, g.Due.Den) + " · " + rateOf(o.l, g.Due), at.rows(report.GroupDue, o.v.Today)}
	}
	return row
}

// multiple is what the own counts of all departments are more than the total:
// persons with employments in several. Nil without any.
func (o organisation) multiple() *unitRow {
	persons, c := o.list.Persons, o.list.Counts
	for _, f := range o.list.Departments {
		persons -= f.OwnPersons
		c = c.Minus(f.Own.Counts)
	}
	if persons == 0 {
		return nil
	}
	row := &unitRow{Name: o.l.T("line.org.multiple"), Cells: []unitCell{{Label: o.l.T("line.bars.persons"), number: number{Text: o.l.Int(persons)}}}}
	for _, k := range kinds {
		row.Cells = append(row.Cells, unitCell{Label: o.l.T("line.org." + k.name), number: number{Text: o.l.Int(k.of(c))}})
	}
	return row
}

func (o organisation) total() *unitRow {
	row := o.row(o.l.T("line.org.all"), o.asked, o.list.Group)
	persons := count(o.l, o.list.Persons, o.asked.rows(report.GroupAll, o.v.Today))
	row.Cells = append([]unitCell{{Label: o.l.T("line.bars.persons"), number: persons}}, row.Cells...)
	return &row
}

func (o organisation) courses(all []*report.Course) (rows []unitRow) {
	for _, c := range all {
		if g := o.list.Courses[c.ID]; g != nil {
			at := o.asked
			at.Course = c.Code
			row := o.row(c.Titles.In(o.l.Lang()), at, *g)
			row.URL = at.address("/team", o.v.Today)
			rows = append(rows, row)
		}
	}
	return rows
}
