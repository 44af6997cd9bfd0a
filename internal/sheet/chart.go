package sheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// ChartKind is how a chart draws its series.
type ChartKind uint8

// The kinds.
const (
	LineChart  ChartKind = iota // one line a series, from 0 to 100 %
	StackedBar                  // one bar a category, series side by side in it
)

// Cells are cells of one column of a sheet of the same workbook, rows from 1; the
// zero Sheet is the sheet on which the chart stands.
type Cells struct {
	Sheet    string
	Column   int // from 1
	From, To int // rows
}

// Series is one line or colour of a chart; Name is the cell with its name.
type Series struct {
	Name, Values Cells
	Tone         Tone
	Colour       string // RRGGBB in place of the tone's, "" for it
}

// Chart draws cells. It holds no numbers of its own, so it cannot differ from the
// table that it stands beside.
type Chart struct {
	Kind       ChartKind
	Title      string // says what is seen
	Alt        string // for who does not see it
	Categories Cells
	// Dates says that the categories are days: shown as month and year.
	Dates         bool
	Series        []Series
	Width, Height uint // pixels
}

// placed is a chart with the cell of its upper left corner.
type placed struct {
	at    string
	chart Chart
}

// chartInk are the colours of series by tone: darker than those of cells, as
// areas and lines need it.
var chartInk = map[Tone]string{Plain: "8A949E", Good: "2E7D4F", Warn: "C98A1B", Bad: "B03A3A", Muted: "C9CFD4"}

const axisInk = "3A4046"

// draw adds the charts and page breaks of a sheet; the library wants that before
// the flush.
func (p *page) draw() error {
	for _, cell := range p.breaks {
		if err := p.w.file.InsertPageBreak(p.name, cell); err != nil {
			return err
		}
	}
	for _, one := range p.charts {
		c, err := p.excelize(one.chart)
		if err != nil {
			return err
		}
		if err := p.w.file.AddChart(p.name, one.at, c); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) excelize(c Chart) (*excelize.Chart, error) {
	out := &excelize.Chart{
		Type:      excelize.Line,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: writable(c.Title), Font: &excelize.Font{Bold: true, Size: 12}}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: c.Width, Height: c.Height},
		Format:    excelize.GraphicOptions{AltText: writable(c.Alt), OffsetX: 4, OffsetY: 4, Positioning: "oneCell"},
	}
	switch c.Kind {
	case LineChart:
		low, high := 0.0, 1.0
		out.ShowBlanksAs = "gap"
		out.YAxis = excelize.ChartAxis{Minimum: &low, Maximum: &high, MajorUnit: 0.25, MajorGridLines: true,
			NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0%"}}
		if c.Dates {
			out.XAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: "mm.yy"}
		}
	case StackedBar:
		out.Type = excelize.BarStacked
		gap := uint(45)
		out.GapWidth = &gap
		out.XAxis = excelize.ChartAxis{ReverseOrder: true} // the first category at the top
		out.YAxis = excelize.ChartAxis{MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}}
	default:
		return nil, fmt.Errorf("sheet: chart %d", c.Kind)
	}
	// The library's own axis labels are too pale to read.
	out.XAxis.Font, out.YAxis.Font = excelize.Font{Color: axisInk, Size: 9}, excelize.Font{Color: axisInk, Size: 9}
	categories := p.cells(c.Categories)
	for _, s := range c.Series {
		colour := s.Colour
		if colour == "" {
			colour = chartInk[s.Tone]
		}
		fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
		one := excelize.ChartSeries{Name: p.cells(s.Name), Categories: categories, Values: p.cells(s.Values)}
		one.Fill = fill // of a line it is the colour too
		if c.Kind == LineChart {
			one.Line = excelize.LineOptions{Width: 2.25}
			one.Marker = excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: fill, Border: excelize.LineOptions{Fill: fill, Width: 1}}
		}
		out.Series = append(out.Series, one)
	}
	return out, nil
}

// cells writes a reference; one cell is written as one.
func (p *page) cells(c Cells) string {
	name := c.Sheet
	if name == "" {
		name = p.name
	}
	column := ColumnLetter(c.Column)
	ref := fmt.Sprintf("'%s'!$%s$%d", strings.ReplaceAll(name, "'", "''"), column, c.From)
	if c.To > c.From {
		ref += fmt.Sprintf(":$%s$%d", column, c.To)
	}
	return ref
}

// Chart draws a chart over the rows that follow and leaves them empty.
func (t *TextPage) Chart(c Chart) error {
	t.page.charts = append(t.page.charts, placed{fmt.Sprintf("A%d", t.page.row+1), c})
	for range int(c.Height)/20 + 2 {
		if err := t.Blank(); err != nil {
			return err
		}
	}
	return nil
}

// PageBreak lets the next row begin a new page on paper.
func (t *TextPage) PageBreak() {
	t.page.breaks = append(t.page.breaks, fmt.Sprintf("A%d", t.page.row+1))
}

// LastRow is the number of the last row written, from 1; 0 before the first.
func (t *TextPage) LastRow() int { return t.page.row }

// Chart draws a chart below the table, once all rows are written: further rows
// would lie under it.
func (t *Table) Chart(c Chart) {
	t.page.charts = append(t.page.charts, placed{fmt.Sprintf("A%d", t.page.row+2), c})
}
