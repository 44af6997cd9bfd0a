package page

import (
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"zaemme/internal/i18n"
)

// folder evaluates at start what cannot change between requests: {{t "key"}} and
// {{asset "app.css"}} become plain text of the template, escaped for HTML text and
// quoted attributes. That costs nothing at request time and proves that each text
// and file exists.
type folder struct {
	printer *i18n.Printer
	assets  *Assets
}

func (f folder) fold(tree *parse.Tree) error {
	if tree.Root == nil {
		return nil
	}
	return f.list(tree.Root)
}

func (f folder) list(list *parse.ListNode) error {
	if list == nil {
		return nil
	}
	var out []parse.Node
	for _, node := range list.Nodes {
		node, err := f.node(node)
		if err != nil {
			return err
		}
		text, isText := node.(*parse.TextNode)
		if isText && len(out) > 0 {
			if last, ok := out[len(out)-1].(*parse.TextNode); ok { // one write instead of two
				last.Text = append(slices.Clip(last.Text), text.Text...)
				continue
			}
		}
		out = append(out, node)
	}
	list.Nodes = out
	return nil
}

var indent = regexp.MustCompile(`[ \t]*\n\s*`)

func (f folder) node(node parse.Node) (parse.Node, error) {
	switch n := node.(type) {
	case *parse.TextNode:
		n.Text = indent.ReplaceAll(n.Text, []byte("\n"))
	case *parse.ActionNode:
		return f.action(n)
	case *parse.IfNode:
		return n, f.branch(&n.BranchNode)
	case *parse.RangeNode:
		return n, f.branch(&n.BranchNode)
	case *parse.WithNode:
		return n, f.branch(&n.BranchNode)
	case *parse.TemplateNode:
		return n, f.pipe(n.Pipe)
	case *parse.ListNode:
		return n, f.list(n)
	}
	return node, nil
}

func (f folder) branch(n *parse.BranchNode) error {
	if err := f.pipe(n.Pipe); err != nil {
		return err
	}
	if err := f.list(n.List); err != nil {
		return err
	}
	return f.list(n.ElseList)
}

func (f folder) action(n *parse.ActionNode) (parse.Node, error) {
	if err := f.pipe(n.Pipe); err != nil {
		return nil, err
	}
	if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) != 1 || len(n.Pipe.Cmds[0].Args) != 2 {
		return n, nil
	}
	name, okName := n.Pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	value, okValue := n.Pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !okName || !okValue {
		return n, nil
	}
	text := ""
	switch name.Ident {
	case "t":
		text = template.HTMLEscapeString(f.printer.T(value.Text))
	case "asset":
		text, _ = f.assets.URL(value.Text)
	case "symbol":
		text = string(symbols[value.Text])
	default:
		return n, nil
	}
	return &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(text)}, nil
}

func (f folder) pipe(pipe *parse.PipeNode) error {
	if pipe == nil {
		return nil
	}
	for _, command := range pipe.Cmds {
		if err := f.command(command); err != nil {
			return err
		}
		for _, arg := range command.Args {
			if inner, ok := arg.(*parse.PipeNode); ok {
				if err := f.pipe(inner); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// command checks the constants of a call: keys, placeholders, assets, symbols.
func (f folder) command(c *parse.CommandNode) error {
	name, first := called(c)
	switch name {
	case "t", "T", "n", "N":
		return f.text(c, first, name == "n" || name == "N")
	case "asset":
		if _, ok := f.assets.URL(constant(c, first)); !ok {
			return fmt.Errorf("there is no static file %q", constant(c, first))
		}
	case "symbol":
		if _, ok := symbols[constant(c, first)]; !ok {
			return fmt.Errorf("there is no symbol %q", constant(c, first))
		}
	case "field", "choice", "link", "notice", "empty":
		for i := range c.Args {
			if key := constant(c, i); looksLikeKey.MatchString(key) && !f.printer.Has(key) {
				return fmt.Errorf("there is no text %q", key)
			}
		}
	}
	return nil
}

var looksLikeKey = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)

// called is the function or method (.L.T) and the index of its first argument.
func called(c *parse.CommandNode) (string, int) {
	switch head := c.Args[0].(type) {
	case *parse.IdentifierNode:
		return head.Ident, 1
	case *parse.FieldNode:
		if len(head.Ident) > 1 && head.Ident[len(head.Ident)-2] == "L" {
			return head.Ident[len(head.Ident)-1], 1
		}
	case *parse.VariableNode:
		if len(head.Ident) > 2 && head.Ident[len(head.Ident)-2] == "L" {
			return head.Ident[len(head.Ident)-1], 1
		}
	}
	return "", 0
}

func constant(c *parse.CommandNode, i int) string {
	if i < len(c.Args) {
		if s, ok := c.Args[i].(*parse.StringNode); ok {
			return s.Text
		}
	}
	return ""
}

func (f folder) text(c *parse.CommandNode, first int, plural bool) error {
	if first >= len(c.Args) {
		return fmt.Errorf("%s without a key", c)
	}
	if _, ok := c.Args[first].(*parse.StringNode); !ok {
		return nil // a key from the page: the handler's tests see it
	}
	key := constant(c, first)
	want, isPlural, ok := f.printer.Names(key)
	if !ok {
		return fmt.Errorf("there is no text %q", key)
	}
	if isPlural && !plural {
		return fmt.Errorf("%q has plural forms: use n", key)
	}
	pairs := first + 1
	if plural {
		pairs++
	}
	var got []string
	for i := pairs; i < len(c.Args); i += 2 {
		got = append(got, constant(c, i))
	}
	slices.Sort(got)
	if plural {
		want = slices.DeleteFunc(want, func(s string) bool { return s == "n" })
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("%q wants {%s}, the template gives {%s}", key, strings.Join(want, "} {"), strings.Join(got, "} {"))
	}
	return nil
}
