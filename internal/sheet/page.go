package sheet

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Paper is what a printed sheet shows beside its cells.
type Paper struct {
	Classification string // at the top right of every page
	Footer         string // at the bottom, with Excel's codes: "Seite &P von &N"
	Portrait       bool   // A4 upright instead of across
}

// page is one worksheet. Its rows are written as they come (row.go); all else is
// the library's, which is told of the sheet when the workbook is closed.
type page struct {
	w      *Writer
	name   string
	index  int // among the sheets, once the workbook is closed
	stream *excelize.StreamWriter
	paper  Paper
	widths []float64
	frozen int // rows that stay in view
	row    int // last row written
	wide   int // widest row
	across int // printed pages beside each other; 0: one
	cut    int // texts that had to be cut
	xml    []byte
	packed rows
	// decorate runs after the last row.
	decorate func(p *page) error
	charts   []placed
	breaks   []string    // cells above which a printed page ends
	merged   [][2]string // first and last cell
}

var errClosed = errors.New("sheet: the workbook is closed")

// begin starts a sheet; a further part of a table stands right after the one
// before.
func (w *Writer) begin(name string, part int, widths []float64, paper Paper, frozen int, after *page) (*page, error) {
	if w.closed {
		return nil, errClosed
	}
	p := &page{w: w, name: w.sheetName(name, part), widths: widths, paper: paper, frozen: frozen}
	at := len(w.pages)
	if after != nil {
		at = slices.Index(w.pages, after) + 1
	}
	w.pages = slices.Insert(w.pages, at, p)
	return p, nil
}

// hand gives the library everything of the sheet but its rows. The phases are a
// law of the library: properties and columns, then what it takes for rows, then
// decorations, then flush; what comes later is lost without an error.
func (p *page) hand() error {
	steps := []func() error{p.setUp, p.startStream, func() error {
		for _, m := range p.merged {
			if err := p.stream.MergeCell(m[0], m[1]); err != nil {
				return err
			}
		}
		return nil
	}, func() error {
		if p.decorate == nil {
			return nil
		}
		return p.decorate(p)
	}, p.draw, func() error { return p.stream.Flush() }}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("sheet: %q: %w", p.name, err)
		}
	}
	return nil
}

func (p *page) setUp() error {
	f := p.w.file
	if p.index == 0 {
		if err := f.SetSheetName(f.GetSheetName(0), p.name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(p.name); err != nil {
		return err
	}
	fit, a4, across, any0 := true, 9, max(p.across, 1), 0
	orientation := "landscape"
	if p.paper.Portrait {
		orientation = "portrait"
	}
	narrow, wider := 0.4, 0.75 // inches
	steps := []func() error{
		func() error { return f.SetSheetDimension(p.name, placeholder(p.index)) },
		func() error { return f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}) },
		func() error {
			return f.SetPageLayout(p.name, &excelize.PageLayoutOptions{
				Size: &a4, Orientation: &orientation, FitToWidth: &across, FitToHeight: &any0,
			})
		},
		func() error {
			return f.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{
				Left: &narrow, Right: &narrow, Top: &wider, Bottom: &wider, Header: &narrow, Footer: &narrow,
			})
		},
		func() error {
			return f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{
				OddHeader: header(p.w.props.Title, p.paper.Classification), OddFooter: footer(p.paper.Footer),
			})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) startStream() error {
	stream, err := p.w.file.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	p.stream = stream
	for i, width := range p.widths {
		if err := stream.SetColWidth(i+1, i+1, min(max(width, 2), 250)); err != nil {
			return err
		}
	}
	if p.frozen == 0 {
		return nil
	}
	top := "A" + strconv.Itoa(p.frozen+1)
	return stream.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: p.frozen, TopLeftCell: top, ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: top, ActiveCell: top, Pane: "bottomLeft"}},
	})
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
