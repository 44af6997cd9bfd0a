package markdown

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// Link is an address of the web in a text.
type Link struct {
	Address string
	Line    int // from 1
}

// Links are the addresses of the web that a text links to, in its order. It reads what
// Render reads; an address that Render refuses is among them too.
func Links(src string) []Link {
	p := &page{source: []byte(strings.ReplaceAll(strings.ToValidUTF8(src, ""), "\r\n", "\n")), opts: Options{FirstLine: 1}}
	root := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(p.source))
	var list []Link
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		address := ""
		switch n := n.(type) {
		case *ast.Link:
			address = string(n.Destination)
		case *ast.AutoLink:
			address = string(n.URL(p.source))
		}
		lower := strings.ToLower(address)
		if entering && (strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")) {
			list = append(list, Link{Address: address, Line: p.line(position(n))})
		}
		return ast.WalkContinue, nil
	})
	return list
}
