package monthend

import (
	"io"
	"slices"
	"time"

	"zaemme/internal/aggregate"
	"zaemme/internal/i18n"
	"zaemme/internal/report"
	"zaemme/internal/sheet"
)

// The sheets of the Management workbook; their names are the same in every
// language (REPORT.md §5: 1–5 and 15).
const (
	sheetCover        = "Deckblatt"
	sheetOverview     = "Übersicht"
	sheetOrganisation = "Organisation"
	sheetCourses      = "Kurse"
	sheetTrend        = "Verlauf"
	sheetDefinitions  = "Definitionen"
)

// book is the Management workbook in the making: no names, only functions.
type book struct {
	words
	w      *sheet.Writer
	months []Month // newest first
	brief  Brief
	class  Class
	s      *Service
}

// Workbook writes the Management workbook of the first month, for internal use; months
// are newest first, as Last reads them.
func (s *Service) Workbook(out io.Writer, l *i18n.Printer, months []Month, now time.Time) error {
	return s.workbook(out, l, months, now, Internal)
}

// PublicWorkbook is Workbook as it may be published: the same but for what it says of
// who may read it.
func (s *Service) PublicWorkbook(out io.Writer, l *i18n.Printer, months []Month, now time.Time) error {
	return s.workbook(out, l, months, now, Public)
}

func (s *Service) workbook(out io.Writer, l *i18n.Printer, months []Month, now time.Time, class Class) error {
	b := &book{words: words{l}, months: months, brief: NewBrief(l, months), class: class, s: s}
	b.w = sheet.NewWriter(out, sheet.Props{
		Title: l.T("month.book"), Subject: l.T("report.as_of_day", "day", months[0].AsOf), Creator: l.T("month.creator"),
		Language: l.Tag(), Classification: class.Name(l), Created: now,
	})
	defer b.w.Discard()
	for _, write := range []func() error{b.cover, b.overview, b.organisation, b.courses, b.trend, b.definitions} {
		if err := write(); err != nil {
			return err
		}
	}
	return b.w.Close()
}

func (b *book) paper(portrait bool) sheet.Paper {
	return sheet.Paper{Classification: b.class.Name(b.l), Footer: b.l.T("report.page"), Portrait: portrait}
}

func each[T any](list []T, fn func(T) error) error {
	for _, x := range list {
		if err := fn(x); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) overview() error {
	t, err := b.w.TextSheet(sheetOverview, sheet.TextLayout{Widths: []float64{46, 14, 14, 14, 14, 14, 16, 20}, Paper: b.paper(false)})
	if err != nil {
		return err
	}
	l := b.l
	if err := t.Title(l.T("month.book")); err != nil {
		return err
	}
	for _, sentence := range b.brief.Sentences {
		if err := t.Paragraph(sentence); err != nil {
			return err
		}
	}
	if err := t.Heading(l.T("brief.lines")); err != nil {
		return err
	}
	if err := t.Header(append([]string{l.T("month.col.group")}, b.heads("fulfilled_from", "rest", "behind_to", "counted", "rate", "due_rate", "light")...)...); err != nil {
		return err
	}
	m := b.months[0]
	for _, line := range b.brief.Lines {
		if err := t.Row(append([]any{line.Name}, b.sum(m, line.Sum)...)...); err != nil {
			return err
		}
	}
	if err := t.Row(append([]any{sheet.Bold(l.T("report.total"))}, b.sum(m, m.Total())...)...); err != nil {
		return err
	}
	if len(b.brief.Lines) > 1 {
		if err := t.Blank(); err != nil {
			return err
		}
		if err := t.Chart(b.linesChart(t.LastRow() - 1 - len(b.brief.Lines))); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(b.brief.Lines, func(line BriefLine) bool { return line.Apart != "" }) {
		if err := t.Paragraph(l.T("brief.apart_note")); err != nil {
			return err
		}
	}
	for _, part := range []struct {
		key   string
		texts []string
	}{{"brief.gaps", b.brief.Gaps}, {"brief.pc", append(slices.Clone(b.brief.PC), b.brief.Hours)}} {
		if err := t.Heading(l.T(part.key)); err != nil {
			return err
		}
		if err := each(part.texts, t.Paragraph); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) heads(keys ...string) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i] = b.l.T("month.col." + key)
	}
	return list
}

// sum are the cells of a sum: fulfilled at least, neither fulfilled nor behind,
// behind at most, counted, rate, due rate, light.
func (b *book) sum(m Month, s aggregate.Sum) []any {
	num, den := s.Progress()
	dueNum, dueDen := s.Due()
	light := m.Light(s)
	return []any{s.Fulfilled.Min, s.Counted - s.Fulfilled.Min - s.Behind.Max, s.Behind.Max, s.Counted, ratio(num, den), ratio(dueNum, dueDen),
		sheet.Toned(b.l.T("status."+string(light)), tones[light])}
}

// linesChart draws the table of the divisions whose first row is from.
func (b *book) linesChart(from int) sheet.Chart {
	to := from + len(b.brief.Lines) - 1
	c := sheet.Chart{Kind: sheet.StackedBar, Width: 760, Height: uint(140 + 30*len(b.brief.Lines)), Title: b.l.T("brief.lines"), Alt: b.l.T("month.chart_lines"),
		Categories: sheet.Cells{Column: 1, From: from, To: to}}
	for i, colour := range []string{"0B5D66", "C9CFD4", "B03A3A"} {
		c.Series = append(c.Series, sheet.Series{Name: sheet.Cells{Column: i + 2, From: from - 1}, Values: sheet.Cells{Column: i + 2, From: from, To: to}, Colour: colour})
	}
	return c
}

