package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

// Default is the language shown where a text or a language is missing.
const Default = "de"

// Complete lists the languages that must have every text. Others (fr, it) may
// have gaps, which German fills.
func Complete() []string { return []string{"de", "en"} }

// Bundle is all texts in all languages. It is made once, by Load.
type Bundle struct {
	printers map[string]*Printer
	matcher  language.Matcher
	order    []string // languages in the order of the matcher
	own      map[string]map[string]*message
}

// Load reads every <area>.<language>.yaml directly in dir. It refuses a key that
// stands twice, a text with a broken placeholder, a plural without «other» and a
// language whose dates it cannot write; the error names file and line.
func Load(fsys fs.FS, dir string) (*Bundle, error) {
	files, err := fs.Glob(fsys, path.Join(dir, "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("i18n: %w", err)
	}
	b := &Bundle{printers: map[string]*Printer{}, own: map[string]map[string]*message{}}
	for _, file := range files {
		if err := b.read(fsys, file); err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
	}
	if len(b.own[Default]) == 0 {
		return nil, fmt.Errorf("i18n: no texts in %q in %s", Default, dir)
	}
	b.link()
	return b, nil
}

func (b *Bundle) read(fsys fs.FS, file string) error {
	lang := strings.TrimPrefix(path.Ext(strings.TrimSuffix(file, ".yaml")), ".")
	if _, ok := locales[lang]; !ok {
		return fmt.Errorf("%s: the name does not end in a known language, as in common.de.yaml", file)
	}
	raw, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(raw, &root); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if len(root.Content) == 0 {
		return nil
	}
	top := root.Content[0]
	if top.Kind != yaml.MappingNode {
		return fmt.Errorf("%s: keys with texts are expected", file)
	}
	if b.own[lang] == nil {
		b.own[lang] = map[string]*message{}
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		if _, twice := b.own[lang][key.Value]; twice {
			return fmt.Errorf("%s:%d: %s stands twice in %s", file, key.Line, key.Value, lang)
		}
		m, err := readMessage(value)
		if err != nil {
			return fmt.Errorf("%s:%d: %s: %w", file, value.Line, key.Value, err)
		}
		b.own[lang][key.Value] = m
	}
	return nil
}

func readMessage(node *yaml.Node) (*message, error) {
	if node.Kind == yaml.ScalarNode {
		return compile(node.Value)
	}
	if node.Kind != yaml.MappingNode {
		return nil, errors.New("a text or a map of plural forms is expected; quote a text that begins with a brace")
	}
	var forms map[string]string
	if err := node.Decode(&forms); err != nil {
		return nil, fmt.Errorf("a text or a map of plural forms is expected; quote a text that begins with a brace: %w", err)
	}
	if _, ok := forms["other"]; !ok {
		return nil, errors.New("a plural needs the form «other»")
	}
	m := &message{forms: make(map[pluralForm]*message, len(forms))}
	for name, text := range forms {
		form, ok := pluralForms[name]
		if !ok {
			return nil, fmt.Errorf("%q is no plural form", name)
		}
		compiled, err := compile(text)
		if err != nil {
			return nil, err
		}
		m.forms[form] = compiled
	}
	return m, nil
}

// link makes the printers and fills gaps with German.
func (b *Bundle) link() {
	b.order = slices.Sorted(maps.Keys(b.own))
	slices.SortStableFunc(b.order, func(x, y string) int { // the default first: the matcher falls back to it
		return boolInt(y == Default) - boolInt(x == Default)
	})
	tags := make([]language.Tag, len(b.order))
	for i, lang := range b.order {
		all := maps.Clone(b.own[Default])
		maps.Copy(all, b.own[lang])
		b.printers[lang] = &Printer{lang: lang, messages: all, locale: locales[lang]}
		tags[i] = locales[lang].tag
	}
	b.matcher = language.NewMatcher(tags)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Printer writes in the language ("de", "de-CH", "en" …); an unknown one or one
// without texts gives German.
func (b *Bundle) Printer(lang string) *Printer {
	base, _, _ := strings.Cut(lang, "-")
	if p, ok := b.printers[base]; ok {
		return p
	}
	return b.printers[Default]
}

// Match picks the language for an Accept-Language header; anything unreadable
// gives German.
func (b *Bundle) Match(acceptLanguage string) *Printer {
	if acceptLanguage == "" || len(acceptLanguage) > 500 {
		return b.printers[Default]
	}
	// The index counts, not the tag: the matcher decorates tags.
	_, index := language.MatchStrings(b.matcher, acceptLanguage)
	return b.printers[b.order[index]]
}

// Languages that have texts, German first.
func (b *Bundle) Languages() []string { return slices.Clone(b.order) }
