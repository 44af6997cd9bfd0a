package line

import (
	"html/template"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/evidence"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// list fills one page of rows, or says why there are none.
func (p *teamPage) list(l *i18n.Printer, v *visit.Visit, team *report.Team, review map[evidence.Duty]bool, a asked) {
	rows, total := chosen(team, a, l.Lang())
	p.Narrowed = page.Narrowed{Shown: len(rows), Total: total}
	if a.narrowed() {
		p.Narrowed.Reset = a.scope().address("/team", v.Today)
	}
	for _, name := range []string{"person", "course", "status", "due"} {
		p.Columns = append(p.Columns, column(l, v, a, name))
	}
	if len(rows) == 0 {
		p.Empty = &page.Empty{Title: l.T("line.empty.done"), Text: l.T("line.empty.done_text"),
			Next: page.Link{Label: l.T("line.empty.all"), URL: asked{Department: a.Department, Day: a.Day, Status: "all"}.address("/team", v.Today)}}
		if a.narrowed() {
			p.Empty = &page.Empty{Title: l.T("line.empty.filter"), Text: l.T("line.empty.filter_text"),
				Next: page.Link{Label: l.T("common.filter_reset"), URL: p.Narrowed.Reset}}
		}
		return
	}
	first := min((a.Page-1)*perPage, (len(rows)-1)/perPage*perPage)
	last := min(first+perPage, len(rows))
	p.Pager = page.Pager{From: first + 1, To: last, Total: len(rows)}
	turn := func(to int) string {
		b := a
		b.Page = to
		return b.address("/team", v.Today)
	}
	if first > 0 {
		p.Pager.Prev = turn(first / perPage)
	}
	if last < len(rows) {
		p.Pager.Next = turn(first/perPage + 2)
	}
	for _, r := range rows[first:last] {
		row := newTeamRow(l, team.Day, v, r)
		row.InReview = review[evidence.Duty{PersonID: r.Subject.ID, CourseID: r.Course.ID}]
		p.Rows = append(p.Rows, row)
		if !slices.Contains(p.shown, r.Subject.ID) {
			p.shown = append(p.shown, r.Subject.ID)
		}
	}
}

func newTeamRow(l *i18n.Printer, day calendar.Date, v *visit.Visit, r report.Row) teamRow {
	row := teamRow{Name: r.Subject.Name(), Unit: unit(l, r.Subject), Course: r.Course.Titles.In(l.Lang()), Until: "–",
		URL: asked{Day: day}.address("/team/person/"+r.Subject.UID.String(), v.Today), Status: mark(l, r.Status)}
	if u := until(r); u != calendar.Forever {
		row.Until = l.Date(u)
		if r.Status.ToDo() || r.Status == ledger.StatusExpiring {
			row.Days = l.Days(day.DaysUntil(u))
		}
	}
	return row
}

// mark is symbol, word and colour; a pause has its words of its own, for nobody
// is «pausiert».
func mark(l *i18n.Printer, s ledger.Status) template.HTML {
	if s == ledger.StatusPaused {
		return page.StatusMark(string(s), l.T("line.paused"))
	}
	return page.StatusMark(string(s), l.T("status."+string(s)))
}

// unit is where somebody works, and that a slip is needed.
func unit(l *i18n.Printer, s *report.Subject) string {
	text := s.Names()
	if !s.HasPC {
		text += " · " + l.T("line.no_pc")
	}
	if !s.Counted {
		text += " · " + l.T("report.category."+string(s.Category))
	}
	return text
}

// column is a head that sorts, and turns round when it sorts already.
func column(l *i18n.Printer, v *visit.Visit, a asked, name string) page.Column {
	b := a
	b.Page, b.Sort = 1, name
	c := page.Column{Label: l.T("line.col." + name), Numeric: name == "due"}
	switch a.Sort {
	case name:
		c.Sorted, b.Sort = "ascending", "-"+name
	case "-" + name:
		c.Sorted = "descending"
	}
	c.URL = b.address("/team", v.Today)
	return c
}
