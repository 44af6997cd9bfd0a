package voices

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/course"
	"zaemme/internal/feedback"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// listPage is what the owner of the courses has to answer.
type listPage struct {
	page.Base
	page.Heading
	Open, Recent []row
	Empty        page.Empty
}

type row struct {
	URL, Where, Said, Who, Day string
	Do                         string // what the link does
	Kind                       template.HTML
}

func (h *Handlers) listShow(c *fiber.Ctx) error {
	waiting, err := feedback.Waiting(c.UserContext(), h.DB)
	if err != nil {
		return err
	}
	recent, err := feedback.Recent(c.UserContext(), h.DB)
	if err != nil {
		return err
	}
	names, err := h.looked(c, "voices.list", append(waiting[:len(waiting):len(waiting)], recent...)...)
	if err != nil {
		return err
	}
	return page.Render(c, "voices/list", newList(page.From(c), waiting, recent, names, h.Courses.Current))
}

// looked reports whether the viewer may see names, and writes down whose they saw.
func (h *Handlers) looked(c *fiber.Ctx, name string, entries ...feedback.Entry) (names bool, err error) {
	v := visit.Of(c)
	if !v.Session.HasWhole(people.RoleHR) {
		return false, nil
	}
	var ids []int64
	for _, e := range entries {
		if e.PersonID != 0 {
			ids = append(ids, e.PersonID)
		}
	}
	return true, audit.Looked(c.UserContext(), h.DB, audit.Look{ViewerID: v.ViewerID(), Page: name, Scope: "everyone", AsOf: v.Today, PersonIDs: ids})
}

func newList(base page.Base, waiting, recent []feedback.Entry, names bool, courseOf func(int64) (*course.Version, error)) *listPage {
	l := base.L
	base.Title = l.T("voices.list")
	p := &listPage{Base: base}
	p.Heading = page.Heading{Kicker: l.T("voices.list"), Text: l.N("voices.list.heading", len(waiting)), Lead: l.T("voices.list.lead"),
		Actions: []page.Action{{Label: l.T("voices.figures"), URL: figuresPath, Quiet: true}}}
	if len(waiting) == 0 {
		p.Text = l.T("voices.list.none")
		p.Empty = page.Empty{Title: l.T("voices.list.empty"), Text: l.T("voices.list.empty_text"), Next: page.Link{Label: l.T("voices.figures"), URL: figuresPath}}
	}
	for _, e := range waiting {
		p.Open = append(p.Open, newRow(l, e, names, courseOf))
	}
	for _, e := range recent {
		p.Recent = append(p.Recent, newRow(l, e, names, courseOf))
	}
	return p
}

// kindMarks are the status codes that the kinds look like.
var kindMarks = map[feedback.Kind]string{feedback.Helpful: "fulfilled", feedback.Unclear: "expiring", feedback.Outdated: "expiring",
	feedback.Wrong: "overdue", feedback.Proposal: "open"}

func newRow(l *i18n.Printer, e feedback.Entry, names bool, courseOf func(int64) (*course.Version, error)) row {
	r := row{URL: listPath + "/" + e.UID, Said: e.Said, Day: l.Date(e.GivenOn), Who: l.T("voices.by_nobody"), Do: l.T("voices.answer"),
		Kind: page.StatusMark(kindMarks[e.Kind], l.T("voices.kind."+string(e.Kind)))}
	if e.State != feedback.Open {
		r.Do = l.T("voices.answer.change")
	}
	switch {
	case e.PersonID != 0 && names:
		r.Who = e.Name
	case e.PersonID != 0:
		r.Who = l.T("voices.by_somebody")
	}
	if e.CourseID == 0 {
		r.Where = l.T("voices.propose")
	} else if v, err := courseOf(e.CourseID); err == nil {
		r.Where = v.Title(l.Lang()) + " · " + l.T("voices.module", "no", e.Module)
	}
	return r
}
