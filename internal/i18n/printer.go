package i18n

import (
	"fmt"
	"strings"

	"golang.org/x/text/feature/plural"
)

type pluralForm = plural.Form

// Printer writes texts, dates and numbers in one language. It is shared and
// never changes.
type Printer struct {
	lang     string
	messages map[string]*message
	locale   *locale
	reworded map[string]*message // in place of those
}

// Lang is the language code of the texts, such as "de".
func (p *Printer) Lang() string { return p.lang }

// Tag is the value for the lang attribute of a page, such as "de-CH".
func (p *Printer) Tag() string { return p.locale.html }

// Has reports whether there is a text for the key.
func (p *Printer) Has(key string) bool { return p.find(key) != nil }

// Names lists the placeholders of a text, sorted; ok is false for an unknown
// key, plural says that it needs N.
func (p *Printer) Names(key string) (names []string, plural, ok bool) {
	m := p.find(key)
	if m == nil {
		return nil, false, false
	}
	return m.names(), m.forms != nil, true
}

// T is the text of the key. args are pairs of placeholder and value; strings
// stand as they are, integers and dates are written in the language. An unknown
// key is returned itself, so that a page stays usable.
func (p *Printer) T(key string, args ...any) string {
	m := p.find(key)
	if m == nil {
		return key
	}
	if m.forms != nil {
		m = m.forms[plural.Other]
	}
	if m.parts == nil {
		return m.text
	}
	return p.fill(m, func(name string) (any, bool) { return pair(args, name) })
}

// Map is T with the placeholders in a map, as errors carry them. A number under
// "n" picks the plural form.
func (p *Printer) Map(key string, args map[string]any) string {
	m := p.find(key)
	if m == nil {
		return key
	}
	if m.forms != nil {
		n, _ := args["n"].(int)
		m = p.form(m, n)
	}
	return p.fill(m, func(name string) (any, bool) { v, ok := args[name]; return v, ok })
}

// N is the text of the key in the plural form for n, which stands for {n}.
func (p *Printer) N(key string, n int, args ...any) string {
	m := p.find(key)
	if m == nil {
		return key
	}
	return p.fill(p.form(m, n), func(name string) (any, bool) {
		if name == "n" {
			return n, true
		}
		return pair(args, name)
	})
}

func (p *Printer) form(m *message, n int) *message {
	if m.forms == nil {
		return m
	}
	form := plural.Cardinal.MatchPlural(p.locale.tag, max(n, -n), 0, 0, 0, 0)
	if chosen := m.forms[form]; chosen != nil {
		return chosen
	}
	return m.forms[plural.Other]
}

func (p *Printer) fill(m *message, get func(string) (any, bool)) string {
	if m.parts == nil {
		return m.text
	}
	var out strings.Builder
	out.Grow(len(m.text) + 32)
	for _, part := range m.parts {
		if part.name == "" {
			out.WriteString(part.literal)
			continue
		}
		value, ok := get(part.name)
		if !ok {
			out.WriteString("{" + part.name + "}") // seen at once, and no page fails for it
			continue
		}
		if n, isInt := value.(int); isInt && part.style != "" {
			out.WriteString(p.Word(n, part.style == "Word"))
			continue
		}
		out.WriteString(p.value(value))
	}
	return out.String()
}

func pair(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

func (p *Printer) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return p.Int(v)
	case int64:
		return p.Int(int(v))
	case Day:
		return p.Date(v)
	default:
		return fmt.Sprint(v)
	}
}
