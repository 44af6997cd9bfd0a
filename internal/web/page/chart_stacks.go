package page

import "html/template"

// Stacks are bars from zero of three parts: what is done (filled), what is neither
// done nor late (empty), what is late (hatched), so that they need no colour.
// Partial "stacks"; the page links chart.css. Its title carries the message.
type Stacks struct {
	Title   string
	Rows    []Stack
	Columns []string // heads of the table behind; the first one is the name
}

// Stack is one bar.
type Stack struct {
	Label            string
	URL              string // "" leads nowhere
	Done, Rest, Late int
	Mark             template.HTML // a light
	Text             string        // «87,5 % · 42 von 48»
	Parts            string        // «42 erfüllt · 4 offen · 2 im Rückstand», in the order of the bar
	Cells            []string      // of the table, after the name
}

// SVG draws the bar; the words beside it say the same.
func (s Stack) SVG() template.HTML {
	all := s.Done + s.Rest + s.Late
	if all <= 0 {
		return ""
	}
	var m markup
	m.raw(`<svg class="stack" aria-hidden="true" focusable="false" height="20">`)
	x := 0.0
	for _, part := range []struct {
		class string
		n     int
	}{{"done", s.Done}, {"rest", s.Rest}, {"late", s.Late}} {
		if part.n == 0 {
			continue
		}
		width := 100 * float64(part.n) / float64(all)
		m.raw(`<rect class="` + part.class + `" y="1" height="18"`)
		if part.class == "late" {
			m.raw(` fill="url(#chart-late)"`)
		}
		m.raw(` x="`)
		m.percent(x)
		m.raw(`" width="`)
		m.percent(width)
		m.raw(`"/>`)
		x += width
	}
	m.raw(`<rect class="frame" x="0" y="1" width="100%" height="18"/></svg>`)
	return m.html()
}
