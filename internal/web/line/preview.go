package line

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// own is an edit of the line that waits for its one click.
type own struct {
	plan   change.Plan
	edit   hrimport.ByHand
	person people.Person // whom it is about
	rows   []change.Row  // what it does to the person's duties
	back   string
}

// ownPlan is the plan of the address, if the viewer has made it and still may: it
// sets the tags of somebody of the line, or the viewer's own deputy.
func (h *Handlers) ownPlan(c *fiber.Ctx) (own, error) {
	v, ctx := visit.Of(c), c.UserContext()
	var o own
	var err error
	notFound := apperr.New(apperr.NotFound, "error.change.not_found", nil)
	if o.plan, err = change.Load(ctx, h.DB, c.Params("plan")); err != nil {
		return o, err
	}
	if o.plan.Kind != hrimport.Edit || o.plan.CreatedBy != v.ViewerID() {
		return o, notFound
	}
	if o.edit, err = hrimport.ReadByHand(o.plan.Input); err != nil {
		return o, err
	}
	key, _ := o.edit.About()
	switch {
	case o.edit.Deputy != nil && key == v.Session.Person.PersonKey():
		o.person, o.back = v.Session.Person, deputiesPath
	case o.edit.Tags != nil && key != v.Session.Person.PersonKey():
		found, err := people.Named(ctx, h.DB, []string{key}, v.Today)
		if err != nil {
			return o, err
		}
		if o.person, err = h.target(c, found[key].UID.String()); err != nil {
			return o, err
		}
		o.back = "/team/person/" + o.person.UID.String()
	default:
		return o, notFound
	}
	o.rows, _, err = change.Rows(ctx, h.DB, o.plan.ID, change.Kept{PersonID: o.person.ID})
	return o, err
}

// previewShow says what a click will do.
func (h *Handlers) previewShow(c *fiber.Ctx) error {
	o, err := h.ownPlan(c)
	if err != nil {
		return err
	}
	if o.plan.State != change.Shown {
		return page.To(c, o.back)
	}
	return page.Render(c, "confirm/show", newPreview(page.From(c), o))
}

func newPreview(base page.Base, o own) *page.Confirm {
	l := base.L
	base.Title = l.T("common.preview")
	p := &page.Confirm{Base: base, Post: previewPath(o.plan.UID.String()) + "/uebernehmen", Button: l.T("common.apply"),
		Back: page.Link{Label: l.T("common.cancel"), URL: o.back}}
	p.Heading = page.Heading{Kicker: o.person.Name(), Text: l.T("line.preview." + o.edit.Name()), Lead: duties(l, o)}
	for _, one := range o.plan.Draft.People.Persons {
		for _, f := range one.Fields() {
			if f.Name == "tags" {
				p.Facts = append(p.Facts, page.Fact{Term: l.T("line.tags.tags"), Text: l.T("line.preview.from_to", "old", orDash(f.Old), "new", orDash(f.New))})
			}
		}
	}
	if d := o.edit.Deputy; d != nil {
		p.Text = l.T("line.preview.deputy")
		if d.Remove {
			p.Text = l.T("line.preview.deputy_back")
		}
		p.Facts = append(p.Facts, page.Fact{Term: l.T("line.deputy.days"), Text: days(l, d.From, d.Until)})
	}
	if len(p.Facts) == 0 {
		p.Lead = l.T("line.preview.nothing")
	}
	return p
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// duties says what follows for the person; what time brings to others that day is
// not the viewer's business.
func duties(l *i18n.Printer, o own) string {
	gain, lose := 0, 0
	for _, r := range o.rows {
		switch r.Kind {
		case curriculum.Gain:
			gain++
		case curriculum.Lose:
			lose++
		}
	}
	switch {
	case gain > 0 && lose > 0:
		return l.N("line.preview.gain", gain) + " " + l.N("line.preview.lose", lose)
	case gain > 0:
		return l.N("line.preview.gain", gain)
	case lose > 0:
		return l.N("line.preview.lose", lose)
	default:
		return l.T("line.preview.no_duties")
	}
}

// previewApply applies the plan as it was shown; where something has changed in
// between, the question is asked again.
func (h *Handlers) previewApply(c *fiber.Ctx) error {
	o, err := h.ownPlan(c)
	if err != nil {
		return err
	}
	v := visit.Of(c)
	_, err = h.Changes.Apply(c.UserContext(), c.Params("plan"), v.ViewerID(), 0, v.Now)
	switch {
	case err == nil:
		return page.Done(c, o.back, "line.preview.applied")
	case apperr.Is(err, apperr.Conflict):
		return page.To(c, o.back)
	case apperr.Is(err, apperr.Stale):
		return page.Warned(c, o.back, "line.preview.stale")
	default:
		return err
	}
}
