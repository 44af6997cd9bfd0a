package markdown

import (
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// RegisterFuncs takes over the nodes that zaemme writes in its own way; the
// rest is goldmark's safe HTML.
func (p *page) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, p.renderHeading)
	r.Register(ast.KindBlockquote, p.renderQuote)
	r.Register(kindCallout, p.renderCalloutTitle)
	r.Register(kindPlaceholder, p.renderPlaceholder)
	r.Register(ast.KindLink, p.renderLink)
	r.Register(ast.KindAutoLink, p.renderAutoLink)
	r.Register(ast.KindFencedCodeBlock, p.renderCode)
	r.Register(ast.KindImage, p.renderImage)
	r.Register(ast.KindParagraph, p.renderParagraph)
	r.Register(ast.KindHTMLBlock, skip)
	r.Register(ast.KindRawHTML, skip)
	r.Register(tables.KindTable, p.renderTable)
	r.Register(tables.KindTableHeader, p.renderTableHeader)
	r.Register(tables.KindTableRow, p.renderTableRow)
	r.Register(tables.KindTableCell, p.renderTableCell)
}

func skip(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

// write is for the error-free BufWriter over a bytes.Buffer: a failure would
// come back from its Flush.
func write(w util.BufWriter, parts ...string) (ast.WalkStatus, error) {
	for _, part := range parts {
		if _, err := w.WriteString(part); err != nil {
			return ast.WalkStop, err
		}
	}
	return ast.WalkContinue, nil
}

func (p *page) renderHeading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "h" + strconv.Itoa(p.level(node.(*ast.Heading)))
	if entering {
		return write(w, "<", tag, ` id="`, html.EscapeString(p.anchors[node]), `">`)
	}
	return write(w, "</", tag, ">\n")
}

func (p *page) renderQuote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	title := calloutOf(node)
	switch {
	case title == nil || !title.known:
		if entering {
			return write(w, "<blockquote>\n")
		}
		return write(w, "</blockquote>\n")
	case title.callout == Solution:
		if entering {
			return write(w, `<details class="callout callout-solution">`, "\n")
		}
		return write(w, "</div>\n</details>\n")
	default:
		if entering {
			return write(w, `<div class="callout callout-`, strings.ToLower(string(title.callout)),
				`" role="group" aria-labelledby="`, html.EscapeString(p.anchors[title]), `">`, "\n")
		}
		return write(w, "</div>\n")
	}
}

// renderCalloutTitle writes the kind's label, and the own title behind it.
func (p *page) renderCalloutTitle(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	title := node.(*calloutTitle)
	label := html.EscapeString(p.opts.Labels[title.callout])
	before, after := `<p class="callout-title" id="`+html.EscapeString(p.anchors[title])+`">`, "</p>\n"
	switch {
	case !title.known:
		before, label = "<p>", ""
	case title.callout == Solution:
		before, after = `<summary class="callout-title">`, "</summary>\n<div class=\"callout-body\">\n"
	}
	if !entering {
		return write(w, after)
	}
	if title.HasChildren() && label != "" {
		label = `<span class="callout-kind">` + label + `</span> `
	}
	return write(w, before, label)
}

func (p *page) renderPlaceholder(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	name := node.(*placeholder).name
	value, known := p.opts.Values[name]
	if !known {
		return write(w, html.EscapeString("{{"+name+"}}"))
	}
	for parent := node.Parent(); parent != nil; parent = parent.Parent() {
		if _, titled := parent.(*calloutTitle); titled || parent.Kind() == ast.KindLink || parent.Kind() == ast.KindHeading {
			return write(w, html.EscapeString(strings.TrimSpace(value))) // no link in a link, a heading or a summary
		}
	}
	return write(w, linked(value))
}

// renderImage writes a picture of the course with its size, so that nothing moves
// while it loads; one that is not the course's is left out.
func (p *page) renderImage(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	image, known := p.opts.Images[string(node.(*ast.Image).Destination)]
	if !entering || !known {
		return ast.WalkSkipChildren, nil
	}
	if _, err := write(w, `<img src="`, html.EscapeString(image.URL), `" alt="`, html.EscapeString(p.inline(node)), `" width="`, strconv.Itoa(image.Width),
		`" height="`, strconv.Itoa(image.Height), `" loading="lazy">`); err != nil {
		return ast.WalkStop, err
	}
	return ast.WalkSkipChildren, nil
}

func (p *page) renderLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	address := string(node.(*ast.Link).Destination)
	if !safeAddress(address) {
		return ast.WalkContinue, nil // its text stays
	}
	if !entering {
		return write(w, "</a>")
	}
	return write(w, p.openLink(address))
}

func (p *page) renderAutoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	label, address := string(n.Label(source)), string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
		address = "mailto:" + address
	}
	if !safeAddress(address) {
		return write(w, html.EscapeString(label))
	}
	return write(w, p.openLink(address), html.EscapeString(label), "</a>")
}

func (p *page) openLink(address string) string {
	if target, local := strings.CutPrefix(address, "#"); local {
		address = "#" + p.opts.IDPrefix + target
	}
	rel := ""
	if lower := strings.ToLower(address); strings.HasPrefix(lower, "http:") || strings.HasPrefix(lower, "https:") {
		rel = ` rel="noopener noreferrer"`
	}
	return `<a href="` + string(util.EscapeHTML(util.URLEscape([]byte(address), true))) + `"` + rel + `>`
}

func (p *page) renderCode(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	return write(w, "<pre><code>", html.EscapeString(string(node.Lines().Value(source))), "</code></pre>\n")
}
