package coursefile

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"zaemme/internal/markdown"
)

// textKind says which rules a Markdown file follows.
type textKind int

const (
	moduleText     textKind = iota // scene, exercise, «Merken Sie sich», 600 to 1,200 words
	freeText                       // a trainer's notes, a directive: free in its structure
	handoutText                    // free in its structure, minutes optional
	translatedText                 // built like the text it translates
)

var (
	moduleFile = regexp.MustCompile(`^([0-9]{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md$`)
	pageFile   = regexp.MustCompile(`^([a-z0-9]+(?:-[a-z0-9]+)*)\.md$`)
)

// The length of an online module in words; outside it is a warning.
const (
	leastWords = 600
	mostWords  = 1200
)

// module reads one Markdown file with its front matter, and its translations
// beside it.
func (f *folder) module(o *object, name string, no int, kind textKind, c *Course) Module {
	r := f.report(name)
	defer func() { f.keep(r) }()
	m := Module{No: no, File: r.file}
	if no > 0 {
		if match := moduleFile.FindStringSubmatch(name); match == nil {
			r.add(Error, 1, 0, "field_pattern", args("field", "modules", "value", name, "example", "01-meine-rolle.md"))
		} else if number, _ := strconv.Atoi(match[1]); number != no {
			r.add(Error, 1, 0, "module_number", args("want", no, "number", match[1]))
		} else {
			m.Slug = match[2]
		}
	} else if match := pageFile.FindStringSubmatch(name); match == nil {
		r.add(Error, 1, 0, "field_pattern", args("field", "file", "value", name, "example", "trainer.md"))
	} else {
		m.Slug = match[1]
	}
	source, ok := f.read(name, r)
	if !ok {
		return m
	}
	front, body, bodyLine, ok := splitFront(source)
	if !ok {
		r.add(Error, 1, 0, "front_matter", nil)
	} else {
		r.offset = 1
		if root := r.parse(front); root != nil {
			r.frontMatter(root, &m, kind, c)
		}
		r.offset = 0
	}
	f.note(m.Slug, r.file, 1)
	m.Body, m.BodyLine = norm.NFC.String(body), bodyLine
	f.translations(o, name, &m, r.body(m.Body, m.BodyLine, kind, spoken(c), c), c)
	return m
}

// splitFront parts the front matter from the body, which begins on bodyLine; the
// body has no empty lines around it and no white space at its line ends but the
// two blanks of a hard break.
func splitFront(source string) (front, body string, bodyLine int, ok bool) {
	lines := strings.Split(source, "\n")
	first := 0
	if strings.TrimRight(lines[0], " \t") == "---" {
		for i := 1; i < len(lines) && !ok; i++ {
			if strings.TrimRight(lines[i], " \t") == "---" {
				front, first, ok = strings.Join(lines[1:i], "\n"), i+1, true
			}
		}
	}
	for first < len(lines) && strings.TrimSpace(lines[first]) == "" {
		first++
	}
	return front, strings.TrimRight(strings.Join(lines[first:], "\n"), " \t\n"), first + 1, ok
}

func (r *report) frontMatter(root *yaml.Node, m *Module, kind textKind, c *Course) {
	o := r.object(root, "")
	defer o.close()
	m.Titles = o.texts("title", false, slices.Compact([]string{spoken(c), "en"})...)
	o.untranslated(root, "title", m.Titles, c)
	m.Minutes = o.number("minutes", kind != handoutText, 1, 240)
	node := o.field("goals", kind == moduleText)
	if node == nil {
		return
	}
	goals := r.object(node, "goals")
	m.Goals = map[string][]string{}
	for _, language := range languages {
		required := kind == moduleText && language == spoken(c)
		words := goals.words(language, required, func(node *yaml.Node, text string) bool {
			r.proofread(text, language, node.Line, node.Column, false)
			r.placeholders(node, text, false)
			return true
		})
		if len(words) > 0 {
			m.Goals[language] = words
		} else if slices.Contains(c.Languages, language) && !required {
			goals.warn(node, "translation_missing", args("field", "goals", "language", language))
		}
	}
	goals.close()
}

