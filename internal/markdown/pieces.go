package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Pieces are the blocks of a text, as Doc.Blocks counts them, each with what is
// written from its beginning to that of the next. Two texts of the same structure
// have the same number.
func Pieces(src string) []Piece {
	p := newPage(Options{})
	p.source = []byte(src)
	root := p.goldmark().Parser().Parse(text.NewReader(p.source))
	var starts []int
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindLinkReferenceDefinition {
			continue
		}
		at := max(position(n), 0)
		at = strings.LastIndexByte(src[:at], '\n') + 1
		if len(starts) > 0 && at < starts[len(starts)-1] {
			at = starts[len(starts)-1] // a rule does not know where it stands
		}
		starts = append(starts, at)
	}
	list := make([]Piece, len(starts))
	for i, start := range starts {
		end := len(src)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		list[i] = Piece{Text: strings.TrimSpace(src[start:end]), Start: start, End: end}
	}
	return list
}
