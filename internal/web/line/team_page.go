package line

import (
	"html/template"
	"slices"
	"strings"

	"zaemme/internal/evidence"
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
	PickDay     bool
	Day         string // typed day, ISO
	Columns     []page.Column
	Rows        []teamRow
	Narrowed    page.Narrowed
	Pager       page.Pager
	Empty       *page.Empty // instead of rows
	Nobody      bool        // no person at all: neither filters nor figures
	Figures     []page.Figure
	BarsTitle   string
	Bars        []page.Bar
	BarRows     []barRow
	Outside     int
	NotCounted  int // persons listed who are in no figure
	shown       []int64
}

// teamRow is who, what, until when, status.
type teamRow struct {
	Name, URL, Unit, Course, Until, Days string
	Status                               template.HTML
	InReview                             bool // evidence waits to be confirmed
}

func newTeamPage(base page.Base, v *visit.Visit, scope people.Scope, team *report.Team, review map[evidence.Duty]bool, a asked, f *page.Form) *teamPage {
	l := base.L
	p := &teamPage{Base: base, Form: f, PickDay: v.Session.Has(people.RoleHR), Outside: team.Outside}
	p.Title = l.T("line.team.title")
	p.Heading = page.Heading{Kicker: kicker(l, team, scope, v), Text: headline(l, team, scope, a), Lead: lead(l, team)}
	if len(team.Members) == 0 {
		p.Nobody = true
		p.Empty = &page.Empty{Title: l.T("line.nobody.title"), Text: l.T("line.nobody.text"),
			Next: page.Link{Label: l.T("line.nobody.next"), URL: "/"}}
		if a.Day != v.Today {
			p.Empty.Next = page.Link{Label: l.T("line.today"), URL: "/team"}
		}
		return p
	}
	p.Actions = []page.Action{{Label: l.T("line.download"), URL: asked{Department: a.Department, Course: a.Course, Day: a.Day}.
		address("/team/bericht", v.Today)}}
	if scope.Line || v.Session.Has(people.RoleHR) {
		p.Actions = append(p.Actions, page.Action{Label: l.T("session.record"), URL: "/schulungen/erfassen", Quiet: true})
	}
	if p.PickDay {
		p.Actions = append(p.Actions, page.Action{Label: l.T("line.download_csv"), Quiet: true, URL: csvAddress(p.Actions[0].URL)})
	}
	p.choices(l, team, a)
	p.list(l, v, team, review, a)
	p.figures(l, v, team, a)
	p.bars(l, v, team, a)
	return p
}

// csvAddress asks for the same report as csv.
func csvAddress(url string) string {
	if strings.Contains(url, "?") {
		return url + "&form=csv"
	}
	return url + "?form=csv"
}

// kicker says about whom and as of when.
func kicker(l *i18n.Printer, team *report.Team, scope people.Scope, v *visit.Visit) string {
	where := l.T("line.scope.team")
	if scope.Everyone {
		where = v.Settings.Text("municipality")
	}
	if team.Root != nil {
		where = team.Root.Name
	}
	if team.Day == v.Today {
		return l.T("line.kicker.today", "where", where, "day", team.Day)
	}
	return l.T("line.kicker.day", "where", where, "day", team.Day)
}

// headline answers the page's question in a sentence.
func headline(l *i18n.Printer, team *report.Team, scope people.Scope, a asked) string {
	of := ".team"
	if a.Department != "" {
		of = ".department"
	} else if scope.Everyone {
		of = ".all"
	}
	where := ""
	if team.Root != nil {
		where = team.Root.Name
	}
	switch s := sum(team); {
	case len(team.Members) == 0:
		return l.T("line.head.nobody" + of)
	case s.late > 0:
		return l.N("line.head.late"+of, s.late, "where", where)
	case s.open > 0:
		return l.N("line.head.open"+of, s.open, "where", where)
	default:
		return l.T("line.head.done"+of, "where", where)
	}
}

// lead says what it means: since when, how much more is open, until when.
func lead(l *i18n.Printer, team *report.Team) string {
	switch s := sum(team); {
	case len(team.Members) == 0:
		return ""
	case s.late > 0 && s.open > 0:
		return l.N("line.lead.late_open", s.open, "since", l.Days(-s.oldest.DaysUntil(team.Day)))
	case s.late > 0:
		return l.T("line.lead.late", "since", l.Days(-s.oldest.DaysUntil(team.Day)))
	case s.next != 0:
		return l.T("line.lead.open", "day", l.LongDate(s.next))
	default:
		return l.T("line.lead.done")
	}
}

// choices fills the filters; what does not occur is not offered.
func (p *teamPage) choices(l *i18n.Printer, team *report.Team, a asked) {
	for _, g := range groups[1:] {
		p.Statuses = append(p.Statuses, page.Choice{Value: g.code, Label: l.T("line.group." + g.code), Selected: a.Status == g.code})
	}
	courses := map[string]string{}
	for _, m := range team.Members {
		for _, r := range m.Rows {
			courses[r.Course.Code] = r.Course.Titles.In(l.Lang())
		}
	}
	for code, title := range courses {
		p.Courses = append(p.Courses, page.Choice{Value: code, Label: title, Selected: a.Course == code})
	}
	slices.SortFunc(p.Courses, func(x, y page.Choice) int { return compare(x.Label, y.Label) })
	used := map[int64]bool{}
	for id := range team.Figures.ByDepartment {
		used[id] = true
	}
	team.Tree.Walk(func(d *people.Department, depth int) {
		if used[d.ID] || p.PickDay || d.Code == a.Department {
			p.Departments = append(p.Departments, page.Choice{Value: d.Code, Label: indent(depth) + d.Name, Selected: a.Department == d.Code})
		}
	})
	if team.Figures.Outside.Persons > 0 {
		for _, circle := range []string{"total", "outside"} {
			p.Circles = append(p.Circles, page.Choice{Value: circle, Label: l.T("line.circle." + circle), Selected: a.Circle == circle})
		}
		p.NotCounted = team.Figures.Outside.Persons
	}
	if p.PickDay {
		p.Day = team.Day.String()
	}
}

func indent(depth int) string {
	const step = "\u2003"
	out := ""
	for range depth {
		out += step
	}
	return out
}

func compare(x, y string) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}
