package line

import (
	"zaemme/internal/i18n"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
)

// list fills one page of rows, or says why there are none.
func (p *teamPage) list(l *i18n.Printer, list *report.Listing, rows []report.Listed) {
	a := p.asked
	p.Narrowed = page.Narrowed{Shown: list.Chosen, Total: list.All.Rows}
	if a.narrowed() {
		p.Narrowed.Reset = a.scope().address("/team", p.today)
	}
	for _, name := range []string{"person", "course", "status", "due"} {
		p.Columns = append(p.Columns, p.column(l, name))
	}
	if len(rows) == 0 {
		p.Empty = &page.Empty{Title: l.T("line.empty.done"), Text: l.T("line.empty.done_text"),
			Next: page.Link{Label: l.T("line.empty.all"), URL: a.scope().rows(report.GroupAll, p.today)}}
		if list.All.Rows == 0 {
			p.Empty = &page.Empty{Title: l.T("line.empty.none"), Text: l.T("line.empty.none_text"), Next: page.Link{Label: l.T("line.nobody.next"), URL: "/"}}
			if a.Day < p.today {
				p.Empty.Text, p.Empty.Next = l.T("line.empty.none_then"), page.Link{Label: l.T("line.today"), URL: "/team"}
			}
		}
		if a.narrowed() {
			p.Empty = &page.Empty{Title: l.T("line.empty.filter"), Text: l.T("line.empty.filter_text"),
				Next: page.Link{Label: l.T("common.filter_reset"), URL: p.Narrowed.Reset}}
		}
		return
	}
	last := list.From + len(rows)
	p.Pager = page.Pager{From: list.From + 1, To: last, Total: list.Chosen}
	turn := func(to int) string {
		b := a
		b.Page = to
		return b.address("/team", p.today)
	}
	if list.From > 0 {
		p.Pager.Prev = turn(list.From / perPage)
	}
	if last < list.Chosen {
		p.Pager.Next = turn(list.From/perPage + 2)
	}
	for _, r := range rows {
		p.Rows = append(p.Rows, p.row(l, r))
	}
	b := a
	b.Page = 1
	for _, form := range []string{"csv", "jsonl"} {
		p.Files = append(p.Files, page.Link{Label: l.T("line.list." + form), URL: with(b.address(listPath, p.today), "form="+form)})
	}
}

// with adds a value to an address.
func with(address, pair string) string {
	for i := range len(address) {
		if address[i] == '?' {
			return address + "&" + pair
		}
	}
	return address + "?" + pair
}

// column is a head that sorts, and turns round when it sorts already.
func (p *teamPage) column(l *i18n.Printer, name string) page.Column {
	b := p.asked
	b.Page, b.Sort = 1, name
	c := page.Column{Label: l.T("line.col." + name), Numeric: name == "due"}
	switch p.asked.Sort {
	case name:
		c.Sorted, b.Sort = "ascending", "-"+name
	case "-" + name:
		c.Sorted = "descending"
	}
	c.URL = b.address("/team", p.today)
	return c
}
