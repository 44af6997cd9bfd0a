package coursefile

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/markdown"
)

// Made says of which source each translated segment was made: by language, part and
// mark of the translated text, the marks of its sources with blanks between. What it
// does not know was made of the source as it is.
type Made map[string]map[string]map[string]string

// Segment is one piece of a course that is translated by itself.
type Segment struct {
	Part   string // course, the slug of a text, or the ID of a question
	Field  string // such as title, block 3, options 2 why
	Line   int    // of a block, in its text, from 1; else 0
	Source string // in the main language of the course
	Text   string // translated; empty: missing
}

// PartCourse is the part of what stands in course.yaml.
const PartCourse = "course"

// Segments are the pieces of a course that has a text in its main language, with
// what stands for each in the language lang, in reading order.
func (c *Course) Segments(lang string) []Segment {
	var list []Segment
	part := PartCourse
	add := func(field string, t Texts) {
		if t[c.Language] != "" {
			list = append(list, Segment{Part: part, Field: field, Source: t[c.Language], Text: t[lang]})
		}
	}
	add("title", c.Titles)
	add("summary", c.Summaries)
	add("audience", c.Audience)
	for _, m := range append(slices.Clone(c.Modules), pages(c)...) {
		part = m.Slug
		add("title", m.Titles)
		for i, goal := range m.Goals[c.Language] {
			t := Texts{c.Language: goal}
			if goals := m.Goals[lang]; i < len(goals) {
				t[lang] = goals[i]
			}
			add("goals "+strconv.Itoa(i+1), t)
		}
		translated := markdown.Pieces(m.Translations[lang])
		for i, piece := range markdown.Pieces(m.Body) {
			one := Segment{Part: part, Field: "block " + strconv.Itoa(i+1), Source: piece.Text}
			if i < len(translated) {
				one.Text, one.Line = translated[i].Text, strings.Count(m.Translations[lang][:translated[i].Start], "\n")+1
			}
			list = append(list, one)
		}
	}
	for i := range c.Questions {
		q := &c.Questions[i]
		part = q.ID
		q.segments(add)
	}
	return list
}

func (q *Question) segments(add func(field string, t Texts)) {
	add("text", q.Text)
	for i, o := range q.Options {
		add("options "+strconv.Itoa(i+1), o.Text)
		add("options "+strconv.Itoa(i+1)+" why", o.Why)
	}
	for i, o := range q.Items {
		add("items "+strconv.Itoa(i+1), o.Text)
		add("items "+strconv.Itoa(i+1)+" why", o.Why)
	}
	for i, o := range q.Pairs {
		add("pairs "+strconv.Itoa(i+1)+" left", o.Left)
		add("pairs "+strconv.Itoa(i+1)+" right", o.Right)
		add("pairs "+strconv.Itoa(i+1)+" why", o.Why)
	}
	for i, o := range q.Extra {
		add("extra "+strconv.Itoa(i+1), o)
	}
	if q.Number != nil {
		add("unit", q.Number.Unit)
	}
	add("why", q.Why)
	add("explanation", q.Explanation)
}

// Translated reports that nothing of a question falls back to another language.
func (q *Question) Translated(c *Course, lang string) bool {
	whole := true
	q.segments(func(_ string, t Texts) { whole = whole && (t[c.Language] == "" || t[lang] != "") })
	return whole
}

// Mark identifies a text of a segment: 8 hex digits of its SHA-256.
func Mark(text string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(text)))
	return hex.EncodeToString(sum[:4])
}

// Sources are the marks of the texts that a segment's translation was made of, none
// where nothing is known of it.
func (c *Course) Sources(lang string, s Segment) []string {
	return strings.Fields(c.Made[lang][s.Part][Mark(s.Text)])
}

// Outdated reports that the source has changed since the segment was translated.
func (c *Course) Outdated(lang string, s Segment) bool {
	known := c.Sources(lang, s)
	return s.Text != "" && len(known) > 0 && !slices.Contains(known, Mark(s.Source))
}

// Further are the languages of the course besides its main one.
func (c *Course) Further() []string {
	if len(c.Languages) == 0 {
		return nil
	}
	return c.Languages[1:]
}

// Settle notes of each translation that nothing is known of yet that it was made of
// the source as it is now, and forgets those that are gone. Done before and after a
// change of the course, it keeps what the change has made outdated. c.Made is made
// anew, never changed.
func (c *Course) Settle() {
	made := Made{}
	for _, lang := range c.Further() {
		fresh := map[string]bool{}
		for _, s := range c.Segments(lang) {
			if s.Text == "" {
				continue
			}
			mark := Mark(s.Text)
			known := c.Made[lang][s.Part][mark]
			if known == "" || fresh[s.Part+mark] {
				known = joined(made[lang][s.Part][mark], Mark(s.Source)) // two segments may be translated alike
				fresh[s.Part+mark] = true
			}
			made.set(lang, s.Part, mark, known)
		}
	}
	c.Made = nil
	if len(made) > 0 {
		c.Made = made
	}
}

// Confirm notes that the translation fits the source as it is now.
func (c *Course) Confirm(lang string, s Segment) {
	made := Made{}.With(c.Made)
	mark := Mark(s.Text)
	made.set(lang, s.Part, mark, joined(made[lang][s.Part][mark], Mark(s.Source)))
	c.Made = made
}

// With is what both know.
func (m Made) With(other Made) Made {
	all := Made{}
	for _, one := range []Made{m, other} {
		for lang, parts := range one {
			for part, marks := range parts {
				for mark, known := range marks {
					for _, source := range strings.Fields(known) {
						all.set(lang, part, mark, joined(all[lang][part][mark], source))
					}
				}
			}
		}
	}
	return all
}

func (m Made) set(lang, part, mark, known string) {
	if m[lang] == nil {
		m[lang] = map[string]map[string]string{}
	}
	if m[lang][part] == nil {
		m[lang][part] = map[string]string{}
	}
	m[lang][part][mark] = known
}

// joined adds a mark to those that are known, which stay sorted.
func joined(known, mark string) string {
	list := strings.Fields(known)
	if !slices.Contains(list, mark) {
		list = append(list, mark)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}
