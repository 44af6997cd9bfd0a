package coursefile

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"zaemme/internal/markdown"
)

// spoken is the main language of the course's texts, German until it is known.
func spoken(c *Course) string {
	if c.Language == "" {
		return "de"
	}
	return c.Language
}

// languages reads the languages that a course is written in; the main one comes
// first, whatever the order in the file.
func (o *object) languages(c *Course) {
	list := o.words("languages", false, func(node *yaml.Node, text string) bool {
		if !slices.Contains(languages, text) {
			o.fault(node, "language_unknown", args("field", "languages", "language", text))
			return false
		}
		return true
	})
	node := o.fields["languages"]
	if node == nil || c.Language == "" {
		return
	}
	if !slices.Contains(list, c.Language) {
		o.fault(node, "language_missing", args("field", "languages", "language", c.Language))
		return
	}
	c.Languages = append([]string{c.Language}, slices.DeleteFunc(list, func(one string) bool { return one == c.Language })...)
}

// textsOfCourse is a text that must be there in the main language; in the others
// of the course it should.
func (o *object) textsOfCourse(name string, placeholders bool, c *Course) Texts {
	texts := o.texts(name, placeholders, spoken(c))
	if node := o.fields[name]; node != nil {
		o.untranslated(node, o.path+name, texts, c)
	}
	return texts
}

// untranslated warns of each language of the course in which the text is
// missing; readers get the main language there.
func (r *report) untranslated(node *yaml.Node, field string, texts Texts, c *Course) {
	for _, language := range c.Languages {
		if language != spoken(c) && texts[language] == "" {
			r.warn(node, "translation_missing", args("field", field, "language", language))
		}
	}
}

// translations reads the files NN-slug.en.md beside a module, for each further
// language of the course.
func (f *folder) translations(o *object, name string, m *Module, blocks []markdown.Block, c *Course) {
	for _, language := range c.Languages {
		if language == spoken(c) {
			continue
		}
		beside := strings.TrimSuffix(name, ".md") + "." + language + ".md"
		if _, there := f.files[beside]; !there {
			o.warn(o.fields["languages"], "translation_file", args("name", beside, "language", language))
			continue
		}
		if body := f.translation(beside, m.Slug, language, blocks, c); body != "" {
			if m.Translations == nil {
				m.Translations = map[string]string{}
			}
			m.Translations[language] = body
		}
	}
}

func (f *folder) translation(name, slug, language string, blocks []markdown.Block, c *Course) string {
	r := f.report(name)
	defer func() { f.keep(r) }()
	source, ok := f.read(name, r)
	if !ok {
		return ""
	}
	front, body, bodyLine, ok := splitFront(source)
	if !ok {
		r.add(Error, 1, 0, "front_matter", nil)
	} else {
		r.offset = 1
		if root := r.parse(front); root != nil {
			o := r.object(root, "")
			o.choice("language", language)
			o.close()
		}
		r.offset = 0
	}
	f.note(language+" "+slug, r.file, bodyLine)
	translated := norm.NFC.String(body)
	if have := r.body(translated, bodyLine, translatedText, language, c); blocks != nil && have != nil {
		r.sameBlocks(blocks, have)
	}
	return translated
}

// sameBlocks reports the first place at which a translation is built otherwise
// than the text it translates; after it nothing can be compared.
func (r *report) sameBlocks(want, have []markdown.Block) {
	for i, block := range have {
		if i >= len(want) {
			r.add(Error, block.Line, 0, "translation_more", args("have", describe(block)))
			return
		}
		original := want[i]
		if describe(block) != describe(original) {
			r.add(Error, block.Line, 0, "translation_block", args("have", describe(block), "want", describe(original), "line", original.Line))
			return
		}
		if block.Items != original.Items {
			r.add(Error, block.Line, 0, "translation_items", args("have", describe(block), "count", block.Items, "wanted", original.Items, "line", original.Line))
			return
		}
	}
	if len(have) < len(want) {
		missing := want[len(have)]
		r.add(Error, have[len(have)-1].Line, 0, "translation_less", args("want", describe(missing), "line", missing.Line))
	}
}

// describe is the kind of a block as the argument want or have of a message.
func describe(b markdown.Block) string {
	switch b.Type {
	case "heading":
		return fmt.Sprintf("heading%d", b.Level)
	case "callout":
		return "[!" + string(b.Callout) + "]"
	}
	return b.Type
}
