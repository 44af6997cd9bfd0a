package learner

import (
	"html/template"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/markdown"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type modulePage struct {
	page.Base
	Walk *walkNote // nil: people learn
	page.Heading
	Goals      []string
	Outline    []markdown.Heading
	HTML       template.HTML
	Lang       string
	Post       string
	Read       bool
	Next       page.Link // module or quiz after this one
	Prev       page.Link // zero at the first one
	Course     page.Link
	Done       int
	Total      int
	DoneWords  string
	ReadButton string
	LookUp     bool // nothing is to be read any more: it is open to look things up

	Untranslated bool // it is not in the reader's language
	Older        bool // the translation is, in part
	Contacts     []page.Fact
	Terms        []page.Link // of the glossary, that the text names
	Whole        string      // the course at once, to print
}

func (h *Handlers) moduleShow(c *fiber.Ctx) error {
	base := page.From(c)
	mp, err := h.Learning.OpenModule(c.UserContext(), h.DB, actOf(c), c.Params("code"), moduleNo(c))
	if err != nil {
		return err
	}
	texts, err := h.Courses.Texts(mp.Item.Version, visit.Of(c).Settings, page.Labels(h.Texts, mp.Item.Version.Content.In(base.L.Lang())))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(texts, func(t course.Text) bool { return t.No == mp.Module.No })
	p := newModule(base, wayOf(mp.Item.Version.Code()), mp, texts[at])
	p.Contacts = page.Contacts(p.L, mp.Item.Version, visit.Of(c).Settings)
	for _, term := range h.Glossary.Named(texts[at].Text, texts[at].Lang) {
		p.Terms = append(p.Terms, page.Link{Label: term.In(p.L.Lang()).Term, URL: "/glossar#" + term.ID})
	}
	return page.Render(c, "learner/module", p)
}

// moduleNo is a number by the route; one that is too long for an int is no
// module.
func moduleNo(c *fiber.Ctx) int {
	no, err := c.ParamsInt("no")
	if err != nil {
		return 0
	}
	return no
}

func newModule(base page.Base, w way, mp learning.ModulePage, text course.Text) *modulePage {
	l, m, v := base.L, mp.Module, mp.Item.Version
	total := len(mp.Item.ToRead())
	base.Title = m.Titles.In(l.Lang())
	p := &modulePage{
		Base: base, Goals: m.Goals[text.Lang], HTML: template.HTML(text.HTML), //nolint:gosec // sanitised
		Lang: text.Lang, Untranslated: text.Lang != l.Lang(), Older: text.Older, Whole: courseURL(v.Code()) + "/drucken", Post: w.module(m.No), Read: mp.Item.Read[m.No],
		Course: page.Link{Label: v.Title(l.Lang()), URL: w.home()},
		Done:   mp.Item.ReadCount(), Total: total,
		DoneWords:  l.T("learner.module.progress", "read", mp.Item.ReadCount(), "total", total),
		ReadButton: l.T("learner.module.read"),
		Heading: page.Heading{
			Kicker: l.T("learner.module.kicker", "no", m.No, "total", len(v.Content.Modules), "minutes", l.Minutes(m.Minutes)),
			Text:   base.Title,
		},
	}
	if mp.Item.Place.Mode == learning.Practice {
		p.Total, p.DoneWords, p.LookUp = 0, l.T("learner.module.fulfilled"), true // nothing is missing
	}
	for _, heading := range text.Outline {
		if heading.Level == 2 {
			p.Outline = append(p.Outline, heading)
		}
	}
	if m.No > 1 {
		p.Prev = page.Link{Label: v.Content.Module(m.No - 1).Titles.In(l.Lang()), URL: w.module(m.No - 1)}
	}
	p.Next = page.Link{Label: lastStep(l, v), URL: w.last(v)}
	if next := mp.Item.ModuleAfter(m.No); next != 0 {
		p.Next = page.Link{Label: v.Content.Module(next).Titles.In(l.Lang()), URL: w.module(next)}
	} else {
		p.ReadButton = l.T("learner.module.read_last")
		if v.Policy() {
			p.ReadButton = l.T("learner.policy.read_last")
		}
		if v.Practical() {
			p.ReadButton = l.T("practical.read_last")
		}
	}
	return p
}

// moduleRead is «Gelesen, weiter». Sent twice it leads on all the same.
func (h *Handlers) moduleRead(c *fiber.Ctx) error {
	code, no := c.Params("code"), moduleNo(c)
	var item learning.Item
	err := h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		item, err = h.Learning.MarkRead(c.UserContext(), tx, actOf(c), code, no)
		return err
	})
	if err != nil {
		return err
	}
	return page.To(c, afterModule(wayOf(code), item, no))
}

// afterModule is the next module in order, or what was left out, or the last step.
func afterModule(w way, i learning.Item, no int) string {
	if next := i.ModuleAfter(no); next != 0 {
		return w.module(next)
	}
	if left := i.NextModule(); left != 0 {
		return w.module(left)
	}
	return w.last(i.Version)
}
