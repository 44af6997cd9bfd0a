package exchange

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"zaemme/internal/coursefile"
)

// Export writes the questions of the course in the language, which is one of
// those it is written in; what is not translated stands in its main language. The
// problems say what the format, or any other platform, cannot carry; a question
// with a problem of level Error is not in the file. Import reads the file back to
// the same questions, in that language alone and under new numbers.
//
// The file is named «…».gift or «…».xml and is UTF-8.
func Export(c *coursefile.Course, format Format, language string) ([]byte, []Problem) {
	ex := &exporter{course: c, language: language, format: format}
	var list []*entry
	var others []string
	for i := range c.Questions {
		if e := ex.entry(&c.Questions[i]); e != nil {
			list = append(list, e)
		}
	}
	for _, other := range c.Languages {
		if other != language {
			others = append(others, other)
		}
	}
	if len(others) > 0 {
		n := newNote("out_language", "languages", strings.Join(others, ", "))
		ex.problems = append([]Problem{{Level: coursefile.Warning, Key: n.key, Args: n.args}}, ex.problems...)
	}
	path := "$course$/top/" + strings.ReplaceAll(shown(c.Code+" "+c.Titles.In(language)), "/", "//")
	if format == Moodle {
		return writeXML(path, list), ex.problems
	}
	return writeGIFT(path, list), ex.problems
}

type exporter struct {
	course   *coursefile.Course
	language string
	format   Format
	problems []Problem
	question *coursefile.Question // in hand
}

func (ex *exporter) report(level coursefile.Level, key string, pairs ...any) {
	n := newNote(key, pairs...)
	ex.problems = append(ex.problems, Problem{Question: ex.question.ID, ID: ex.question.ID, Level: level, Key: n.key, Args: n.args})
}

func (ex *exporter) warn(key string, pairs ...any) { ex.report(coursefile.Warning, key, pairs...) }

// say is the text in the language, else in the course's main one.
func (ex *exporter) say(texts coursefile.Texts) string {
	if said := texts[ex.language]; said != "" {
		return said
	}
	return texts[ex.course.Language]
}

func (ex *exporter) plain(texts coursefile.Texts) text { return text{formatPlain, ex.say(texts)} }

func (ex *exporter) feedback(texts coursefile.Texts) *text {
	if said := ex.say(texts); said != "" {
		return &text{formatPlain, said}
	}
	return nil
}

var placeholderForm = regexp.MustCompile(`\{\{[a-z_]+\}\}`)

// entry is the question as any format has it; nil if this one has no way to say it.
func (ex *exporter) entry(q *coursefile.Question) *entry {
	ex.question = q
	m := marksOf(q, ex.language)
	if q.Number != nil {
		m.unit = ex.say(q.Number.Unit)
	}
	e := &entry{title: q.ID, id: q.ID, tags: m.tags(), stem: ex.plain(q.Text), general: ex.feedback(q.Explanation)}
	if q.Text[ex.language] == "" {
		ex.warn("out_untranslated")
	}
	if q.Critical {
		ex.warn("out_critical")
	}
	switch q.Type {
	case coursefile.Single, coursefile.Multiple, coursefile.TrueFalse:
		ex.options(e)
	case coursefile.Numeric:
		ex.number(e, m.unit)
	case coursefile.ShortText:
		ex.spellings(e)
	case coursefile.Order:
		ex.items(e)
	case coursefile.Match:
		ex.pairs(e)
	}
	if ex.format == GIFT && e.arrow() {
		ex.report(coursefile.Error, "out_arrow")
		return nil
	}
	for _, name := range e.placeholders() {
		ex.warn("out_placeholder", "name", name)
	}
	return e
}

// placeholders are those of all texts, each once.
func (e *entry) placeholders() []string {
	found := map[string]bool{}
	for _, words := range e.words() {
		for _, name := range placeholderForm.FindAllString(words, -1) {
			found[name] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func (e *entry) words() []string {
	list := []string{e.stem.body}
	add := func(t *text) {
		if t != nil {
			list = append(list, t.body)
		}
	}
	add(e.general)
	for i := range e.choices {
		add(&e.choices[i].text)
		add(e.choices[i].feedback)
	}
	for i := range e.pairs {
		add(&e.pairs[i].left)
		add(&e.pairs[i].right)
	}
	return list
}

// arrow reports answers that GIFT would take for the two sides of a pair.
func (e *entry) arrow() bool {
	return slices.ContainsFunc(e.pairs, func(p pair) bool { return strings.Contains(p.left.body, pairMark) }) ||
		e.kind == short && slices.ContainsFunc(e.choices, func(c choice) bool {
			return strings.Contains(c.text.body, pairMark) || c.feedback != nil && strings.Contains(c.feedback.body, pairMark)
		})
}
