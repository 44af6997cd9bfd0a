package reports

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
)

// listed are the reports of the lists, and the changes that a page shows.
const (
	listed      = 60
	changesRows = 300
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
	More          string
	Empty         *page.Empty
}

type whyRow struct {
	Label, Text, URL, Number string
}

type changeRow struct{ Name, Kennung, Department, Course, Before, After, Why string }

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
	compared, err := h.Reports.Compare(ctx, viewer, before, after, only, changesRows)
	if err != nil {
		return err
	}
	p.show(compared, only)
	return page.Render(c, "reports/compare", p)
}

func newCompare(base page.Base, f *page.Form, list []report.Registered) *comparePage {
	l := base.L
	base.Title = l.T("reports.compare")
	p := &comparePage{Base: base, Form: f, Tabs: tabs(base, comparePath)}
	p.Heading = page.Heading{Text: l.T("reports.compare.heading"), Lead: l.T("reports.compare.lead")}
	if len(list) < 2 {
		p.Empty = &page.Empty{Title: l.T("reports.compare.few"), Text: l.T("reports.compare.few_text"), Next: page.Link{Label: l.T("nav.team"), URL: "/team"}}
		return p
	}
	for i, r := range list {
		label := l.T("reports.one", "day", l.Date(r.AsOf), "made", made(l, r), "scope", scopeOf(l, r))
		before, after := f.Get("vorher"), f.Get("nachher")
		p.Before = append(p.Before, page.Choice{Value: r.UID, Label: label, Selected: r.UID == before || before == "" && i == 1})
		p.After = append(p.After, page.Choice{Value: r.UID, Label: label, Selected: r.UID == after || after == "" && i == 0})
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

func (p *comparePage) show(c *report.Comparison, only report.Why) {
	l := p.L
	n := 0
	for _, one := range c.Counts {
		n += one
	}
	p.Heading = page.Heading{Kicker: l.T("reports.compare"), Text: l.N("reports.compare.result", n),
		Lead: l.T("reports.compare.rows", "before", c.RowsBefore, "after", c.RowsAfter)}
	address := func(why report.Why) string {
		q := url.Values{"vorher": {c.Before.UID}, "nachher": {c.After.UID}}
		if why != "" {
			q.Set("warum", string(why))
		}
		return comparePath + "?" + q.Encode()
	}
	for _, why := range report.Whys {
		if c.Counts[why] > 0 {
			p.Whys = append(p.Whys, whyRow{Label: whyWord(l, why), Number: l.Int(c.Counts[why]), URL: address(why)})
		}
	}
	if only != "" {
		p.Only, p.All = whyWord(l, only), address("")
	}
	for _, one := range c.Changes {
		row := changeRow{Name: one.Subject.Name(), Kennung: one.Subject.UID.String(), Department: one.Subject.Names(), Course: one.Course.Code,
			Before: state(l, one.Before), After: state(l, one.After), Why: whyWord(l, one.Why)}
		p.Rows = append(p.Rows, row)
	}
	if c.More > 0 {
		p.More = l.N("reports.more", c.More)
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
