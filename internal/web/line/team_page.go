package line

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// perPage is the number of rows of the list.
const perPage = 25

// teamPage is the page of a team, a department or the whole organisation.
type teamPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Statuses    []page.Choice
	Courses     []page.Choice
	Departments []page.Choice
	Circles     []page.Choice // none where everybody is in the total
	Levels      []page.Choice // none without a department
	Days        []page.Choice // none where the viewer picks no day
	State       string        // the day that is shown, in words
	Past        bool          // another day than today is shown, or was asked for
	Knowledge   []page.Choice // none where the viewer picks none
	Sort        string
	Tasks       []page.Link // what can be done for several at once
	Columns     []page.Column
	Rows        []teamRow
	Files       []page.Link // what the list shows, as files
	Narrowed    page.Narrowed
	Pager       page.Pager
	Empty       *page.Empty // instead of rows
	Nobody      bool        // no person at all: neither filters nor figures
	Figures     []page.Figure
	Ages        []page.Fact // how long rows are late, and when completions end
	BarsTitle   string
	Bars        []page.Bar
	BarRows     []barRow
	Outside     int
	NotCounted  int // persons listed who are in no figure
	asked       asked
	today       calendar.Date
	way         func(report.Listed) way
}

func newTeamPage(base page.Base, v *visit.Visit, scope people.Scope, list *report.Listing, rows []report.Listed, a asked, f *page.Form,
	of func(report.Listed) way,
) *teamPage {
	l := base.L
	p := &teamPage{Base: base, Form: f, Outside: list.Beyond, Sort: a.Sort, asked: a, today: v.Today, way: of}
	p.Title = l.T("line.team.title")
	p.Heading = page.Heading{Kicker: kicker(l, list.Root, scope, a, v), Text: headline(l, list, scope, a, v.Today), Lead: lead(l, list.All, a.Day, v.Today)}
	if list.All.Persons == 0 {
		p.Nobody = true
		p.Empty = &page.Empty{Title: l.T("line.nobody.title"), Text: l.T("line.nobody.text"),
			Next: page.Link{Label: l.T("line.nobody.next"), URL: "/"}}
		if a.Day != v.Today {
			p.Empty.Title, p.Empty.Text = l.T("line.nobody.then"), l.T("line.nobody.then_text")
			p.Empty.Next = page.Link{Label: l.T("line.today"), URL: "/team"}
			if scope.Everyone && a.Then {
				p.Empty.Title, p.Empty.Text = l.T("line.nobody.unknown"), l.T("line.nobody.unknown_text")
				a.Then = false
				p.Empty.Next = page.Link{Label: l.T("line.nobody.as_known"), URL: a.address("/team", v.Today)}
			} else if scope.Everyone {
				p.Empty.Title, p.Empty.Text = l.T("line.nobody.before"), l.T("line.nobody.before_text")
			}
		}
		return p
	}
	file := a.scope()
	file.Course, file.Alone = a.Course, false
	p.Actions = []page.Action{{Label: l.T("line.download"), File: true, URL: file.address("/team/bericht", v.Today)},
		{Label: l.T("line.organisation"), URL: a.scope().address(organisationPath, v.Today), Quiet: true}}
	if v.Session.Has(people.RoleHR) {
		p.Actions = append(p.Actions, page.Action{Label: l.T("line.download_csv"), Quiet: true, File: true, URL: with(p.Actions[0].URL, "form=csv")})
	}
	p.tasks(l, v, scope, list)
	p.choices(l, v, list)
	p.list(l, list, rows)
	if list.All.Rows > 0 {
		p.figures(l, v, list)
		p.bars(l, v, list)
	}
	return p
}

// tasks are what can be done for several at once, as long as something is to do.
func (p *teamPage) tasks(l *i18n.Printer, v *visit.Visit, scope people.Scope, list *report.Listing) {
	if list.All.Late+list.All.Open == 0 || p.asked.Day != p.today || !scope.Line && !v.Session.Has(people.RoleHR) {
		return
	}
	p.Tasks = []page.Link{{Label: l.T("session.record"), URL: sessionAt(p.asked.Course, p.asked.Department)}}
	if scope.Line && list.WithoutPC.Counts.ToDo() > 0 {
		p.Tasks = append(p.Tasks, page.Link{Label: l.T("line.slips"), URL: "/merkzettel"})
	}
}

