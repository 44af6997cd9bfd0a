package i18n

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Check compares the languages of Complete: a missing key, a surplus key, other
// placeholders or a plural on one side only is a problem each, sorted. It also
// finds «ß», which Swiss texts do not use. No problem is an empty list.
func (b *Bundle) Check() []string {
	var problems []string
	reference := b.own[Default]
	for _, lang := range Complete() {
		texts := b.own[lang]
		for key, want := range reference {
			got, ok := texts[key]
			if !ok {
				problems = append(problems, fmt.Sprintf("%s: %s is missing", lang, key))
				continue
			}
			if !slices.Equal(want.names(), got.names()) {
				problems = append(problems, fmt.Sprintf("%s: %s has the placeholders %v, in %s %v",
					lang, key, got.names(), Default, want.names()))
			}
			if (want.forms == nil) != (got.forms == nil) {
				problems = append(problems, fmt.Sprintf("%s: %s is a plural in one language only", lang, key))
			}
		}
		for key := range texts {
			if reference[key] == nil {
				problems = append(problems, fmt.Sprintf("%s: %s is not in %s", lang, key, Default))
			}
		}
	}
	for key, m := range reference {
		if strings.Contains(m.all(), "ß") {
			problems = append(problems, fmt.Sprintf("%s: %s has an ß", Default, key))
		}
	}
	slices.Sort(problems)
	return problems
}

func (m *message) all() string {
	var out strings.Builder
	out.WriteString(m.text)
	for _, form := range slices.Collect(maps.Values(m.forms)) {
		out.WriteString(form.text)
	}
	return out.String()
}
