package authoring

import (
	"slices"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
	"zaemme/internal/markdown"
)

// Composed is the course of a draft as people would read it, with its own texts
// in their places.
func (d Draft) Composed() *coursefile.Course {
	composed, _ := d.Course().Compose()
	return composed
}

// keepBeside leaves the own texts of a course, and what is known of its translations,
// as they are where files from elsewhere bring none.
func keepBeside(c, before *coursefile.Course) {
	if len(c.Overlays) == 0 {
		c.Overlays = before.Overlays
	}
	if len(c.Made) == 0 {
		known := *before
		known.Settle()
		c.Made = known.Made
		c.Settle()
	}
}

// Own is the own text at the place, from 1; NotFound if there is none.
func Own(c *coursefile.Course, no int) (*coursefile.Overlay, error) {
	if no < 1 || no > len(c.Overlays) {
		return nil, apperr.New(apperr.NotFound, "error.authoring.part_gone", nil)
	}
	return &c.Overlays[no-1], nil
}

// AddOwn adds an own text and returns its place, from 1; where there is one for the
// same, that one's.
func AddOwn(c *coursefile.Course, o coursefile.Overlay) int {
	at := slices.IndexFunc(c.Overlays, func(other coursefile.Overlay) bool {
		return o.Kind != coursefile.OwnPage && o.Kind == other.Kind && o.Name == other.Name && o.Language == other.Language && o.Base == other.Base
	})
	if at < 0 {
		c.Overlays = append(slices.Clone(c.Overlays), o)
		at = len(c.Overlays) - 1
	}
	return at + 1
}

// OwnParagraph begins an own text in the place of the paragraph with the number,
// from 0, of a text; it begins as what it replaces. Stale where there is none.
func OwnParagraph(c *coursefile.Course, m *coursefile.Module, lang string, paragraph int) (int, error) {
	list := markdown.Cut(m.TextIn(lang, c))
	if paragraph < 0 || paragraph >= len(list) {
		return 0, errNone()
	}
	if lang == "" {
		lang = c.Language
	}
	base := list[paragraph].Text
	return AddOwn(c, coursefile.Overlay{Kind: coursefile.OwnParagraph, Name: m.Slug, Language: lang, Base: base, Own: base}), nil
}

// OwnQuestion begins an own question in the place of the one with the ID. Stale
// where there is none.
func OwnQuestion(c *coursefile.Course, id string) (int, error) {
	q := questionOf(c, id)
	if q == nil {
		return 0, errNone()
	}
	was, own := *q, *q
	return AddOwn(c, coursefile.Overlay{Kind: coursefile.OwnQuestion, Name: id, Was: &was, Question: &own}), nil
}

// OwnPage begins a page of one's own behind the module with the slug, empty: at the
// end.
func OwnPage(c *coursefile.Course, after string, titles coursefile.Texts) int {
	slug := titleSlug(titles)
	taken := func(slug string) bool {
		return slices.ContainsFunc(texts(c), func(m partText) bool { return m.Slug == slug }) ||
			slices.ContainsFunc(c.Overlays, func(o coursefile.Overlay) bool { return o.Page != nil && o.Page.Slug == slug })
	}
	for taken(slug) {
		slug += "-eigen"
	}
	return AddOwn(c, coursefile.Overlay{Kind: coursefile.OwnPage, Name: after,
		Page: &coursefile.Module{Slug: slug, Titles: titles, Minutes: 3, Body: pageSkeleton}})
}

// RemoveOwn takes an own text away: the course's own is read again.
func RemoveOwn(c *coursefile.Course, no int) error {
	if _, err := Own(c, no); err != nil {
		return err
	}
	c.Overlays = slices.Delete(slices.Clone(c.Overlays), no-1, no)
	return nil
}

// Unfit are the places, from 1, of own texts whose base the course no longer has.
func Unfit(c *coursefile.Course) []int {
	_, unfit := c.Compose()
	for i := range unfit {
		unfit[i]++
	}
	return unfit
}

