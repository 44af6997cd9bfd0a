package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

var calloutMarker = regexp.MustCompile(`^[ \t]*\[!([A-Za-z_]+)\][ \t]*`)

var kindCallout = ast.NewNodeKind("CalloutTitle")

// calloutTitle is the first line of a call-out without its marker. It is the
// first child of the block quote, which it makes a call-out.
type calloutTitle struct {
	ast.BaseBlock
	callout Kind
	known   bool
}

// Kind implements ast.Node.
func (n *calloutTitle) Kind() ast.NodeKind { return kindCallout }

// Dump implements ast.Node.
func (n *calloutTitle) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Callout": string(n.callout)}, nil)
}

// calloutOf is the title of a call-out, nil for every other node.
func calloutOf(n ast.Node) *calloutTitle {
	if n == nil || n.Kind() != ast.KindBlockquote {
		return nil
	}
	title, _ := n.FirstChild().(*calloutTitle)
	return title
}

// calloutTransformer takes the marker line out of the first paragraph of a
// block quote before inline parsing, so that a title may hold emphasis and
// placeholders.
type calloutTransformer struct{}

// Transform implements parser.ParagraphTransformer.
func (calloutTransformer) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote := node.Parent()
	if quote == nil || quote.Kind() != ast.KindBlockquote || node.PreviousSibling() != nil || node.Lines().Len() == 0 {
		return
	}
	first := node.Lines().At(0)
	line := first.Value(reader.Source())
	match := calloutMarker.FindSubmatchIndex(line)
	if match == nil {
		return
	}
	title := &calloutTitle{callout: Kind(strings.ToUpper(string(line[match[2]:match[3]])))}
	for _, kind := range Kinds() {
		title.known = title.known || kind == title.callout
	}
	title.SetPos(first.Start)
	rest := bytes.TrimRight(line[match[1]:], " \t\r\n")
	if start := first.Start + match[1] - first.Padding; len(rest) > 0 && start >= 0 {
		title.Lines().Append(text.NewSegment(start, start+len(rest)))
	}
	quote.InsertBefore(quote, node, title)
	if node.Lines().Len() == 1 {
		quote.RemoveChild(quote, node)
		return
	}
	node.Lines().SetSliced(1, node.Lines().Len())
	node.SetPos(node.Lines().At(0).Start)
}
