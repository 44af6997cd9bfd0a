package markdown

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

var (
	placeholderPattern = regexp.MustCompile(`^\{\{([a-z][a-z0-9_]*)\}\}`)
	openingPattern     = regexp.MustCompile(`\{\{`)
	// linkPattern finds what becomes a link in a value: an address of the web,
	// an e-mail address, or a phone number in the Swiss or international form.
	// Short numbers such as 117 stay text unless they are the whole value.
	linkPattern = regexp.MustCompile(`https://[^\s<>"'«»()]+[^\s<>"'«»().,;:!?]` +
		`|[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}` +
		`|(?:\+[1-9][0-9]{0,2}|\b00[1-9][0-9]|\b0[1-9][0-9])(?:[ \x{a0}]?[0-9]{2,4}){2,5}\b`)
	shortNumber = regexp.MustCompile(`^[0-9]{3,4}$`)
)

var kindPlaceholder = ast.NewNodeKind("Placeholder")

// placeholder is {{name}} in running text.
type placeholder struct {
	ast.BaseInline
	name  string
	start int // byte in the source
}

// Kind implements ast.Node.
func (n *placeholder) Kind() ast.NodeKind { return kindPlaceholder }

// Dump implements ast.Node.
func (n *placeholder) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.name}, nil)
}

type placeholderParser struct{}

// Trigger implements parser.InlineParser.
func (placeholderParser) Trigger() []byte { return []byte{'{'} }

// Parse implements parser.InlineParser.
func (placeholderParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	match := placeholderPattern.FindSubmatch(line)
	if match == nil {
		return nil
	}
	block.Advance(len(match[0]))
	return &placeholder{name: string(match[1]), start: segment.Start}
}

// linked is the value as HTML: escaped, with addresses and numbers as links.
func linked(value string) string {
	value = strings.TrimSpace(value)
	if shortNumber.MatchString(value) {
		return anchor("tel:"+value, value)
	}
	var out strings.Builder
	end := 0
	for _, match := range linkPattern.FindAllStringIndex(value, -1) {
		found := value[match[0]:match[1]]
		out.WriteString(html.EscapeString(value[end:match[0]]))
		switch {
		case strings.HasPrefix(found, "https://"):
			out.WriteString(`<a href="` + html.EscapeString(found) + `" rel="noopener noreferrer">` + html.EscapeString(found) + `</a>`)
		case strings.Contains(found, "@"):
			out.WriteString(anchor("mailto:"+found, found))
		default:
			out.WriteString(anchor("tel:"+dialled(found), found))
		}
		end = match[1]
	}
	out.WriteString(html.EscapeString(value[end:]))
	return out.String()
}

func anchor(href, label string) string {
	return `<a href="` + html.EscapeString(href) + `">` + html.EscapeString(label) + `</a>`
}

// dialled is a phone number in the global form of RFC 3966; a number with a
// leading 0 is a Swiss one.
func dialled(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r == '+' || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, number)
	switch {
	case strings.HasPrefix(digits, "00"):
		return "+" + digits[2:]
	case strings.HasPrefix(digits, "0"):
		return "+41" + digits[1:]
	}
	return digits
}
