package i18n

import (
	"fmt"
	"maps"
	"slices"
)

// Forms is one text as somebody words it: plural form («one», «other») to text; a
// text without plural has «other» alone.
type Forms map[string]string

// Forms are those of a text as it stands; false for an unknown key.
func (p *Printer) Forms(key string) (Forms, bool) {
	m := p.find(key)
	switch {
	case m == nil:
		return nil, false
	case m.forms == nil:
		return Forms{"other": m.text}, true
	}
	forms := Forms{}
	for name, form := range pluralForms {
		if one := m.forms[form]; one != nil {
			forms[name] = one.text
		}
	}
	return forms, true
}

// Reword is the printer with other texts under some keys; p stays as it is. It
// fails for a key that it does not know, forms other than the text has, a broken
// placeholder, and placeholders other than the text's own.
func (p *Printer) Reword(texts map[string]Forms) (*Printer, error) {
	changed := &Printer{lang: p.lang, messages: p.messages, locale: p.locale, reworded: maps.Clone(p.reworded)}
	if changed.reworded == nil {
		changed.reworded = map[string]*message{}
	}
	for key, forms := range texts {
		m, err := p.compiled(key, forms)
		if err != nil {
			return nil, fmt.Errorf("i18n: %s: %w", key, err)
		}
		changed.reworded[key] = m
	}
	return changed, nil
}

func (p *Printer) compiled(key string, forms Forms) (*message, error) {
	own := p.messages[key]
	if own == nil {
		return nil, fmt.Errorf("there is no such text")
	}
	was, _ := (&Printer{messages: p.messages}).Forms(key)
	if !slices.Equal(slices.Sorted(maps.Keys(was)), slices.Sorted(maps.Keys(forms))) {
		return nil, fmt.Errorf("other plural forms are expected")
	}
	m := &message{}
	if own.forms != nil {
		m.forms = map[pluralForm]*message{}
	}
	for name, text := range forms {
		one, err := compile(text)
		if err != nil {
			return nil, err
		}
		if own.forms == nil {
			m = one
		} else {
			m.forms[pluralForms[name]] = one
		}
	}
	if !slices.Equal(own.names(), m.names()) {
		return nil, fmt.Errorf("the placeholders %v are expected, not %v", own.names(), m.names())
	}
	return m, nil
}

// find is the message of a key, nil if there is none.
func (p *Printer) find(key string) *message {
	if m := p.reworded[key]; m != nil {
		return m
	}
	return p.messages[key]
}