// kicker says about whom, as of when and as known when.
func kicker(l *i18n.Printer, root *people.Department, scope people.Scope, a asked, v *visit.Visit) string {
	where := l.T("line.scope.team")
	if scope.Everyone {
		where = v.Settings.Text("municipality")
	}
	if root != nil {
		where = root.Name
	}
	switch {
	case a.Day == v.Today:
		return l.T("line.kicker.today", "where", where, "day", a.Day)
	case a.Then:
		return l.T("line.kicker.then", "where", where, "day", a.Day)
	case picksKnowledge(v):
		return l.T("line.kicker.now", "where", where, "day", a.Day)
	default:
		return l.T("line.kicker.day", "where", where, "day", a.Day)
	}
}

// headline answers the page's question in a sentence, for a past day in the past.
func headline(l *i18n.Printer, list *report.Listing, scope people.Scope, a asked, today calendar.Date) string {
	when, of := "line.head", ".team"
	if a.Day < today {
		when = "line.past"
	}
	if a.Department != "" {
		of = ".department"
	} else if scope.Everyone {
		of = ".all"
	}
	where := ""
	if list.Root != nil {
		where = list.Root.Name
	}
	switch s := list.All; {
	case s.Persons == 0:
		return l.T(when + ".nobody" + of)
	case s.Rows == 0:
		return l.T(when+".none"+of, "where", where)
	case s.Late > 0:
		return l.N(when+".late"+of, s.Late, "where", where)
	case s.Open > 0:
		return l.N(when+".open"+of, s.Open, "where", where)
	default:
		return l.T(when+".done"+of, "where", where)
	}
}

// lead says what it means: since when, how much more is open, until when.
func lead(l *i18n.Printer, s report.Standing, day, today calendar.Date) string {
	when := "line"
	if day < today {
		when = "line.past"
	}
	switch {
	case s.Rows == 0:
		return ""
	case s.Late > 0 && s.Open > 0:
		return l.N(when+".lead.late_open", s.Open, "since", l.Days(-s.Oldest.DaysUntil(day)))
	case s.Late > 0:
		return l.T(when+".lead.late", "since", l.Days(-s.Oldest.DaysUntil(day)))
	case s.Next != 0:
		return l.T(when+".lead.open", "day", l.LongDate(s.Next))
	default:
		return l.T(when + ".lead.done")
	}
}

// choices fills the filters; what does not occur is not offered.
func (p *teamPage) choices(l *i18n.Printer, v *visit.Visit, list *report.Listing) {
	a := p.asked
	for _, g := range report.RowGroups {
		p.Statuses = append(p.Statuses, page.Choice{Value: string(g), Label: l.T("line.group." + string(g)), Selected: a.Status == string(g)})
	}
	for _, c := range list.Listed {
		p.Courses = append(p.Courses, page.Choice{Value: c.Code, Label: c.Titles.In(l.Lang()), Selected: a.Course == c.Code})
	}
	slices.SortFunc(p.Courses, func(x, y page.Choice) int { return cmp.Compare(x.Label, y.Label) })
	var offered []people.TreeNode
	list.Tree.Walk(func(d *people.Department, depth int) {
		if list.Departments[d.ID] != nil || v.Session.Has(people.RoleHR) || d.Code == a.Department {
			offered = append(offered, people.TreeNode{Department: *d, Depth: depth})
		}
	})
	p.Departments = page.DepartmentFilter(l, offered, page.DepartmentCode, a.Department)
	if a.Department != "" {
		p.Levels = []page.Choice{{Value: "", Label: l.T("line.level.all")}, {Value: "eigene", Label: l.T("line.level.own"), Selected: a.Alone}}
	}
	if p.NotCounted = list.Outside.Persons; p.NotCounted > 0 {
		for _, circle := range []string{"total", "outside"} {
			p.Circles = append(p.Circles, page.Choice{Value: circle, Label: l.T("line.circle." + circle), Selected: a.Circle == circle})
		}
	}
	p.Days, p.Knowledge = stateOf(l, v, a)
	p.Past = a.Day != v.Today || !p.Form.OK()
	p.State = l.T("line.state.today")
	if a.Day != v.Today {
		p.State = l.T("line.state.day", "day", a.Day)
	}
}
