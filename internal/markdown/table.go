package markdown

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// wideColumns is the number of columns from which a table may be wider than a
// phone: it gets a frame that scrolls and can be reached by keyboard.
const wideColumns = 3

func (p *page) renderTable(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		p.heads = p.headCells(node)
	}
	heads := p.heads // a table holds no table
	wide := len(heads) >= wideColumns
	switch {
	case entering && wide:
		label := strings.Join(heads, ", ")
		if word := p.opts.Labels[LabelTable]; word != "" {
			label = word + ": " + label
		}
		return write(w, `<div class="table-scroll" role="region" tabindex="0" aria-label="`, html.EscapeString(label), `">`, "\n<table>\n")
	case entering:
		return write(w, "<table>\n")
	}
	end := "</table>\n"
	if node.ChildCount() > 1 {
		end = "</tbody>\n</table>\n"
	}
	if wide {
		end += "</div>\n"
	}
	return write(w, end)
}

func (p *page) renderTableHeader(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	p.column = 0
	if entering {
		return write(w, "<thead>\n<tr>\n")
	}
	if node.NextSibling() != nil {
		return write(w, "</tr>\n</thead>\n<tbody>\n")
	}
	return write(w, "</tr>\n</thead>\n")
}

func (p *page) renderTableRow(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	p.column = 0
	if entering {
		return write(w, "<tr>\n")
	}
	return write(w, "</tr>\n")
}

// renderTableCell names the column in data-label, so that a style sheet can set
// a row as a block on a phone.
func (p *page) renderTableCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	cell := node.(*tables.TableCell)
	head := cell.Parent().Kind() == tables.KindTableHeader
	tag, attributes := "td", ""
	if head {
		tag, attributes = "th", ` scope="col"`
	}
	if !entering {
		return write(w, "</", tag, ">\n")
	}
	switch cell.Alignment {
	case tables.AlignRight:
		attributes += ` class="right"`
	case tables.AlignCenter:
		attributes += ` class="center"`
	case tables.AlignLeft, tables.AlignNone:
	}
	if !head && p.column < len(p.heads) && p.heads[p.column] != "" {
		attributes += ` data-label="` + html.EscapeString(p.heads[p.column]) + `"`
	}
	p.column++
	return write(w, "<", tag, attributes, ">")
}

// headCells are the plain texts of a table's first row.
func (p *page) headCells(table ast.Node) []string {
	var heads []string
	if table == nil || table.FirstChild() == nil {
		return nil
	}
	for cell := table.FirstChild().FirstChild(); cell != nil; cell = cell.NextSibling() {
		heads = append(heads, p.inline(cell))
	}
	return heads
}