// body checks the Markdown of a text and returns its blocks.
func (r *report) body(body string, bodyLine int, kind textKind, language string, c *Course) []markdown.Block {
	if body == "" {
		r.add(Error, bodyLine, 0, "field_empty", args("field", "text"))
		return nil
	}
	r.proofread(body, language, bodyLine, 0, false)
	labels := map[markdown.Kind]string{}
	for _, callout := range markdown.Kinds() {
		labels[callout] = string(callout)
	}
	doc, err := markdown.Render(body, markdown.Options{Values: placeholderSamples(), Labels: labels, FirstLine: bodyLine, Images: c.Pictures(), Media: c.Players(language)})
	var problems markdown.Problems
	if errors.As(err, &problems) {
		for _, problem := range problems {
			r.add(Error, problem.Line, 0, strings.TrimPrefix(problem.Key, "error.markdown."), problem.Args)
		}
	} else if err != nil {
		r.add(Error, bodyLine, 0, "file_unreadable", nil)
	}
	if len(doc.Blocks) == 0 { // nothing but link definitions
		r.add(Error, bodyLine, 0, "field_empty", args("field", "text"))
		return nil
	}
	r.headings(doc)
	for _, block := range doc.Blocks {
		if block.Empty {
			r.add(Error, block.Line, 0, "callout_empty", args("name", string(block.Callout)))
		}
	}
	r.exercises(doc.Blocks)
	if kind == moduleText {
		r.structure(bodyLine, doc)
	}
	return doc.Blocks
}

func (r *report) headings(doc markdown.Doc) {
	before := 1
	for _, heading := range doc.Outline {
		switch {
		case heading.Level < 2 || heading.Level > 3:
			r.add(Error, heading.Line, 0, "heading_level", args("level", heading.Level))
		case heading.Level > before+1:
			r.add(Error, heading.Line, 0, "heading_jump", nil)
		}
		before = max(heading.Level, 1)
	}
}

// exercises checks that each has a solution before the next, and each solution
// an exercise.
func (r *report) exercises(blocks []markdown.Block) {
	open := 0 // line of the exercise that has no solution yet
	for _, block := range blocks {
		switch block.Callout {
		case markdown.Exercise:
			if open > 0 {
				r.add(Error, open, 0, "solution_missing", nil)
			}
			open = block.Line
		case markdown.Solution:
			if open == 0 {
				r.add(Error, block.Line, 0, "solution_alone", nil)
			}
			open = 0
		default: // the other kinds stand for themselves
		}
	}
	if open > 0 {
		r.add(Error, open, 0, "solution_missing", nil)
	}
}

// structure checks what a module of an online course must have.
func (r *report) structure(bodyLine int, doc markdown.Doc) {
	count := map[markdown.Kind]int{}
	for _, block := range doc.Blocks {
		count[block.Callout]++
		if block.Callout == markdown.Remember && (block.Items < 3 || block.Items > 5) {
			r.add(Warning, block.Line, 0, "remember_points", args("count", block.Items))
		}
	}
	first, last := doc.Blocks[0], doc.Blocks[len(doc.Blocks)-1]
	if count[markdown.Scene] != 1 {
		r.add(Error, bodyLine, 0, "scene_count", args("count", count[markdown.Scene]))
	} else if first.Callout != markdown.Scene {
		r.add(Error, first.Line, 0, "scene_first", nil)
	}
	if count[markdown.Remember] != 1 {
		r.add(Error, bodyLine, 0, "remember_count", args("count", count[markdown.Remember]))
	} else if last.Callout != markdown.Remember {
		r.add(Error, last.Line, 0, "remember_last", nil)
	}
	if count[markdown.Exercise] == 0 {
		r.add(Error, bodyLine, 0, "exercise_missing", nil)
	}
	if doc.Words < leastWords || doc.Words > mostWords {
		r.add(Warning, bodyLine, 0, "module_words", args("words", doc.Words))
	}
}
