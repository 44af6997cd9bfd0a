package sheet

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// style is everything a cell's look depends on.
type style struct {
	kind   kindOf
	format Format
	bold   bool
	tone   Tone
	wrap   bool
	top    bool // beside wrapped texts
	left   bool
	head   uint8 // 1 a column header, 2 a heading, 3 a title
}

// The heads of a style.
const (
	headColumn = 1 + iota
	headSection
	headTitle
)

// styleID registers a style with the workbook the first time it is needed; the
// plain style is 0.
func (w *Writer) styleID(s style) (int, error) {
	if s == (style{kind: valText}) || s == (style{kind: valNumber}) || s == (style{kind: valTruth}) || s == (style{}) {
		return 0, nil
	}
	if id, ok := w.styles[s]; ok {
		return id, nil
	}
	id, err := w.file.NewStyle(s.excelize())
	if err != nil {
		return 0, fmt.Errorf("sheet: style: %w", err)
	}
	w.styles[s] = id
	return id, nil
}

// tones are pairs of type and ground with a contrast of at least 4.5 to 1.
var tones = map[Tone]struct{ ink, ground string }{
	Good:  {"1B5E34", "E4F3E8"},
	Warn:  {"7A4700", "FFF1DA"},
	Bad:   {"8F1D1D", "FBE6E6"},
	Muted: {"56616C", ""},
}

func (s style) excelize() *excelize.Style {
	out := &excelize.Style{
		Font:      &excelize.Font{Family: "Calibri", Size: 11, Bold: s.bold},
		Alignment: &excelize.Alignment{WrapText: s.wrap},
	}
	if s.top || s.wrap {
		out.Alignment.Vertical = "top"
	}
	if s.left || s.kind == valDate {
		out.Alignment.Horizontal = "left"
	}
	if tone, ok := tones[s.tone]; ok {
		out.Font.Color = tone.ink
		if tone.ground != "" {
			out.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{tone.ground}}
		}
	}
	switch s.head {
	case headColumn:
		out.Font.Bold = true
		out.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3E9EF"}}
		out.Border = []excelize.Border{{Type: "bottom", Color: "7C8B99", Style: 1}}
		out.Alignment.WrapText = true
	case headSection:
		out.Font.Bold, out.Font.Size = true, 13
	case headTitle:
		out.Font.Bold, out.Font.Size = true, 18
	}
	switch {
	case s.kind == valDate:
		code := "dd.mm.yyyy"
		out.CustomNumFmt = &code
	case s.kind == valPercent:
		code := "0.0%"
		out.CustomNumFmt = &code
	case s.format == AsText:
		out.NumFmt = 49 // @
	case s.format == Integer:
		out.NumFmt = 3 // #,##0
	case s.format == Decimal:
		code := "0.0"
		out.CustomNumFmt = &code
	}
	return out
}
