package figures

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/monthend"
	"zaemme/internal/web/page"
)

// overviewPage says how everybody stands at a month end.
type overviewPage struct {
	page.Base
	page.Heading
	Form      *page.Form
	Months    []page.Choice
	Sentences []string
	Lines     page.Stacks
	Apart     string
	Trend     page.Trend
	Late      string // what the asterisk means
	Gaps, PC  []string
	Files     []file
	Rows      []tableRow
	Pager     page.Pager
	Begins    []page.Link // where the rows of each course begin, on several pages
	Notes     []string
	Proof     []page.Fact
	Empty     *page.Empty // instead of everything
}

// file is what can be downloaded, and what one can publish of it.
type file struct {
	page.Link
	Public page.Link // without a label: no such file
}

// pageRows of the published table stand on a page; the files have them all.
const pageRows = 300

// tableRow is a cell of the published table.
type tableRow struct{ Course, Group, Counted, Fulfilled, Behind, Rate string }

func (h *Handlers) overviewShow(c *fiber.Ctx) error {
	f, base := page.ReadQuery(c), page.From(c)
	day := calendar.Date(0)
	if name := f.Get("monat"); name != "" {
		var ok bool
		if day, ok = monthend.ParseMonth(name); !ok {
			return apperr.New(apperr.NotFound, "error.month.not_frozen", nil)
		}
	}
	stored, err := h.MonthEnds.Months(c.UserContext())
	if err != nil {
		return err
	}
	if len(stored) == 0 {
		return page.Render(c, "figures/overview", newEmpty(base))
	}
	months, err := h.MonthEnds.Last(c.UserContext(), day, monthend.BriefMonths)
	if err != nil {
		return err
	}
	return page.Render(c, "figures/overview", newOverview(base, f, page.AddressOf(c), stored, months))
}

func newEmpty(base page.Base) *overviewPage {
	l := base.L
	base.Title = l.T("month.title")
	return &overviewPage{Base: base, Heading: page.Heading{Text: l.T("month.title")}, Empty: &page.Empty{
		Title: l.T("month.empty"), Text: l.T("month.empty_text"), Next: page.Link{Label: l.T("month.empty_next"), URL: "/"}}}
}

func newOverview(base page.Base, f *page.Form, address page.Address, stored []monthend.Stored, months []monthend.Month) *overviewPage {
	l, m := base.L, months[0]
	b := monthend.NewBrief(l, months)
	base.Title = l.T("month.title")
	home := Path + "/" + m.Name()
	p := &overviewPage{Base: base, Form: f, Sentences: b.Sentences[:], Lines: stacks(l, b), Trend: trend(l, b), Gaps: b.Gaps, PC: append(b.PC, b.Hours), Notes: b.Notes,
		Heading: page.Heading{Kicker: l.T("month.title") + " · " + l.LongDate(m.AsOf), Text: heading(l, b, m),
			Actions: []page.Action{{Label: l.T("month.do"), URL: home}}},
		Files: files(l, home)}
	p.Late = lateNote(l, b)
	if m.Total().Counted == 0 {
		p.Text = l.T("month.heading_none")
	}
	for _, s := range stored {
		p.Months = append(p.Months, page.Choice{Value: s.AsOf.String()[:7], Label: l.LongDate(s.AsOf)})
	}
	for _, line := range b.Lines {
		if line.Apart != "" {
			p.Apart = l.T("brief.apart_note")
		}
	}
	rows := m.Rows(l)
	p.Pager, p.Begins = address.Pager(pageRows, len(rows)), begins(address, rows)
	from := min(address.Offset(pageRows), len(rows))
	for _, r := range rows[from:min(from+pageRows, len(rows))] {
		p.Rows = append(p.Rows, tableRow{Course: r.Course, Group: r.Group, Counted: l.Int(r.Counted), Fulfilled: span(l, r.Fulfilled.Min, r.Fulfilled.Max),
			Behind: span(l, r.Behind.Min, r.Behind.Max), Rate: b.RateOf(r.Sum)})
	}
	p.Proof = proof(b)
	return p
}

