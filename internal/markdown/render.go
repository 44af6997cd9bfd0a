package markdown

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Render turns src into a Doc. The error is nil or an *apperr.Error of kind
// Invalid whose cause is Problems, all there are; the Doc is safe in both
// cases, only incomplete in the second.
func Render(src string, opts Options) (Doc, error) {
	opts.FirstLine = max(opts.FirstLine, 1)
	p := newPage(opts)
	if !utf8.ValidString(src) || strings.ContainsRune(src, 0) {
		p.problems = append(p.problems, Problem{Line: opts.FirstLine, Key: KeyEncoding})
		src = strings.ReplaceAll(strings.ToValidUTF8(src, ""), "\x00", "")
	}
	p.source = []byte(strings.ReplaceAll(src, "\r\n", "\n"))

	md := p.goldmark()
	root := md.Parser().Parse(text.NewReader(p.source))
	p.inspect(root)
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, p.source, root); err != nil {
		return Doc{}, err // a Buffer does not fail; a renderer of this package might
	}
	doc := Doc{HTML: strings.TrimSpace(policy.Sanitize(out.String())), Outline: p.outline, Blocks: p.blocks}
	doc.Text = plain(doc.HTML)
	doc.Words = max(CountWords(doc.Text)-p.besides, 0)
	return doc, p.problems.asError()
}

func newPage(opts Options) *page {
	return &page{opts: opts, ids: names{prefix: opts.IDPrefix, used: map[string]bool{}}, placeholders: map[int]bool{}, anchors: map[ast.Node]string{}}
}

// goldmark reads and writes what this package knows.
func (p *page) goldmark() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table),
		goldmark.WithParserOptions(
			parser.WithInlineParsers(util.Prioritized(placeholderParser{}, 50)),
			parser.WithParagraphTransformers(util.Prioritized(calloutTransformer{}, 50)),
		),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(p, 50))),
	)
}

// RenderLine turns one plain text, such as a question or an option, into HTML:
// escaped, line ends kept, placeholders filled. It knows no Markdown. The error
// is as with Render.
func RenderLine(src string, opts Options) (string, error) {
	var problems Problems
	filled := fill(src, opts, &problems, html.EscapeString, linked)
	return policy.Sanitize(strings.ReplaceAll(strings.TrimSpace(filled), "\n", "<br>")), problems.asError()
}

// FillLine is RenderLine for a plain-text medium such as a mail or a workbook.
func FillLine(src string, opts Options) (string, error) {
	var problems Problems
	same := func(text string) string { return text }
	return fill(src, opts, &problems, same, strings.TrimSpace), problems.asError()
}

func fill(src string, opts Options, problems *Problems, literal, value func(string) string) string {
	var out strings.Builder
	line := max(opts.FirstLine, 1)
	for {
		before, rest, found := strings.Cut(src, "{{")
		out.WriteString(literal(before))
		if !found {
			return out.String()
		}
		line += strings.Count(before, "\n")
		src = rest
		match := placeholderPattern.FindStringSubmatch("{{" + rest)
		if match == nil {
			*problems = append(*problems, Problem{line, KeyBrokenPlaceholder, map[string]any{"text": excerpt("{{" + rest)}})
			out.WriteString(literal("{{"))
			continue
		}
		src = rest[len(match[0])-2:]
		filled, known := opts.Values[match[1]]
		if !known {
			*problems = append(*problems, Problem{line, KeyUnknownPlaceholder, map[string]any{"name": match[1]}})
			out.WriteString(literal(match[0]))
			continue
		}
		out.WriteString(value(filled))
	}
}

// CountWords is the number of words that hold a letter or a digit.
func CountWords(text string) int {
	count := 0
	for _, word := range strings.Fields(text) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			count++
		}
	}
	return count
}

// excerpt is the beginning of the text's first line, for messages.
func excerpt(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	runes := []rune(text)
	if len(runes) > 30 {
		return string(runes[:30]) + " …"
	}
	return text
}
