package sheet

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Column of a table sheet.
type Column struct {
	Header string
	Width  float64 // in characters; 0 follows from the header
	Format Format
	Wrap   bool // long texts on several lines
}

// Layout of a table sheet.
type Layout struct {
	Columns []Column
	Paper   Paper
	// Above stands before the header, a line each; a sheet that programs read
	// has none.
	Above []string
	// NoFilter leaves out the autofilter, for tables that end in totals.
	NoFilter bool
	// Repeat are the first and last column, from 1, that stand on every printed page
	// of a table too wide for one; zero: none.
	Repeat [2]int
}

// acrossPage is how many characters stand across a printed page so that one can
// still read them: A4 across at some 60 % of the size on the screen.
const acrossPage = 250.0

// pagesAcross is on how many pages beside each other a table is printed.
func (l Layout) pagesAcross(widths []float64) int {
	sum, repeated := 0.0, 0.0
	for i, w := range widths {
		sum += w
		if i+1 >= l.Repeat[0] && i+1 <= l.Repeat[1] {
			repeated += w
		}
	}
	if sum <= acrossPage*1.2 { // rather a little smaller than on two pages
		return 1
	}
	return int(math.Ceil((sum - repeated) / (acrossPage - min(repeated, acrossPage/2))))
}

// Table is one table on a sheet: a bold, frozen header that repeats on every
// printed page, an autofilter, one row per call. After 1,000,000 rows it goes
// on on a further sheet with the same header.
type Table struct {
	w      *Writer
	name   string
	layout Layout
	page   *page
	wraps  bool // some column does
	part   int
	rows   int
	cut    int
}

// Sheet begins a table sheet. Names are made valid and unique; headers are made
// unique by a number.
func (w *Writer) Sheet(name string, layout Layout) (*Table, error) {
	layout.Columns = uniqueHeaders(layout.Columns)
	t := &Table{w: w, name: name, layout: layout}
	t.wraps = slices.ContainsFunc(layout.Columns, func(c Column) bool { return c.Wrap })
	return t, t.nextPart()
}

func (t *Table) nextPart() error {
	t.part++
	widths := make([]float64, len(t.layout.Columns))
	for i, c := range t.layout.Columns {
		widths[i] = c.Width
		if c.Width == 0 {
			widths[i] = float64(min(max(utf8.RuneCountInString(c.Header)+4, 9), 40))
		}
	}
	page, err := t.w.begin(t.name, t.part, widths, t.layout.Paper, len(t.layout.Above)+1, t.page)
	if err != nil {
		return err
	}
	t.page = page
	page.decorate, page.across = t.decorate, t.layout.pagesAcross(widths)
	for _, line := range t.layout.Above {
		if err := page.put([]any{line}, func(int) look { return look{} }, 0); err != nil {
			return err
		}
	}
	headers := make([]any, len(t.layout.Columns))
	for i, c := range t.layout.Columns {
		headers[i] = c.Header
	}
	return page.put(headers, func(int) look { return look{head: headColumn} }, rowHeight(headers, func(i int) float64 { return widths[i] }))
}

// Row writes one row; the values stand in the order of the columns and may be
// nil, string, int, int32, int64, float64, Percent, bool, calendar.Date or
// Styled of one of them. More values than columns are an error.
func (t *Table) Row(values ...any) error {
	if len(values) > len(t.layout.Columns) {
		return fmt.Errorf("sheet: %d values for the %d columns of %q", len(values), len(t.layout.Columns), t.name)
	}
	if t.page.row >= t.w.maxRows {
		t.cut += t.page.cut
		if err := t.page.pack(); err != nil {
			return err
		}
		t.page.xml = nil
		if err := t.nextPart(); err != nil {
			return err
		}
	}
	if err := t.page.put(values, func(i int) look {
		return look{format: t.layout.Columns[i].Format, wrap: t.layout.Columns[i].Wrap, top: t.wraps}
	}, 0); err != nil {
		return err
	}
	t.rows++
	return nil
}

// Rows is the number of rows written, headers not counted.
func (t *Table) Rows() int { return t.rows }

// Cut is the number of texts that were longer than a cell can hold.
func (t *Table) Cut() int { return t.cut + t.page.cut }

// Name is the name of the (first) sheet as the workbook has it.
func (t *Table) Name() string { return t.page.name }

// decorate adds what must come after the rows.
func (t *Table) decorate(p *page) error {
	top := len(t.layout.Above) + 1
	if !t.layout.NoFilter && len(t.layout.Columns) > 0 {
		ref := fmt.Sprintf("A%d:%s%d", top, ColumnLetter(len(t.layout.Columns)), p.row)
		if err := p.w.file.AutoFilter(p.name, ref, nil); err != nil {
			return err
		}
	}
	name := "'" + strings.ReplaceAll(p.name, "'", "''") + "'!"
	titles := fmt.Sprintf("%s$%d:$%d", name, top, top)
	if r := t.layout.Repeat; r[0] > 0 && p.across > 1 {
		titles = fmt.Sprintf("%s$%s:$%s,%s", name, ColumnLetter(r[0]), ColumnLetter(r[1]), titles)
	}
	return p.w.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: titles})
}

func uniqueHeaders(columns []Column) []Column {
	out := make([]Column, len(columns))
	seen := map[string]bool{}
	for i, c := range columns {
		base := writable(c.Header)
		c.Header = base
		for n := 2; seen[strings.ToLower(c.Header)]; n++ {
			c.Header = fmt.Sprintf("%s (%d)", base, n)
		}
		seen[strings.ToLower(c.Header)] = true
		out[i] = c
	}
	return out
}