// begins leads to the page on which the rows of each course begin; none where there
// is one page.
func begins(address page.Address, rows []monthend.Row) (list []page.Link) {
	if len(rows) <= pageRows {
		return nil
	}
	for i, r := range rows {
		if i == 0 || rows[i-1].CourseCode != r.CourseCode {
			list = append(list, page.Link{Label: r.Course, URL: address.With(page.PageParam, strconv.Itoa(i/pageRows+1)) + "#tabelle"})
		}
	}
	return list
}

func files(l *i18n.Printer, home string) []file {
	list := make([]file, 0, 4)
	for _, f := range []struct{ key, path string }{{"pdf", "/kurzbericht"}, {"xlsx", "/management"}, {"csv", "/tabelle.csv"}, {"json", "/tabelle.json"}} {
		one := file{Link: page.Link{Label: l.T("month.file." + f.key), URL: home + f.path}}
		if f.key == "pdf" || f.key == "xlsx" {
			one.Public = page.Link{Label: l.T("month.file.public"), URL: one.URL + forPublication}
		}
		list = append(list, one)
	}
	return list
}

// heading is a sentence of its own, so «mindestens» begins it and is no abbreviation.
func heading(l *i18n.Printer, b monthend.Brief, m monthend.Month) string {
	total := m.Total()
	if total.Fulfilled.Exact() {
		return l.T("month.heading", "rate", b.Rate, "of", b.Of)
	}
	num, den := total.Progress()
	return l.T("month.heading_least", "rate", l.Percent(num, den), "of", l.T("common.count_of", "done", l.Int(num), "total", l.Int(den)))
}

// lateNote explains the asterisk beside month ends that were kept later; "" without
// one.
func lateNote(l *i18n.Printer, b monthend.Brief) string {
	for _, p := range b.Trend {
		if p.Late {
			return l.T("month.asterisk")
		}
	}
	return ""
}

func span(l *i18n.Printer, from, to int) string {
	if from == to {
		return l.Int(from)
	}
	return l.Int(from) + "–" + l.Int(to)
}

func proof(b monthend.Brief) (list []page.Fact) {
	for _, p := range b.Proof {
		list = append(list, page.Fact{Term: p[0], Text: p[1]})
	}
	return list
}

func stacks(l *i18n.Printer, b monthend.Brief) page.Stacks {
	s := page.Stacks{Title: l.T("brief.lines"), Columns: heads(l, "group", "fulfilled_from", "rest", "behind_to", "counted", "rate")}
	for _, line := range b.Lines {
		rest := line.Sum.Counted - line.Sum.Fulfilled.Min - line.Sum.Behind.Max
		parts := "month.parts"
		if rest > 0 {
			parts = "month.parts_rest"
		}
		s.Rows = append(s.Rows, page.Stack{Label: line.Name, Done: line.Sum.Fulfilled.Min, Rest: rest, Late: line.Sum.Behind.Max,
			Mark: page.StatusMark(string(line.Light), line.Word), Text: line.Rate + " · " + line.Of,
			Parts: l.T(parts, "fulfilled", b.AtLeast(line.Sum.Fulfilled), "rest", l.Int(rest), "late", line.Late),
			Cells: []string{l.Int(line.Sum.Fulfilled.Min), l.Int(rest), l.Int(line.Sum.Behind.Max), l.Int(line.Sum.Counted), line.Rate}})
	}
	return s
}

func trend(l *i18n.Printer, b monthend.Brief) page.Trend {
	t := page.Trend{Title: b.Rising, Summary: b.Rising, Columns: heads(l, "month_end", "rate", "due_rate", "counted")}
	for _, p := range b.Trend {
		label := l.LongDate(p.AsOf)
		if p.Late {
			label += " *"
		}
		t.Points = append(t.Points, page.TrendPoint{Label: label, Short: l.Month(p.AsOf), Share: p.Share, Text: p.Rate, None: p.Sum.Counted == 0,
			Cells: []string{p.Rate, p.Due, l.Int(p.Sum.Counted)}})
	}
	return t
}

func heads(l *i18n.Printer, keys ...string) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i] = l.T("month.col." + key)
	}
	return list
}
