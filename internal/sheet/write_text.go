package sheet

import (
	"fmt"
	"unicode/utf8"
)

// TextLayout of a sheet that is read rather than filtered.
type TextLayout struct {
	Widths []float64 // of the columns in characters; at least one
	Paper  Paper
}

// TextPage is a free-form sheet: a cover, an overview, definitions. Its texts wrap.
type TextPage struct {
	page   *page
	widths []float64
}

// TextSheet begins a free-form sheet.
func (w *Writer) TextSheet(name string, layout TextLayout) (*TextPage, error) {
	if len(layout.Widths) == 0 {
		return nil, fmt.Errorf("sheet: %q has no columns", name)
	}
	page, err := w.begin(name, 1, layout.Widths, layout.Paper, 0, nil)
	if err != nil {
		return nil, err
	}
	return &TextPage{page: page, widths: layout.Widths}, nil
}

// Title writes the title of the sheet.
func (t *TextPage) Title(title string) error { return t.line(title, headTitle, 27) }

// Heading writes the title of a section, after an empty row.
func (t *TextPage) Heading(heading string) error {
	if t.page.row > 0 {
		if err := t.Blank(); err != nil {
			return err
		}
	}
	return t.line(heading, headSection, 20)
}

func (t *TextPage) line(s string, head uint8, height float64) error {
	return t.page.put([]any{s}, func(int) look { return look{head: head} }, height)
}

// Blank leaves a row empty.
func (t *TextPage) Blank() error { return t.page.put(nil, func(int) look { return look{} }, 0) }

// Header writes a row of column headers.
func (t *TextPage) Header(headers ...string) error {
	values := make([]any, len(headers))
	for i, h := range headers {
		values[i] = h
	}
	return t.page.put(values, func(int) look { return look{head: headColumn} }, t.height(values))
}

// Row writes values side by side, as Table.Row takes them.
func (t *TextPage) Row(values ...any) error {
	return t.page.put(values, func(int) look { return look{wrap: true, top: true, left: true} }, t.height(values))
}

func (t *TextPage) height(values []any) float64 {
	return rowHeight(values, func(i int) float64 {
		if i < len(t.widths) {
			return t.widths[i]
		}
		return t.widths[len(t.widths)-1]
	})
}

// lineHeight is that of a line of 11 points.
const lineHeight = 15.5

// rowHeight is the height for texts that need several lines in their columns:
// programs differ in whether they measure a row that states none. One line needs
// no statement: 0.
func rowHeight(values []any, width func(column int) float64) float64 {
	lines := 1
	for i, v := range values {
		if styled, ok := v.(Styled); ok {
			v = styled.Value
		}
		text, ok := v.(string)
		if !ok {
			continue
		}
		needed := 0
		for _, part := range splitLines(text) {
			needed += 1 + int(float64(max(utf8.RuneCountInString(part)-1, 0))*1.1/max(width(i), 1))
		}
		lines = max(lines, needed)
	}
	if lines == 1 {
		return 0
	}
	return min(float64(lines)*lineHeight, 409) // Excel's highest row
}

// Paragraph writes one text over the whole width. The height is reckoned from
// its length: programs do not measure merged cells.
func (t *TextPage) Paragraph(s string) error {
	total := 0.0
	for _, width := range t.widths {
		total += width
	}
	lines := 0
	for _, part := range splitLines(s) {
		lines += 1 + int(float64(utf8.RuneCountInString(part))*1.1/total)
	}
	height := min(float64(max(lines, 1))*lineHeight, 409)
	if err := t.page.put([]any{s}, func(int) look { return look{wrap: true} }, height); err != nil {
		return err
	}
	if len(t.widths) == 1 {
		return nil
	}
	row := t.page.row
	t.page.merged = append(t.page.merged, [2]string{fmt.Sprintf("A%d", row), fmt.Sprintf("%s%d", ColumnLetter(len(t.widths)), row)})
	return nil
}

func splitLines(s string) []string {
	var lines []string
	start := 0
	for i := range len(s) {
		if s[i] == '\n' {
			lines = append(lines, s[start:i])
			start = i + 1
		}
	}
	return append(lines, s[start:])
}
