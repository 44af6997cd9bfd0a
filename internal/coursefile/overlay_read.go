package coursefile

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

// OverlayFile has the own texts beside a course. A municipality that takes a course
// without it keeps its own.
const OverlayFile = "local.yaml"

// overlays reads the own texts and checks each in its place.
func (f *folder) overlays(c *Course) {
	if _, there := f.files[OverlayFile]; !there {
		return
	}
	r := f.report(OverlayFile)
	defer func() { f.keep(r) }()
	source, ok := f.read(OverlayFile, r)
	if !ok {
		return
	}
	root := r.parse(source)
	if root == nil {
		return
	}
	if root.Kind != yaml.SequenceNode {
		r.wrongType(root, "", wantList)
		return
	}
	var lines []*yaml.Node
	for _, node := range root.Content {
		o := r.object(node, "")
		if one, ok := o.overlay(c); ok {
			if slices.ContainsFunc(c.Overlays, one.samePlace) {
				r.fault(node, "overlay_twice", nil)
			}
			c.Overlays, lines = append(c.Overlays, one), append(lines, node)
		}
		o.close()
	}
	_, unfit := c.Compose()
	for _, i := range unfit {
		r.fault(lines[i], "overlay_unfit", nil)
	}
	r.inPlace(c, lines, unfit)
}

// samePlace reports whether both stand for the same.
func (o Overlay) samePlace(other Overlay) bool {
	if o.Kind != other.Kind {
		return false
	}
	if o.Kind == OwnPage {
		return o.Page.Slug == other.Page.Slug
	}
	return o.Name == other.Name && o.Language == other.Language && o.Base == other.Base
}

func (o *object) overlay(c *Course) (Overlay, bool) {
	one := Overlay{Kind: OverlayKind(o.choice("kind", string(OwnPlaceholder), string(OwnParagraph), string(OwnPage), string(OwnQuestion)))}
	switch one.Kind {
	case OwnPlaceholder:
		one.Name, one.Own = o.text("name", true), o.text("own", true)
		if one.Name != "" && !slices.Contains(Placeholders(), one.Name) {
			o.fault(o.fields["name"], "placeholder_unknown", args("name", one.Name))
		}
		if strings.Contains(one.Own, "{{") {
			o.fault(o.fields["own"], "placeholder_broken", args("text", one.Own))
		}
	case OwnParagraph:
		one.Name, one.Base, one.Own = o.text("text", true), o.text("base", true), o.text("own", true)
		one.Language = o.choice("language", languages...)
	case OwnPage:
		one.Name = o.text("after", false)
		one.Page = o.page(c)
	case OwnQuestion:
		one.Name = o.text("name", true)
		one.Was, one.Question = o.ownQuestion("base", c, false), o.ownQuestion("own", c, true)
		if one.Was == nil || one.Question == nil {
			o.fault(o.node, "overlay_whole", nil)
			return one, false
		}
	default:
		o.fault(o.node, "overlay_whole", nil)
		for name := range o.fields { // the kind is its own problem already
			o.asked[name] = true
		}
		return one, false
	}
	return one, true
}

// ownQuestion reads a question; what is wrong is told of the own one alone.
func (o *object) ownQuestion(name string, c *Course, tell bool) *Question {
	node := o.field(name, true)
	if node == nil {
		return nil
	}
	r := &report{file: o.file}
	inner := r.object(node, name)
	q := inner.question(c, regexp.MustCompile(``))
	inner.close()
	if tell {
		o.problems = append(o.problems, r.problems...)
	}
	return &q
}

// page reads an own page; it is free in its structure.
func (o *object) page(c *Course) *Module {
	m := &Module{Slug: o.matching("slug", slugForm, "so-ist-es-bei-uns"), Titles: o.texts("title", false, slices.Compact([]string{spoken(c), "en"})...),
		Minutes: o.number("minutes", true, 1, 240), Body: norm.NFC.String(o.text("body", true))}
	if node := o.fields["body"]; node != nil && m.Body != "" {
		o.body(m.Body, node.Line+1, freeText, spoken(c), c)
	}
	if c.Kind == Classroom {
		o.fault(o.node, "overlay_page", nil)
	}
	if m.Slug != "" && c.ownText(m.Slug) != nil {
		o.fault(o.fields["slug"], "overlay_slug", args("name", m.Slug))
	}
	if node := o.field("translations", false); node != nil {
		inner := o.object(node, "translations")
		for _, lang := range inner.order {
			if text := inner.text(lang, false); text != "" && slices.Contains(languages, lang) {
				if m.Translations == nil {
					m.Translations = map[string]string{}
				}
				m.Translations[lang] = text
				o.body(text, inner.fields[lang].Line+1, translatedText, lang, c)
			}
		}
		inner.close()
	}
	return m
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)

// inPlace reports what an own paragraph makes wrong in its text that was right
// before.
func (r *report) inPlace(c *Course, lines []*yaml.Node, unfit []int) {
	now := *c
	now.Modules = slices.Clone(c.Modules)
	for i := range c.Overlays {
		o := &c.Overlays[i]
		if o.Kind != OwnParagraph || slices.Contains(unfit, i) {
			continue
		}
		m := now.ownText(o.Name)
		kind := translatedText
		if (o.Language == "" || o.Language == spoken(c)) && c.Kind == Online {
			kind = moduleText
		}
		before := wrong(m.TextIn(o.Language, c), kind, o.Language, c)
		if !now.lay(o) {
			continue
		}
		left := tally(before)
		m = now.ownText(o.Name) // a take-home page is another one now
		for _, p := range wrong(m.TextIn(o.Language, c), kind, o.Language, c) {
			if left[p.Key]--; left[p.Key] < 0 {
				r.add(p.Level, lines[i].Line, lines[i].Column, p.Key, p.Args)
			}
		}
	}
}

func wrong(body string, kind textKind, lang string, c *Course) []Problem {
	var r report
	r.body(body, 1, kind, lang, c)
	return r.problems
}

func tally(list []Problem) map[string]int {
	count := map[string]int{}
	for _, p := range list {
		count[p.Key]++
	}
	return count
}
