package page

import (
	"html/template"
	"strconv"
)

// Trend is a share over months, zero-based, with the table behind it. Partial
// "trend"; the page links chart.css. Its title carries the message.
type Trend struct {
	Title   string
	Summary string // of a screen reader: from where to where
	Points  []TrendPoint
	Columns []string // heads of the table; the first one is the month
}

// TrendPoint is one month end.
type TrendPoint struct {
	Label string   // «31. Oktober 2026», in the table
	Short string   // «Okt. 26», below the axis
	Share float64  // per cent
	Text  string   // «87,5 %», at the point
	None  bool     // nothing to show a share of
	Cells []string // of the table, after the label
	URLs  []string // where the cells lead, as many as Cells; nil: nowhere
}

// URL is where a cell leads, from 0; "" where it leads nowhere.
func (p TrendPoint) URL(cell int) string {
	if cell >= len(p.URLs) {
		return ""
	}
	return p.URLs[cell]
}

// Measures of the trend in px from the top; across it is in per cent of the width,
// so that type keeps its size on a phone.
const (
	trendTop    = 30.0
	trendHeight = 150.0
	trendLabels = trendTop + trendHeight + 24
	trendLeft   = 13.0
	trendWidth  = 84.0
)

// SVG draws the line; every number in it stands in the table too.
func (c Trend) SVG() template.HTML {
	m := make(markup, 0, 400+160*len(c.Points))
	m.raw(`<svg class="trend" role="img" height="210" aria-label="`)
	m.text(c.Summary)
	m.raw(`">`)
	for _, level := range []int{0, 50, 100} {
		y := trendY(float64(level))
		m.line(`grid`, 0, y, 100, y)
		m.label(`soft`, `start`, 0, y-4, strconv.Itoa(level)+" %")
	}
	last := len(c.Points) - 1
	for i := 1; i <= last; i++ {
		if a, b := c.Points[i-1], c.Points[i]; !a.None && !b.None {
			m.line(`line`, c.x(i-1), trendY(a.Share), c.x(i), trendY(b.Share))
		}
	}
	for i, p := range c.Points {
		anchor := "middle"
		switch {
		case last == 0:
		case i == 0:
			anchor = "start"
		case i == last:
			anchor = "end"
		}
		if i == 0 || i == last || last >= 6 && i == last/2 {
			m.label(`soft`, anchor, c.x(i), trendLabels, p.Short)
		}
		if p.None {
			continue
		}
		m.raw(`<circle cx="`)
		m.percent(c.x(i))
		m.raw(`" cy="`)
		m.number(trendY(p.Share))
		if i != last {
			m.raw(`" r="3"/>`)
			if i == 0 {
				m.label(`soft`, anchor, c.x(i), c.beside(i), p.Text)
			}
			continue
		}
		m.raw(`" r="5"/>`)
		m.label(`strong`, anchor, c.x(i)+2, c.beside(i), p.Text)
	}
	m.raw(`</svg>`)
	return m.html()
}

// x is where the point stands, in per cent of the width.
func (c Trend) x(i int) float64 {
	if len(c.Points) < 2 {
		return 50
	}
	return trendLeft + trendWidth*float64(i)/float64(len(c.Points)-1)
}

// beside is where the label of the first or the last point stands: on the side that
// the line leaves free.
func (c Trend) beside(i int) float64 {
	share, next := c.Points[i].Share, 1
	if i > 0 {
		next = i - 1
	}
	if next < len(c.Points) && c.Points[next].Share > share && share > 15 {
		return trendY(share) + 22
	}
	return trendY(share) - 12
}

func trendY(share float64) float64 { return trendTop + trendHeight*(1-share/100) }

func (m *markup) number(v float64) { *m = strconv.AppendFloat(*m, v, 'f', 2, 64) }

func (m *markup) percent(v float64) {
	m.number(v)
	m.raw(`%`)
}

// line has its ends across in per cent, its heights in px.
func (m *markup) line(class string, x1, y1, x2, y2 float64) {
	m.raw(`<line class="` + class + `" x1="`)
	m.percent(x1)
	m.raw(`" y1="`)
	m.number(y1)
	m.raw(`" x2="`)
	m.percent(x2)
	m.raw(`" y2="`)
	m.number(y2)
	m.raw(`"/>`)
}

func (m *markup) label(class, anchor string, x, y float64, text string) {
	m.raw(`<text class="` + class + `" text-anchor="` + anchor + `" x="`)
	m.percent(x)
	m.raw(`" y="`)
	m.number(y)
	m.raw(`">`)
	m.text(text)
	m.raw(`</text>`)
}