// trendChart draws the two rates of the table of month ends.
func (b *book) trendChart() sheet.Chart {
	to := len(b.months) + 1
	c := sheet.Chart{Kind: sheet.LineChart, Dates: true, Width: 760, Height: 280, Title: b.brief.Rising, Alt: b.brief.Rising,
		Categories: sheet.Cells{Column: 1, From: 2, To: to}}
	for i, colour := range []string{"0B5D66", "B9791A"} {
		c.Series = append(c.Series, sheet.Series{Name: sheet.Cells{Column: 7 + i, From: 1}, Values: sheet.Cells{Column: 7 + i, From: 2, To: to}, Colour: colour})
	}
	return c
}

var tones = map[report.Light]sheet.Tone{
	report.LightGreen: sheet.Good, report.LightAmber: sheet.Warn, report.LightRed: sheet.Bad, report.LightNone: sheet.Muted,
}

func ratio(num, den int) any {
	if den == 0 {
		return "–"
	}
	return sheet.Percent(float64(num) / float64(den))
}

// columns of a table of sums, after the ones that name the row: a range is in two
// columns, so that every cell is a number.
func (b *book) columns(first ...sheet.Column) []sheet.Column {
	for _, key := range []string{"counted", "fulfilled_from", "fulfilled_to", "behind_from", "behind_to", "rate", "due_rate"} {
		first = append(first, sheet.Column{Header: b.l.T("month.col." + key), Width: 17, Format: sheet.Integer})
	}
	return first
}

func numbers(s aggregate.Sum) []any {
	num, den := s.Progress()
	dueNum, dueDen := s.Due()
	return []any{s.Counted, s.Fulfilled.Min, s.Fulfilled.Max, s.Behind.Min, s.Behind.Max, ratio(num, den), ratio(dueNum, dueDen)}
}

// organisation is the published table: group × course.
func (b *book) organisation() error {
	t, err := b.w.Sheet(sheetOrganisation, sheet.Layout{Paper: b.paper(false), Columns: append(b.columns(
		sheet.Column{Header: b.l.T("month.col.group_code"), Width: 30, Format: sheet.AsText, Wrap: true}, sheet.Column{Header: b.l.T("month.col.group"), Width: 48, Wrap: true},
		sheet.Column{Header: b.l.T("month.col.course_code"), Width: 12, Format: sheet.AsText}, sheet.Column{Header: b.l.T("month.col.course"), Width: 40}),
		sheet.Column{Header: b.l.T("month.col.without_pc"), Width: 16}, sheet.Column{Header: b.l.T("month.col.no"), Width: 16, Format: sheet.Integer})})
	if err != nil {
		return err
	}
	return each(b.months[0].Rows(b.l), func(r Row) error {
		row := append([]any{r.GroupCode, r.Group, r.CourseCode, r.Course}, numbers(r.Sum)...)
		return t.Row(append(row, yes(b.l, r.WithoutPC), r.No)...)
	})
}

func (b *book) courses() error {
	t, err := b.w.Sheet(sheetCourses, sheet.Layout{Paper: b.paper(false), Columns: b.columns(
		sheet.Column{Header: b.l.T("month.col.course_code"), Width: 12, Format: sheet.AsText}, sheet.Column{Header: b.l.T("month.col.course"), Width: 48})})
	if err != nil {
		return err
	}
	m := b.months[0]
	return each(m.Shown(), func(id int64) error {
		c := m.Courses[id]
		return t.Row(append([]any{c.Code, c.Titles.In(b.l.Lang())}, numbers(m.Course(id))...)...)
	})
}

func (b *book) trend() error {
	t, err := b.w.Sheet(sheetTrend, sheet.Layout{Paper: b.paper(false), Columns: append(b.columns(
		sheet.Column{Header: b.l.T("month.col.month_end"), Width: 16}), sheet.Column{Header: b.l.T("month.col.frozen"), Width: 36})})
	if err != nil {
		return err
	}
	for _, m := range slices.Backward(b.months) {
		frozen := b.l.Date(day(m.FrozenAt))
		if m.Late() {
			frozen = b.l.T("month.late", "day", day(m.FrozenAt))
		}
		row := append([]any{m.AsOf}, numbers(m.Total())...)
		if err := t.Row(append(row, frozen)...); err != nil {
			return err
		}
	}
	if len(b.months) > 1 {
		t.Chart(b.trendChart())
	}
	return nil
}

func (b *book) definitions() error {
	t, err := b.w.TextSheet(sheetDefinitions, sheet.TextLayout{Widths: []float64{110}, Paper: b.paper(true)})
	if err != nil {
		return err
	}
	if err := t.Title(b.l.T("report.def.title", "version", b.months[0].Definitions)); err != nil {
		return err
	}
	if err := each(b.brief.Notes, t.Paragraph); err != nil {
		return err
	}
	if err := t.Heading(b.l.T("report.def.hash")); err != nil {
		return err
	}
	if err := each([]string{"month.hash_text", "month.hash_fields"}, func(key string) error { return t.Paragraph(b.l.T(key)) }); err != nil {
		return err
	}
	if err := t.Heading(b.l.T("report.def.contact")); err != nil {
		return err
	}
	return t.Paragraph(b.l.T("month.creator"))
}