// Settle says that an own text fits what stands in its place now: the question, or
// the paragraph with the number, from 0, of its text. Stale where that is gone.
func Settle(c *coursefile.Course, no, paragraph int) error {
	o, err := Own(c, no)
	if err != nil {
		return err
	}
	switch o.Kind {
	case coursefile.OwnQuestion:
		q := questionOf(c, o.Name)
		if q == nil {
			return errNone()
		}
		was := *q
		o.Was = &was
	case coursefile.OwnParagraph:
		list := Paragraphs(c, *o)
		if paragraph < 0 || paragraph >= len(list) {
			return errNone()
		}
		o.Base = list[paragraph]
	case coursefile.OwnPage, coursefile.OwnPlaceholder: // they replace nothing
	}
	return nil
}

// Paragraphs are those of the text in which an own paragraph stands, none where the
// text is gone.
func Paragraphs(c *coursefile.Course, o coursefile.Overlay) []string {
	for _, m := range texts(c) {
		if m.Slug == o.Name {
			return blocks(m.TextIn(o.Language, c))
		}
	}
	return nil
}

// Nearest is the number, from 0, of the paragraph that has most words of the base of
// an own text and at least half of them; -1 for none.
func Nearest(c *coursefile.Course, o coursefile.Overlay) int {
	nearest, most := -1, 0.5
	for i, text := range Paragraphs(c, o) {
		if share := alike(o.Base, text); share >= most {
			nearest, most = i, share
		}
	}
	return nearest
}

// alike is the share of words, 0 to 1, that two texts have in common and in order.
func alike(a, b string) float64 {
	own, other := strings.Fields(a), strings.Fields(b)
	keep, _ := common(own, other)
	same := 0
	for _, one := range keep {
		if one {
			same++
		}
	}
	return 2 * float64(same) / float64(max(len(own)+len(other), 1))
}

// CompareOwn sets what the course says beside the own text.
func CompareOwn(c *coursefile.Course, o coursefile.Overlay) []Row {
	rows := compareBlocks(ownLines(c, o, false), ownLines(c, o, true)).Rows
	for i := range rows {
		if alike(plainRow(rows[i].Old), plainRow(rows[i].New)) < 0.5 { // two texts, not one that was changed
			rows[i].Old, rows[i].New = words(plainRow(rows[i].Old), ""), words(plainRow(rows[i].New), "")
		}
	}
	return rows
}

func plainRow(spans []Span) string {
	var text strings.Builder
	for _, s := range spans {
		text.WriteString(s.Text)
	}
	return text.String()
}

// CompareBase sets what an own text replaced beside what stands there now.
func CompareBase(c *coursefile.Course, o coursefile.Overlay) []Row {
	var now []string
	switch o.Kind {
	case coursefile.OwnQuestion:
		if q := questionOf(c, o.Name); q != nil {
			now = questionLines(q, c)
		}
	case coursefile.OwnParagraph:
		if at := Nearest(c, o); at >= 0 {
			now = blocks(Paragraphs(c, o)[at])
		}
	case coursefile.OwnPage, coursefile.OwnPlaceholder:
	}
	return compareBlocks(ownLines(c, o, false), now).Rows
}

func ownLines(c *coursefile.Course, o coursefile.Overlay, own bool) []string {
	switch {
	case o.Kind == coursefile.OwnParagraph && own:
		return blocks(o.Own)
	case o.Kind == coursefile.OwnParagraph:
		return blocks(o.Base)
	case o.Kind == coursefile.OwnQuestion && own:
		return questionLines(o.Question, c)
	case o.Kind == coursefile.OwnQuestion:
		return questionLines(o.Was, c)
	case o.Kind == coursefile.OwnPage && own:
		return textBlocks(o.Page, "")
	case o.Kind == coursefile.OwnPlaceholder && own:
		return []string{o.Own}
	}
	return nil
}

func questionOf(c *coursefile.Course, id string) *coursefile.Question {
	i := slices.IndexFunc(c.Questions, func(q coursefile.Question) bool { return q.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Questions[i]
}
