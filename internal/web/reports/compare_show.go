package reports

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// listed are the reports to choose from, perPage the changes on one page.
const (
	listed  = 60
	perPage = 50
)

type comparePage struct {
	page.Base
	page.Heading
	Tabs          []page.Step
	Form          *page.Form
	Before, After []page.Choice
	Facts         []page.Fact
	Whys          []whyRow
	Rows          []changeRow
	Only, All     string // the reason that narrows the list, and the way back
	Pager         page.Pager
	Empty         *page.Empty
}

type whyRow struct {
	Label, Text, URL, Number string
}

// changeRow is one change; URL leads to the person, for who has such a page.
type changeRow struct{ Name, URL, Department, Course, Before, After, Why string }

// compareShow is «Was hat sich zwischen zwei Berichten bewegt, und warum?».
func (h *Handlers) compareShow(c *fiber.Ctx) error {
	viewer, ctx, cancel, err := h.viewer(c)
	if err != nil {
		return err
	}
	defer cancel()
	list, err := h.Reports.Register(ctx, viewer, listed)
	if err != nil {
		return err
	}
	f := page.ReadQuery(c)
	p := newCompare(page.From(c), f, list)
	if f.Get("vorher") == "" || f.Get("nachher") == "" {
		return page.Render(c, "reports/compare", p)
	}
	before, err := h.Reports.Registered(ctx, f.Get("vorher"))
	if err != nil {
		return err
	}
	after, err := h.Reports.Registered(ctx, f.Get("nachher"))
	if err != nil {
		return err
	}
	only := report.Why(f.Get("warum"))
	if !slices.Contains(report.Whys, only) {
		only = ""
	}
	at := max(f.Int("seite", 1, 100_000), 1)
	compared, err := h.Reports.Compare(ctx, viewer, before, after, report.Part{Why: only, From: (at - 1) * perPage, Limit: perPage})
	if err != nil {
		return err
	}
	p.show(compared, only, at, visit.Leader.Allows(visit.Of(c).Session))
	return page.Render(c, "reports/compare", p)
}

func newCompare(base page.Base, f *page.Form, list []report.Registered) *comparePage {
	l := base.L
	base.Title = l.T("reports.compare")
	p := &comparePage{Base: base, Form: f, Tabs: tabs(base, comparePath)}
	p.Heading = page.Heading{Text: l.T("reports.compare.heading"), Lead: l.T("reports.compare.lead")}
	if len(list) < 2 {
		p.Empty = &page.Empty{Title: l.T("reports.compare.few"), Text: l.T("reports.compare.few_text"), Next: page.Link{Label: l.T("reports.make"), URL: Path}}
		return p
	}
	// Proposed: the two newest, the one with the later day behind.
	newer, older := list[0], list[1]
	if newer.AsOf < older.AsOf {
		newer, older = older, newer
	}
	for _, r := range list {
		label := l.T("reports.one", "day", l.Date(r.AsOf), "made", made(l, r), "scope", scopeOf(l, r), "id", r.UID[:8])
		before, after := f.Get("vorher"), f.Get("nachher")
		p.Before = append(p.Before, page.Choice{Value: r.UID, Label: label, Selected: r.UID == before || before == "" && r.UID == older.UID})
		p.After = append(p.After, page.Choice{Value: r.UID, Label: label, Selected: r.UID == after || after == "" && r.UID == newer.UID})
	}
	return p
}

// scopeOf is the scope in words, as far as the register says it.
func scopeOf(l *i18n.Printer, r report.Registered) string {
	if r.Scope == "everyone" {
		return l.T("reports.everyone")
	}
	return r.Scope
}

func (p *comparePage) show(c *report.Comparison, only report.Why, at int, person bool) {
	l := p.L
	n := 0
	for _, one := range c.Counts {
		n += one
	}
	p.Heading = page.Heading{Kicker: l.T("reports.compare"), Text: l.N("reports.compare.result", n),
		Lead: l.T("reports.compare.rows", "before", c.RowsBefore, "after", c.RowsAfter)}
	if n == 0 {
		p.Text = l.T("reports.compare.result_none")
	}
	address := func(why report.Why, number int) string {
		q := url.Values{"vorher": {c.Before.UID}, "nachher": {c.After.UID}}
		if why != "" {
			q.Set("warum", string(why))
		}
		if number > 1 {
			q.Set("seite", strconv.Itoa(number))
		}
		return comparePath + "?" + q.Encode()
	}
	for _, why := range report.Whys {
		if c.Counts[why] > 0 {
			p.Whys = append(p.Whys, whyRow{Label: whyWord(l, why), Number: l.Int(c.Counts[why]), URL: address(why, 1)})
		}
	}
	if only != "" {
		p.Only, p.All = whyWord(l, only), address("", 1)
	}
	for _, one := range c.Changes {
		row := changeRow{Name: one.Subject.Name(), Department: one.Subject.Names(), Course: one.Course.Code,
			Before: state(l, one.Before), After: state(l, one.After), Why: whyWord(l, one.Why)}
		if person {
			row.URL = "/team/person/" + one.Subject.UID.String()
		}
		p.Rows = append(p.Rows, row)
	}
	p.Pager = page.Pager{From: (at-1)*perPage + 1, To: (at-1)*perPage + len(c.Changes), Total: c.Listed}
	if at > 1 {
		p.Pager.Prev = address(only, at-1)
	}
	if at*perPage < c.Listed {
		p.Pager.Next = address(only, at+1)
	}
}

func whyWord(l *i18n.Printer, why report.Why) string {
	if key := "reports.why." + string(why); l.Has(key) {
		return l.T(key)
	}
	return l.T("report.movement." + string(why))
}

// state is a row as a cell of the matrix has it.
func state(l *i18n.Printer, r *report.Row) string {
	if r == nil {
		return "–"
	}
	word := l.T("report.status." + string(r.Status))
	day := r.Due
	if r.Status.Fulfilled() {
		day = r.Cycle.CompletedOn
	}
	if day == 0 || day == calendar.Forever || !r.Status.Counted() {
		return word
	}
	return word + " " + l.Date(day)
}
