package glossary

import (
	"cmp"
	_ "embed" // the data file
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

//go:embed glossary.yaml
var source []byte

// Term is one entry in all its languages.
type Term struct {
	ID      string   `yaml:"id"` // of the place on the page
	DE      Wording  `yaml:"de"`
	EN      Wording  `yaml:"en"`
	Courses []string `yaml:"courses"` // codes, where more is said
	See     []string `yaml:"see"`     // IDs of other terms
}

// Wording is a term in one language.
type Wording struct {
	Term  string   `yaml:"term"`
	Words []string `yaml:"words"` // other forms in which a text names it
	Text  string   `yaml:"text"`

	named *regexp.Regexp
}

// In is the wording in the language, else in German.
func (t *Term) In(lang string) *Wording {
	if lang == "en" {
		return &t.EN
	}
	return &t.DE
}

// Initial is the letter under which the wording stands, without its mark.
func (w *Wording) Initial() string {
	first := []rune(strings.ToUpper(w.Term))[0]
	if i := strings.IndexRune("ÄÖÜ", first); i >= 0 {
		return string("AOU"[i/2])
	}
	return string(first)
}

// Glossary is all terms. It is safe for concurrent use.
type Glossary struct {
	sorted map[string][]*Term // by language
	byID   map[string]*Term
}

// Load reads the data file; the error names all that is wrong with it.
func Load() (*Glossary, error) { return parse(source) }

var id = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func parse(raw []byte) (*Glossary, error) {
	var terms []*Term
	if err := yaml.Unmarshal(raw, &terms); err != nil {
		return nil, fmt.Errorf("glossary: %w", err)
	}
	g := &Glossary{sorted: map[string][]*Term{}, byID: map[string]*Term{}}
	var problems []error
	wrong := func(t *Term, what string) {
		problems = append(problems, fmt.Errorf("glossary: term %q: %s", t.ID, what))
	}
	for _, t := range terms {
		if !id.MatchString(t.ID) || g.byID[t.ID] != nil {
			wrong(t, "the ID is no slug, or stands twice")
		}
		g.byID[t.ID] = t
		for _, w := range []*Wording{&t.DE, &t.EN} {
			if w.Term == "" || w.Text == "" {
				wrong(t, "a term or its text is missing")
				continue
			}
			w.named = naming(w)
		}
	}
	for _, t := range terms {
		for _, other := range t.See {
			if g.byID[other] == nil || other == t.ID {
				wrong(t, "it leads to "+other)
			}
		}
	}
	for lang, tag := range map[string]language.Tag{"de": language.German, "en": language.English} {
		order := collate.New(tag)
		g.sorted[lang] = slices.SortedFunc(slices.Values(terms), func(a, b *Term) int {
			return cmp.Or(order.CompareString(a.In(lang).Term, b.In(lang).Term), cmp.Compare(a.ID, b.ID))
		})
	}
	return g, errors.Join(problems...)
}

// naming finds the wording in a text, as whole words: what is in brackets behind a
// term is no part of it.
func naming(w *Wording) *regexp.Regexp {
	term, _, _ := strings.Cut(w.Term, " (")
	var forms []string
	for _, form := range append([]string{term}, w.Words...) {
		quoted := regexp.QuoteMeta(form)
		if strings.ToUpper(form) != form { // AI is no part of «said AI», but ai is of nothing
			quoted = "(?i:" + quoted + ")"
		}
		forms = append(forms, quoted)
	}
	return regexp.MustCompile(`(?:^|[^\pL\pN])(?:` + strings.Join(forms, "|") + `)(?:[^\pL\pN]|$)`)
}

// All are the terms in the order of the language.
func (g *Glossary) All(lang string) []*Term {
	if terms := g.sorted[lang]; terms != nil {
		return terms
	}
	return g.sorted["de"]
}

// Term is the term with the ID, nil without one.
func (g *Glossary) Term(id string) *Term { return g.byID[id] }

// Named are the terms that the text names, in the order of the language.
func (g *Glossary) Named(text, lang string) []*Term {
	var found []*Term
	for _, t := range g.All(lang) {
		if t.In(lang).named.MatchString(text) {
			found = append(found, t)
		}
	}
	return found
}

// Find are the terms of which a word begins as each of the words does.
func (g *Glossary) Find(words []string, lang string) []*Term {
	var found []*Term
	for _, t := range g.All(lang) {
		w := t.In(lang)
		own := strings.FieldsFunc(strings.ToLower(w.Term+" "+strings.Join(w.Words, " ")), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		all := len(words) > 0
		for _, word := range words {
			all = all && slices.ContainsFunc(own, func(one string) bool { return strings.HasPrefix(one, word) })
		}
		if all {
			found = append(found, t)
		}
	}
	return found
}
