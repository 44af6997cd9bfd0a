package page

import (
	"html/template"
	"strconv"
	"strings"
)

// markup writes HTML in Go. It serves the two pieces that stand on nearly every
// page many times, the entries of navigations and the course rows: a template
// spends about a microsecond on each value, which makes them most of a page's
// cost. Everything else is a template.
type markup []byte

func (m *markup) raw(s string) { *m = append(*m, s...) }

// text writes a value, escaped for text and quoted attributes.
func (m *markup) text(s string) {
	last := 0
	for i := range len(s) {
		escaped := ""
		switch s[i] {
		case '&':
			escaped = "&amp;"
		case '<':
			escaped = "&lt;"
		case '>':
			escaped = "&gt;"
		case '"':
			escaped = "&#34;"
		case '\'':
			escaped = "&#39;"
		case 0:
			escaped = "\uFFFD"
		default:
			continue
		}
		*m = append(append(*m, s[last:i]...), escaped...)
		last = i + 1
	}
	*m = append(*m, s[last:]...)
}

// link opens an <a>. An address that is neither on this server nor of a harmless
// scheme leads nowhere.
func (m *markup) link(url, attributes string) {
	safe := url != "" && (url[0] == '/' || url[0] == '?' || url[0] == '#')
	for _, scheme := range []string{"https://", "http://", "mailto:", "tel:"} {
		safe = safe || strings.HasPrefix(url, scheme)
	}
	if !safe {
		url = "#"
	}
	m.raw(`<a href="`)
	m.text(url)
	m.raw(`"`)
	m.raw(attributes)
	m.raw(`>`)
}

func (m *markup) html() template.HTML { return template.HTML(*m) } //nolint:gosec // every value went through text

// links are the <li> entries of a navigation.
func links(items []NavItem) template.HTML {
	m := make(markup, 0, 96*len(items))
	for _, item := range items {
		current := ""
		if item.Current {
			current = ` aria-current="page"`
		}
		m.raw(`<li>`)
		m.link(item.URL, current)
		m.text(item.Label)
		if item.Count != 0 {
			m.raw(` <span class="count">`)
			m = strconv.AppendInt(m, int64(item.Count), 10)
			m.raw(`</span>`)
		}
		m.raw("</a></li>\n")
	}
	return m.html()
}

// courseRow is the <li> of one course. Status is taken from marks where the row
// has a code only.
func courseRow(r CourseRow, marks map[string]template.HTML) template.HTML {
	m := make(markup, 0, 1500)
	m.raw(`<li class="row">`)
	m.raw(string(r.Emblem))
	m.raw(`<div class="what"><h3>`)
	m.link(r.URL, "")
	m.text(r.Title)
	m.raw(`</a></h3><p class="soft">`)
	m.text(r.Meta)
	m.raw(`</p>`)
	m.segments(r.Done, r.Total)
	m.raw(`</div><div class="due">`)
	if r.Status != "" {
		m.raw(string(r.Status))
	} else {
		m.raw(string(marks[r.Code]))
	}
	m.raw(`<p class="soft">`)
	m.text(r.Due)
	m.raw(`</p></div>`)
	if r.Next.URL != "" {
		m.raw(`<p class="next">`)
		m.link(r.Next.URL, "")
		m.text(r.Next.Label)
		m.raw(`<span class="vh">: `)
		m.text(r.Title)
		m.raw(`</span></a></p>`)
	}
	m.raw("</li>\n")
	return m.html()
}

func (m *markup) segments(done, total int) {
	if total <= 0 || total > 60 {
		return
	}
	m.raw(`<svg class="seg" aria-hidden="true" focusable="false">`)
	const gap = 1.0
	width := (100 - gap*float64(total-1)) / float64(total)
	for i := range total {
		if i < done {
			m.raw(`<rect class="on" x="`)
		} else {
			m.raw(`<rect x="`)
		}
		*m = strconv.AppendFloat(*m, float64(i)*(width+gap), 'f', 2, 64)
		m.raw(`%" width="`)
		*m = strconv.AppendFloat(*m, width, 'f', 2, 64)
		m.raw(`%" height="100%"/>`)
	}
	m.raw(`</svg>`)
}

// Segments draws progress as one block per module, filled from the left; nothing
// for a total of 0. It is decoration: the words stand beside it.
func Segments(done, total int) template.HTML {
	var m markup
	m.segments(done, total)
	return m.html()
}

// ShareBar draws num of den as a bar from zero; nothing for a den of 0.
func ShareBar(num, den int) template.HTML {
	if den <= 0 {
		return ""
	}
	share := 100 * float64(min(max(num, 0), den)) / float64(den)
	m := markup(`<svg class="bar" aria-hidden="true" focusable="false"><rect class="on" width="`)
	m = strconv.AppendFloat(m, share, 'f', 2, 64)
	m.raw(`%" height="100%"/></svg>`)
	return m.html()
}
