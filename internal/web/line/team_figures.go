package line

import (
	"html/template"

	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// counted are the addresses of rows whose persons belong to the total, as the
// figures count them.
func (p *teamPage) counted(list *report.Listing) asked {
	a := p.asked.scope()
	if list.Outside.Persons > 0 {
		a.Circle = string(report.InTotal)
	}
	return a
}

func rateOf(l *i18n.Printer, r report.Rate) string {
	return l.T("common.count_of", "done", r.Num, "total", r.Den)
}

// figures are where the team stands; each leads to its rows.
func (p *teamPage) figures(l *i18n.Printer, v *visit.Visit, list *report.Listing) {
	a := p.counted(list)
	at := func(g report.RowGroup) string { return a.rows(g, p.today) }
	due, done := list.Due, list.Fulfilment()
	p.Figures = []page.Figure{
		{Value: l.Percent(due.Num, due.Den), Label: l.T("line.figure.due", "of", rateOf(l, due)), URL: at(report.GroupDue), Mark: light(l, v, list.Group)},
		{Value: l.Percent(done.Num, done.Den), Label: l.T("line.figure.fulfilment", "of", rateOf(l, done)), URL: at(report.GroupFulfilled)},
		{Value: l.Int(list.Counts.Late()), Label: l.N("line.figure.late", list.Counts.Late()), URL: at(report.GroupLate)},
		{Value: l.Int(list.Ending[2]), Label: l.N("line.figure.ending", list.Ending[2]), URL: at(report.GroupEnding)},
	}
	fact := func(g report.RowGroup, n int) {
		if n > 0 {
			p.Ages = append(p.Ages, page.Fact{Term: l.T("line.group." + string(g)), Text: l.Int(n), URL: at(g)})
		}
	}
	for i, g := range []report.RowGroup{report.GroupLate30, report.GroupLate60, report.GroupLateMore} {
		fact(g, list.Late[i])
	}
	fact(report.GroupPending, list.Counts.ToDo()-list.Counts.Late())
	for i, g := range []report.RowGroup{report.GroupEnding30, report.GroupEnding60} {
		fact(g, list.Ending[i])
	}
	fact(report.GroupPaused, list.Counts.Of("paused"))
	fact(report.GroupExempt, list.Counts.Of("exempt"))
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

// number is a count that leads to its rows; none leads nowhere.
type number struct{ Text, URL string }

func count(l *i18n.Printer, n int, url string) number {
	if n == 0 {
		url = ""
	}
	return number{l.Int(n), url}
}

// barRow is a line of the table behind the bars.
type barRow struct {
	Name, URL                                    string
	Persons, Late, Open, Fulfilled, All, DueRows number
	Light                                        template.HTML
}

// part is a department one level below the page's own, or that one by itself.
type part struct {
	d       *people.Department
	group   report.Group
	persons int
	own     bool
}

func parts(list *report.Listing) (out []part) {
	list.Tree.Walk(func(d *people.Department, _ int) {
		f := list.Departments[d.ID]
		switch {
		case f == nil:
		case list.Root != nil && d.ID == list.Root.ID && f.Own.Counts.All() > 0:
			out = append(out, part{d, f.Own, f.OwnPersons, true})
		case list.Root == nil && (d.ParentID == 0 || list.Tree.Department(d.ParentID) == nil), list.Root != nil && d.ParentID == list.Root.ID:
			out = append(out, part{d, f.Cumulated, f.CumulatedPersons, false})
		}
	})
	return out
}

// bars shows the departments one level below the page's own, by code: there is
// no ranking. The sentence above says in how many of them nothing due is open.
func (p *teamPage) bars(l *i18n.Printer, v *visit.Visit, list *report.Listing) {
	all := parts(list)
	if len(all) < 2 {
		return
	}
	done, due := 0, 0
	for _, one := range all {
		r := one.group.Due
		if r.Den > 0 {
			due++
			if r.Num == r.Den {
				done++
			}
		}
		text := l.T("status.none_due")
		if r.Den > 0 {
			text = l.Percent(r.Num, r.Den) + " · " + rateOf(l, r)
		}
		a := p.counted(list)
		a.Department, a.Alone = one.d.Code, one.own
		c := one.group.Counts
		at := func(g report.RowGroup) string { return a.rows(g, p.today) }
		url := a.scope().address("/team", p.today)
		p.Bars = append(p.Bars, page.Bar{Label: one.d.Name, Num: r.Num, Den: r.Den, Text: text, URL: url})
		p.BarRows = append(p.BarRows, barRow{Name: one.d.Name, URL: url, Persons: count(l, one.persons, at(report.GroupAll)), Light: light(l, v, one.group),
			Late: count(l, c.Late(), at(report.GroupLate)), Open: count(l, c.ToDo()-c.Late(), at(report.GroupPending)),
			Fulfilled: count(l, c.Fulfilled(), at(report.GroupFulfilled)), All: count(l, c.All(), at(report.GroupAll)), DueRows: number{text, at(report.GroupDue)}})
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
