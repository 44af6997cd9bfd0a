package line

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/hrimport"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// tagged is a person of the line with the tags on record.
type tagged struct {
	people.Person
	tags  []string
	known []page.Choice // those of the installation
}

// target is the person of the Kennung, if they belong to the viewer's line: not
// the viewer.
func (h *Handlers) target(c *fiber.Ctx, uid string) (people.Person, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return people.Person{}, err
	}
	p, err := scope.ForLeading().Target(c.UserContext(), h.DB, uid)
	if err == nil && p.ID == v.ViewerID() {
		return p, apperr.New(apperr.Forbidden, "error.line.own_tags", nil)
	}
	return p, err
}

// taggedPerson reads the person of the address and writes down the look.
func (h *Handlers) taggedPerson(c *fiber.Ctx) (tagged, error) {
	v, ctx := visit.Of(c), c.UserContext()
	p, err := h.target(c, c.Params("uid"))
	if err != nil {
		return tagged{}, err
	}
	t := tagged{Person: p}
	if t.tags, err = people.Tags(ctx, h.DB, p.ID, v.Today); err != nil {
		return t, err
	}
	for _, tag := range v.Settings.List("tags") {
		t.known = append(t.known, page.Choice{Value: tag, Label: tag, Selected: slices.Contains(t.tags, tag)})
	}
	return t, audit.Looked(ctx, h.DB, audit.Look{ViewerID: v.ViewerID(), Page: "line.tags", Scope: "line", AsOf: v.Today, PersonIDs: []int64{p.ID}})
}

type tagsPage struct {
	page.Base
	page.Heading
	Form  *page.Form
	Path  string
	Tags  []page.Choice
	Other string // tags that only HR sets
	Back  string
}

func newTagsPage(base page.Base, t tagged, form *page.Form) *tagsPage {
	l := base.L
	base.Title = l.T("line.tags.title")
	p := &tagsPage{Base: base, Form: form, Tags: t.known, Back: "/team/person/" + t.UID.String()}
	p.Path = p.Back + "/merkmale"
	p.Heading = page.Heading{Kicker: t.Name(), Text: l.T("line.tags.heading"), Lead: l.T("line.tags.lead")}
	if other := t.other(); len(other) > 0 {
		p.Other = l.T("line.tags.other", "tags", l.List(other))
	}
	return p
}

// other tags are those that the installation does not list: they stay.
func (t tagged) other() []string {
	var list []string
	for _, tag := range t.tags {
		if !slices.ContainsFunc(t.known, func(c page.Choice) bool { return c.Value == tag }) {
			list = append(list, tag)
		}
	}
	return list
}

func (h *Handlers) tagsShow(c *fiber.Ctx) error {
	t, err := h.taggedPerson(c)
	if err != nil {
		return err
	}
	return page.Render(c, "line/tags", newTagsPage(page.From(c), t, nil))
}

// tagsPropose plans the tags from today on; a tag that the installation does not
// list is nobody's to set here.
func (h *Handlers) tagsPropose(c *fiber.Ctx) error {
	t, err := h.taggedPerson(c)
	if err != nil {
		return err
	}
	form, tags := page.ReadForm(c, "tags", "line.tags.tags"), t.other()
	for _, tag := range form.All("tags") {
		if !slices.ContainsFunc(t.known, func(c page.Choice) bool { return c.Value == tag }) {
			form.Fail("tags", "error.form.choice")
		}
		tags = append(tags, tag)
	}
	edit := hrimport.ByHand{From: visit.Of(c).Today, Tags: &hrimport.TagsEdit{Person: t.PersonKey(), Tags: tags}}
	return h.propose(c, form, edit, t.Name(), func() error {
		return page.Invalid(c, "line/tags", newTagsPage(page.From(c), t, form))
	})
}
