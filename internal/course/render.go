package course

import (
	"fmt"

	"zaemme/internal/coursefile"
	"zaemme/internal/markdown"
	"zaemme/internal/settings"
)

// Text is one module, trainer's note or take-home page as rendered.
type Text struct {
	No    int // as in coursefile.Module
	Title string
	Lang  string // of the text: the wanted one, or the main one where nobody has translated it
	// Older says that the main language's text has changed since a part of this
	// translation was made.
	Older bool
	markdown.Doc
}

type renderKey struct {
	version      int64
	placeholders [32]byte
	labels       string
}

// maxRendered bounds the memory: a state of the settings lasts for months.
const maxRendered = 256

// Labels are the titles of call-outs in the language in which a course is wanted.
type Labels struct {
	Lang  string
	Texts map[markdown.Kind]string
}

// Texts renders the modules of a version in reading order, for a classroom
// course the trainer's notes and the take-home page, with the municipality's
// placeholders filled in. It renders once per version and state.
func (c *Catalogue) Texts(v *Version, s settings.Settings, labels Labels) ([]Text, error) {
	key := renderKey{version: v.ID, placeholders: s.PlaceholderHash(), labels: labels.Lang}
	c.mu.RLock()
	texts, ok := c.rendered[key]
	c.mu.RUnlock()
	if ok {
		return texts, nil
	}
	modules := v.Content.Modules
	for _, single := range []int{0, 1} {
		if m := v.Content.Trainer; single == 0 && m != nil {
			modules = append(modules[:len(modules):len(modules)], *m)
		}
		if m := v.Content.Handout; single == 1 && m != nil {
			modules = append(modules[:len(modules):len(modules)], *m)
		}
	}
	older := olderThanSource(v.Source(), labels.Lang)
	for _, m := range modules {
		text, err := RenderText(&m, v.Content, s, labels)
		if err != nil {
			return nil, err
		}
		text.Older = older[m.Slug] && text.Lang == labels.Lang
		texts = append(texts, text)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.rendered) >= maxRendered {
		clear(c.rendered)
	}
	c.rendered[key] = texts
	return texts, nil
}

// olderThanSource are the texts, by slug, of which a part is translated from what the
// course no longer says.
func olderThanSource(c *coursefile.Course, lang string) map[string]bool {
	older := map[string]bool{}
	if lang == c.Language {
		return older
	}
	for _, s := range c.Segments(lang) {
		if c.Outdated(lang, s) {
			older[s.Part] = true
		}
	}
	return older
}

// RenderText renders one text of a course. With an error comes what could be rendered.
func RenderText(m *coursefile.Module, c *coursefile.Course, s settings.Settings, labels Labels) (Text, error) {
	body, lang := m.BodyIn(labels.Lang, c)
	doc, err := markdown.Render(body, markdown.Options{
		HeadingOffset: 0, IDPrefix: fmt.Sprintf("m%d-", m.No), Values: Values(c, s), Labels: labels.Texts,
		Images: c.Pictures(), Media: c.Players(lang),
	})
	if err != nil {
		err = fmt.Errorf("course: render %s module %d: %w", c.Code, m.No, err)
	}
	return Text{No: m.No, Title: m.Titles.In(labels.Lang), Lang: lang, Doc: doc}, err
}

// Fill replaces the placeholders in a plain text of a course, such as a
// question.
func Fill(text string, s settings.Settings) string {
	filled, err := markdown.FillLine(text, markdown.Options{Values: s.Placeholders()})
	if err != nil {
		return text // courses check has refused such a text before
	}
	return filled
}
