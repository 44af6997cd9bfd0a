package i18n

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
)

// message is one compiled text: plain, with placeholders, or with plural forms.
type message struct {
	text  string // the whole text where nothing is to be replaced
	parts []part
	forms map[plural.Form]*message
}

// part is a literal or, with a name, a placeholder.
type part struct{ literal, name, style string }

// compile reads the placeholders of a text. A brace that is no placeholder is
// an error, so that a slip does not reach a reader.
func compile(text string) (*message, error) {
	m := &message{text: text}
	rest := text
	for {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			break
		}
		if rest[open] == '}' {
			return nil, fmt.Errorf("a closing brace without an opening one in %q", text)
		}
		end := strings.IndexByte(rest[open:], '}')
		if end < 0 {
			return nil, fmt.Errorf("an opening brace without a closing one in %q", text)
		}
		name, style, _ := strings.Cut(rest[open+1:open+end], ":")
		if !isName(name) || !slices.Contains([]string{"", "word", "Word"}, style) {
			return nil, fmt.Errorf("%q is no placeholder in %q", rest[open:open+end+1], text)
		}
		if open > 0 {
			m.parts = append(m.parts, part{literal: rest[:open]})
		}
		m.parts = append(m.parts, part{name: name, style: style})
		rest = rest[open+end+1:]
	}
	if len(m.parts) > 0 && rest != "" {
		m.parts = append(m.parts, part{literal: rest})
	}
	return m, nil
}

func isName(s string) bool {
	for i, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// names lists the placeholders of all forms, sorted and once each. {n} of a
// plural is left out: a form may say «Eine Schulung» instead.
func (m *message) names() []string {
	var out []string
	for _, p := range m.parts {
		out = append(out, p.name)
	}
	for _, form := range m.forms {
		for _, name := range form.names() {
			if name != "n" {
				out = append(out, name)
			}
		}
	}
	out = slices.DeleteFunc(out, func(s string) bool { return s == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

var pluralForms = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other,
}
