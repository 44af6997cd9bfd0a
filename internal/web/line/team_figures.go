package line

import (
	"html/template"

	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// figures are where the team stands; each leads to its rows.
func (p *teamPage) figures(l *i18n.Printer, v *visit.Visit, team *report.Team, a asked) {
	f := team.Figures
	rows := func(status string) string {
		b := a.scope()
		b.Status = status
		if f.Outside.Persons > 0 {
			b.Circle = "total"
		}
		return b.address("/team", v.Today)
	}
	of := func(r report.Rate) string { return l.T("common.count_of", "done", r.Num, "total", r.Den) }
	p.Figures = []page.Figure{
		{Value: l.Percent(f.Due.Num, f.Due.Den), Label: l.T("line.figure.due", "of", of(f.Due)), URL: rows("due"),
			Mark: light(l, v, f.Group)},
		{Value: l.Percent(f.Fulfilment().Num, f.Fulfilment().Den), Label: l.T("line.figure.fulfilment", "of", of(f.Fulfilment())), URL: rows("fulfilled")},
		{Value: l.Int(f.Counts.Late()), Label: l.N("line.figure.late", f.Counts.Late()), URL: rows("late")},
		{Value: l.Int(f.Ending[2]), Label: l.N("line.figure.ending", f.Ending[2]), URL: rows("ending")},
	}
}

// light is the traffic light of a group. A few due rows have none, and no words
// either: the numbers stand beside.
func light(l *i18n.Printer, v *visit.Visit, g report.Group) template.HTML {
	code := g.Light(v.Settings.Int("green_from"), v.Settings.Int("amber_from"))
	if code == report.LightNone && g.Due.Den > 0 {
		return ""
	}
	return page.StatusMark(string(code), l.T("status."+string(code)))
}

// barRow is a line of the table behind the bars.
type barRow struct {
	Name, URL                           string
	Persons, Late, Open, Fulfilled, All int
	Rate                                string
	Light                               template.HTML
}

// bars shows the departments one level below the page's own, by code: there is
// no ranking. The sentence above says in how many of them nothing due is open.
func (p *teamPage) bars(l *i18n.Printer, v *visit.Visit, team *report.Team, a asked) {
	type part struct {
		d       *people.Department
		group   report.Group
		persons int
		url     string
	}
	var parts []part
	team.Tree.Walk(func(d *people.Department, _ int) {
		f := team.Figures.ByDepartment[d.ID]
		switch {
		case f == nil:
		case team.Root != nil && d.ID == team.Root.ID && f.Own.Counts.All() > 0:
			parts = append(parts, part{d, f.Own, f.OwnPersons, ""})
		case team.Root == nil && (d.ParentID == 0 || team.Tree.Department(d.ParentID) == nil), team.Root != nil && d.ParentID == team.Root.ID:
			b := asked{Department: d.Code, Day: a.Day}
			parts = append(parts, part{d, f.Cumulated, f.CumulatedPersons, b.address("/team", v.Today)})
		}
	})
	if len(parts) < 2 {
		return
	}
	done, due := 0, 0
	for _, part := range parts {
		r := part.group.Due
		if r.Den > 0 {
			due++
			if r.Num == r.Den {
				done++
			}
		}
		text := l.T("status.none_due")
		if r.Den > 0 {
			text = l.Percent(r.Num, r.Den) + " · " + l.T("common.count_of", "done", r.Num, "total", r.Den)
		}
		c := part.group.Counts
		p.Bars = append(p.Bars, page.Bar{Label: part.d.Name, Num: r.Num, Den: r.Den, Text: text, URL: part.url})
		p.BarRows = append(p.BarRows, barRow{Name: part.d.Name, URL: part.url, Persons: part.persons, Late: c.Late(), Open: c.ToDo() - c.Late(),
			Fulfilled: c.Fulfilled(), All: c.All(), Rate: text, Light: light(l, v, part.group)})
	}
	switch {
	case due == 0:
		p.BarsTitle = l.T("line.bars.none_due")
	case done == due:
		p.BarsTitle = l.T("line.bars.all_done")
	case done == 0:
		p.BarsTitle = l.T("line.bars.none_done")
	default:
		p.BarsTitle = l.N("line.bars.some_done", done, "all", l.Word(due, false))
	}
}
