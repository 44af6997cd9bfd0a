package sheet

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"zaemme/internal/calendar"
)

// Paper is what a printed sheet shows beside its cells.
type Paper struct {
	Classification string // at the top right of every page
	Footer         string // at the bottom, with Excel's codes: "Seite &P von &N"
	Portrait       bool   // A4 upright instead of across
}

// page is one worksheet being streamed. Its phases are a law of the library:
// sheet properties and columns, then rows in ascending order, then decorations,
// then flush; what comes later is lost without an error.
type page struct {
	w      *Writer
	name   string
	index  int
	stream *excelize.StreamWriter
	row    int // last row written
	wide   int // widest row
	cut    int // texts that had to be cut
	// decorate runs between the last row and the flush.
	decorate func(p *page) error
	charts   []placed
	breaks   []string // cells above which a printed page ends
	closed   bool
}

var errSheetClosed = errors.New("sheet: this sheet takes no more rows")

// begin ends the open sheet and starts another.
func (w *Writer) begin(name string, part int, widths []float64, paper Paper, frozen int) (*page, error) {
	if w.closed {
		return nil, errors.New("sheet: the workbook is closed")
	}
	if err := w.finishOpen(); err != nil {
		return nil, err
	}
	p := &page{w: w, name: w.sheetName(name, part), index: len(w.pages)}
	if err := p.setUp(widths, paper, frozen); err != nil {
		return nil, fmt.Errorf("sheet: begin %q: %w", p.name, err)
	}
	w.pages = append(w.pages, p)
	w.open = p
	return p, nil
}

func (p *page) setUp(widths []float64, paper Paper, frozen int) error {
	f := p.w.file
	if p.index == 0 {
		if err := f.SetSheetName(f.GetSheetName(0), p.name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(p.name); err != nil {
		return err
	}
	fit, a4, one, any0 := true, 9, 1, 0
	orientation := "landscape"
	if paper.Portrait {
		orientation = "portrait"
	}
	narrow, wider := 0.4, 0.75 // inches
	steps := []func() error{
		func() error { return f.SetSheetDimension(p.name, placeholder(p.index)) },
		func() error { return f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}) },
		func() error {
			return f.SetPageLayout(p.name, &excelize.PageLayoutOptions{
				Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &any0,
			})
		},
		func() error {
			return f.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{
				Left: &narrow, Right: &narrow, Top: &wider, Bottom: &wider, Header: &narrow, Footer: &narrow,
			})
		},
		func() error {
			return f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{
				OddHeader: header(p.w.props.Title, paper.Classification), OddFooter: footer(paper.Footer),
			})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return p.startStream(widths, frozen)
}

func (p *page) startStream(widths []float64, frozen int) error {
	stream, err := p.w.file.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	p.stream = stream
	for i, width := range widths {
		if err := stream.SetColWidth(i+1, i+1, min(max(width, 2), 250)); err != nil {
			return err
		}
	}
	if frozen == 0 {
		return nil
	}
	top := "A" + strconv.Itoa(frozen+1)
	return stream.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: frozen, TopLeftCell: top, ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: top, ActiveCell: top, Pane: "bottomLeft"}},
	})
}

// look says how a value of a row is shown when it says nothing itself.
type look struct {
	format Format
	wrap   bool
	top    bool
	left   bool
	head   uint8
}

// put writes the next row; at answers the look of the column with that index.
func (p *page) put(values []any, at func(column int) look, options ...excelize.RowOpts) error {
	if p.closed {
		return errSheetClosed
	}
	cells := make([]any, len(values))
	for i, v := range values {
		prepared, err := prepare(v)
		if err != nil {
			return fmt.Errorf("row %d, column %s: %w", p.row+1, ColumnLetter(i+1), err)
		}
		if cells[i], err = p.cell(prepared, at(i)); err != nil {
			return err
		}
		if prepared.cut {
			p.cut++
		}
		if cells[i] != nil {
			p.wide = max(p.wide, i+1)
		}
	}
	p.row++
	if err := p.stream.SetRow("A"+strconv.Itoa(p.row), cells, options...); err != nil {
		return fmt.Errorf("sheet: row %d of %q: %w", p.row, p.name, err)
	}
	return nil
}

func (p *page) cell(v value, l look) (any, error) {
	if v.kind == valNone && l.head == 0 && v.tone == Plain {
		return nil, nil //nolint:nilnil // an empty cell
	}
	format := l.format
	if v.kind == valNumber && format == AsText || v.kind == valText && format != AsText {
		format = General
	}
	id, err := p.w.styleID(style{
		kind: v.kind, format: format, bold: v.bold, tone: v.tone,
		wrap: l.wrap && v.kind == valText, top: l.top, left: l.left && v.kind != valText, head: l.head,
	})
	if err != nil {
		return nil, err
	}
	cell := excelize.Cell{StyleID: id}
	switch v.kind {
	case valText:
		cell.Value = v.text
	case valNumber, valPercent:
		cell.Value = v.number
	case valTruth:
		cell.Value = v.number == 1
	case valDate:
		if serial := int(v.date - epoch1900); serial >= 61 {
			cell.Value = serial
		} else {
			cell.Value = formatDate(v.date) // before March 1900 Excel has no dates
		}
	}
	return cell, nil
}

func (p *page) finish() error {
	if p.closed {
		return nil
	}
	p.closed = true
	if p.decorate != nil {
		if err := p.decorate(p); err != nil {
			return fmt.Errorf("sheet: finish %q: %w", p.name, err)
		}
	}
	if err := p.draw(); err != nil {
		return fmt.Errorf("sheet: finish %q: charts: %w", p.name, err)
	}
	if err := p.stream.Flush(); err != nil {
		return fmt.Errorf("sheet: finish %q: %w", p.name, err)
	}
	return nil
}

// used is the range that holds everything written.
func (p *page) used() string {
	if p.row == 0 || p.wide == 0 {
		return "A1"
	}
	if p.row == 1 && p.wide == 1 {
		return "A1"
	}
	return "A1:" + ColumnLetter(p.wide) + strconv.Itoa(p.row)
}

// maxHeaderFooter is Excel's limit for either with its codes.
const maxHeaderFooter = 255

func header(title, classification string) string {
	escape := func(s string) string { return strings.ReplaceAll(firstRunes(writable(s), 80), "&", "&&") }
	out := ""
	if title != "" {
		out += "&L" + escape(title)
	}
	if classification != "" {
		out += "&R&B" + escape(classification)
	}
	return out
}

func footer(codes string) string {
	if codes == "" {
		return ""
	}
	return firstRunes("&C"+writable(codes), maxHeaderFooter)
}

func formatDate(d calendar.Date) string {
	year, month, day := d.YMD()
	return fmt.Sprintf("%02d.%02d.%04d", day, month, year)
}
