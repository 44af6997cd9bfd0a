package coursefile

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"zaemme/internal/markdown"
)

// OverlayKind says what an own text does to the course beside which it stands.
type OverlayKind string

// The kinds of own text.
const (
	OwnPlaceholder OverlayKind = "placeholder" // another value than the municipality's settings have
	OwnParagraph   OverlayKind = "paragraph"   // in the place of one paragraph of a text
	OwnPage        OverlayKind = "page"        // one more module
	OwnQuestion    OverlayKind = "question"    // in the place of one question
)

// Overlay is own text of a municipality beside a course. It keeps what it replaces,
// so that an update of the course shows where it no longer fits.
type Overlay struct {
	Kind     OverlayKind `json:"kind"`
	Name     string      `json:"name,omitempty"`     // of the placeholder; slug of the text; slug of the module before the page, empty: at the end; ID of the question
	Language string      `json:"language,omitempty"` // paragraph
	Base     string      `json:"base,omitempty"`     // paragraph: the one it replaces
	Own      string      `json:"own,omitempty"`      // placeholder: plain text; paragraph: Markdown
	Page     *Module     `json:"page,omitempty"`
	Was      *Question   `json:"was,omitempty"` // question: the one it replaces
	Question *Question   `json:"question,omitempty"`
}

// Compose is the course as people read it: own texts in their places, values of its
// own placeholders in Values. unfit are the places in Overlays of those whose base
// the course no longer has; they are left out. A course without own texts is itself.
func (c *Course) Compose() (composed *Course, unfit []int) {
	if len(c.Overlays) == 0 {
		return c, nil
	}
	own := *c
	own.Overlays, own.Values, own.Made = nil, map[string]string{}, nil
	own.Modules, own.Questions = slices.Clone(c.Modules), slices.Clone(c.Questions)
	for i := range c.Overlays {
		if !own.lay(&c.Overlays[i]) {
			unfit = append(unfit, i)
		}
	}
	own.addPages(c.Overlays)
	for name, value := range own.Values { // own questions have placeholders too
		own.fillQuestions(name, value)
	}
	if len(own.Values) == 0 {
		own.Values = nil
	}
	return &own, unfit
}

// lay puts one own text in its place; false where that is gone.
func (c *Course) lay(o *Overlay) bool {
	switch o.Kind {
	case OwnPlaceholder:
		c.Values[o.Name] = o.Own
	case OwnQuestion:
		i := slices.IndexFunc(c.Questions, func(q Question) bool { return q.ID == o.Name })
		if i < 0 || o.Question == nil || !SameQuestion(&c.Questions[i], o.Was) {
			return false
		}
		module := c.Questions[i].Module
		c.Questions[i] = *o.Question
		c.Questions[i].ID, c.Questions[i].Module = o.Name, module
	case OwnParagraph:
		m := c.ownText(o.Name)
		if m == nil {
			return false
		}
		body, ok := replaced(m.TextIn(o.Language, c), o.Base, o.Own)
		if !ok {
			return false
		}
		m.setText(o.Language, body, c)
	case OwnPage: // once all others stand, for it moves the numbers
	}
	return true
}

// ownText is the text with the slug, to be changed without touching the course that
// this one was copied from.
func (c *Course) ownText(slug string) *Module {
	for _, page := range []**Module{&c.Trainer, &c.Handout} {
		if *page != nil && (*page).Slug == slug {
			copied := **page
			*page = &copied
			return *page
		}
	}
	i := slices.IndexFunc(c.Modules, func(m Module) bool { return m.Slug == slug })
	if i < 0 {
		return nil
	}
	return &c.Modules[i]
}

// TextIn is the text in the language of the course or its translation, empty where
// there is none.
func (m *Module) TextIn(lang string, c *Course) string {
	if lang == "" || lang == c.Language {
		return m.Body
	}
	return m.Translations[lang]
}

func (m *Module) setText(lang, body string, c *Course) {
	if lang == "" || lang == c.Language {
		m.Body = body
		return
	}
	m.Translations = maps.Clone(m.Translations)
	m.Translations[lang] = body
}

// replaced is the text with own in the place of the paragraph base; false where
// there is none.
func replaced(text, base, own string) (string, bool) {
	for _, piece := range markdown.Cut(text) {
		if piece.Text == base {
			return text[:piece.Start] + own + text[piece.End:], true
		}
	}
	return "", false
}

// SameQuestion reports whether two questions are the same wherever they stand.
func SameQuestion(a, b *Question) bool {
	if a == nil || b == nil {
		return false
	}
	one, other := *a, *b
	one.Module, other.Module = 0, 0
	return reflect.DeepEqual(newQuestionDoc(one), newQuestionDoc(other))
}

// fillQuestions puts a value into the questions, which are plain text.
func (c *Course) fillQuestions(name, value string) {
	for i := range c.Questions {
		c.Questions[i] = c.Questions[i].replace("{{"+name+"}}", value)
	}
}

func (q Question) replace(old, with string) Question {
	one := func(t Texts) Texts {
		t = maps.Clone(t)
		for lang := range t {
			t[lang] = strings.ReplaceAll(t[lang], old, with)
		}
		return t
	}
	q.Text, q.Why, q.Explanation = one(q.Text), one(q.Why), one(q.Explanation)
	q.Options, q.Items, q.Pairs, q.Extra = slices.Clone(q.Options), slices.Clone(q.Items), slices.Clone(q.Pairs), slices.Clone(q.Extra)
	for i, o := range q.Options {
		q.Options[i].Text, q.Options[i].Why = one(o.Text), one(o.Why)
	}
	for i, o := range q.Items {
		q.Items[i] = Item{one(o.Text), one(o.Why)}
	}
	for i, o := range q.Pairs {
		q.Pairs[i] = Pair{one(o.Left), one(o.Right), one(o.Why)}
	}
	for i, o := range q.Extra {
		q.Extra[i] = one(o)
	}
	return q
}

// addPages puts own pages behind their modules; the numbers of the others follow.
func (c *Course) addPages(overlays []Overlay) {
	var pages []Overlay
	for _, o := range overlays {
		if o.Kind == OwnPage && o.Page != nil {
			pages = append(pages, o)
		}
	}
	if len(pages) == 0 || c.Kind == Classroom {
		return
	}
	known := map[string]bool{}
	for _, m := range c.Modules {
		known[m.Slug] = true
	}
	var list []Module
	moved := map[int]int{}
	add := func(m Module) {
		m.No = len(list) + 1
		list = append(list, m)
	}
	for _, m := range c.Modules {
		moved[m.No] = len(list) + 1
		add(m)
		for _, o := range pages {
			if o.Name == m.Slug {
				add(*o.Page)
				c.Minutes += o.Page.Minutes
			}
		}
	}
	for _, o := range pages {
		if !known[o.Name] {
			add(*o.Page)
			c.Minutes += o.Page.Minutes
		}
	}
	c.Modules = list
	for i := range c.Questions {
		c.Questions[i].Module = moved[c.Questions[i].Module]
	}
	c.Quiz, c.TestOut = c.Quiz.moved(moved), c.TestOut.moved(moved)
}

func (b Blueprint) moved(to map[int]int) Blueprint {
	if b == nil {
		return nil
	}
	next := Blueprint{}
	for module, count := range b {
		next[to[module]] = count
	}
	return next
}
