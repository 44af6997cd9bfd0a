package markdown

import (
	"bytes"
	"html"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// page is the state of one rendering: found by inspect, read by the renderer.
type page struct {
	opts         Options
	source       []byte
	problems     Problems
	ids          names
	anchors      map[ast.Node]string // ids of headings and call-out titles
	placeholders map[int]bool        // where a placeholder was read, by byte
	outline      []Heading
	blocks       []Block
	heads        []string // of the table being rendered
	column       int      // of the cell being rendered
	besides      int      // words of transcripts
}

func (p *page) report(at int, key string, args map[string]any) {
	p.problems = append(p.problems, Problem{Line: p.line(at), Key: key, Args: args})
}

func (p *page) line(at int) int {
	at = min(max(at, 0), len(p.source))
	return p.opts.FirstLine + bytes.Count(p.source[:at], []byte("\n"))
}

// inspect gives out ids, collects outline and blocks, and finds every problem.
func (p *page) inspect(root ast.Node) {
	var links []*ast.Link
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			p.heading(n)
		case *calloutTitle:
			p.callout(n)
		case *placeholder:
			p.placeholders[n.start] = true
			if _, known := p.opts.Values[n.name]; !known {
				p.report(n.start, KeyUnknownPlaceholder, map[string]any{"name": n.name})
			}
		case *ast.Link:
			links = append(links, n)
		case *ast.Image:
			p.image(n)
		case *ast.HTMLBlock, *ast.RawHTML:
			p.report(position(n), KeyRawHTML, nil)
		case *ast.Text:
			if match := calloutMarker.FindSubmatch(p.source[n.Segment.Start:]); match != nil && p.startsLine(n.Segment.Start) {
				p.report(n.Segment.Start, KeyCalloutPlace, map[string]any{"name": string(match[1])})
			}
		}
		return ast.WalkContinue, nil
	})
	for _, link := range links {
		p.link(link)
	}
	for _, at := range openingPattern.FindAllIndex(p.source, -1) {
		if !p.placeholders[at[0]] {
			p.report(at[0], KeyBrokenPlaceholder, map[string]any{"text": excerpt(string(p.source[at[0]:]))})
		}
	}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindLinkReferenceDefinition {
			continue // prints nothing
		}
		p.blocks = append(p.blocks, p.block(n))
	}
}

// image refuses a picture that is not the course's, or that has no text for who
// does not see it.
func (p *page) image(n *ast.Image) {
	name := string(n.Destination)
	if mediaFile.MatchString(name) {
		p.media(n, name)
		return
	}
	if _, known := p.opts.Images[name]; !known {
		p.report(position(n), KeyImage, map[string]any{"name": name})
	}
	if p.inline(n) == "" {
		p.report(position(n), KeyImageText, map[string]any{"name": name})
	}
}

func (p *page) startsLine(at int) bool {
	before := p.source[:at]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	return len(bytes.Trim(before, " \t>-*+#")) == 0
}

func (p *page) heading(n *ast.Heading) {
	label := p.inline(n)
	id := p.ids.take(label, "abschnitt")
	p.anchors[n] = id
	p.outline = append(p.outline, Heading{Level: p.level(n), Text: label, ID: id, Line: p.line(position(n))})
}

func (p *page) level(n *ast.Heading) int { return min(max(n.Level+p.opts.HeadingOffset, 1), 6) }

func (p *page) callout(n *calloutTitle) {
	if !n.known {
		p.report(position(n), KeyUnknownCallout, map[string]any{"name": string(n.callout)})
		return
	}
	label := p.opts.Labels[n.callout]
	if label == "" {
		p.report(position(n), KeyMissingLabel, map[string]any{"name": string(n.callout)})
	}
	if n.callout != Solution {
		p.anchors[n] = p.ids.take(label+" "+p.inline(n), "hinweis")
	}
}

func (p *page) link(n *ast.Link) {
	address := string(n.Destination)
	if !safeAddress(address) {
		p.report(position(n), KeyLink, map[string]any{"address": address})
		return
	}
	if target, local := strings.CutPrefix(address, "#"); local && !p.ids.used[p.opts.IDPrefix+target] {
		p.report(position(n), KeyLinkTarget, map[string]any{"address": address})
	}
}

// safeAddress reports whether a link may lead there: the web, a mail or phone
// address, a path of this site, a place on the page.
func safeAddress(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch strings.ToLower(parsed.Scheme) {
	case "https", "http":
		return parsed.Host != "" && parsed.User == nil
	case "mailto", "tel":
		return parsed.Opaque != ""
	case "":
		return strings.HasPrefix(address, "#") || strings.HasPrefix(address, "/") &&
			!strings.HasPrefix(address, "//") && !strings.HasPrefix(address, `/\`)
	}
	return false
}

func (p *page) block(n ast.Node) Block {
	block := Block{Type: "other", Line: p.line(position(n))}
	switch n := n.(type) {
	case *ast.Heading:
		block.Type, block.Level = "heading", n.Level
	case *ast.Paragraph:
		block.Type = "paragraph"
		if _, plays := p.mediaOf(n); plays {
			block.Type = "media"
		}
	case *ast.List:
		block.Type, block.Items = "list", n.ChildCount()
	case *tables.Table:
		block.Type, block.Items = "table", n.ChildCount()
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		block.Type = "code"
	case *ast.ThematicBreak:
		block.Type = "rule"
	case *ast.Blockquote:
		block.Type = "quote"
		if title := calloutOf(n); title != nil {
			block.Type, block.Callout = "callout", title.callout
			block.Empty = title.NextSibling() == nil
			for child := title.NextSibling(); child != nil; child = child.NextSibling() {
				if list, ok := child.(*ast.List); ok {
					block.Items += list.ChildCount()
				}
			}
		}
	}
	return block
}

// position is the byte at which a node begins: its own, or that of the first
// node in it that knows.
func position(n ast.Node) int {
	if title, ok := n.(*calloutTitle); ok {
		return title.Pos()
	}
	if text, ok := n.(*ast.Text); ok {
		return text.Segment.Start
	}
	if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
		return n.Lines().At(0).Start
	}
	if raw, ok := n.(*ast.RawHTML); ok && raw.Segments.Len() > 0 {
		return raw.Segments.At(0).Start
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if at := position(child); at >= 0 {
			return at
		}
	}
	if at := n.Pos(); at >= 0 {
		return at
	}
	if n.Type() == ast.TypeInline && n.Parent() != nil && n.Parent().Type() == ast.TypeBlock && n.Parent().Lines() != nil && n.Parent().Lines().Len() > 0 {
		return n.Parent().Lines().At(0).Start
	}
	return -1
}

// inline is the plain text of a node's inline children, placeholders filled.
func (p *page) inline(n ast.Node) string {
	var out strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			out.WriteString(html.UnescapeString(string(util.UnescapePunctuations(n.Segment.Value(p.source)))))
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.WriteByte(' ')
			}
		case *ast.String:
			out.Write(n.Value)
		case *ast.AutoLink:
			out.Write(n.Label(p.source))
		case *placeholder:
			out.WriteString(strings.TrimSpace(p.opts.Values[n.name]))
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(out.String()), " ")
}
