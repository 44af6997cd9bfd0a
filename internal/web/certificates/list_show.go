package certificates

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/certificate"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type listPage struct {
	page.Base
	page.Heading
	Rows  []listRow
	Empty page.Empty
}

type listRow struct {
	URL, Title, No, On, Until, How string
	Content                        string // what was completed, as it was; empty where that is not known
	Status                         template.HTML
}

func (h *Handlers) listShow(c *fiber.Ctx) error {
	v := visit.Of(c)
	list, err := h.Certificates.Evidences(c.UserContext(), h.DB, v.ViewerID())
	if err != nil {
		return err
	}
	return page.Render(c, "certificates/list", newList(page.From(c), list, v.Today))
}

func newList(base page.Base, list []certificate.Evidence, today calendar.Date) *listPage {
	l := base.L
	base.Title = l.T("nav.evidence")
	p := &listPage{Base: base}
	valid, covered := 0, map[int64]bool{}
	for _, e := range list {
		if e.ValidOn(today) {
			valid++
			covered[e.CourseID] = true
		}
	}
	for _, e := range list {
		p.Rows = append(p.Rows, newRow(l, e, today, covered[e.CourseID]))
	}
	p.Heading = page.Heading{Text: l.N("learner.evidence.heading", valid), Lead: l.T("learner.evidence.lead"),
		Actions: []page.Action{{Label: l.T("hand_in.title"), URL: "/nachweise/einreichen", Quiet: true}}}
	if len(list) > 0 {
		p.Actions = append(p.Actions, page.Action{Label: l.T("record.download"), URL: recordPath, Quiet: true, File: true})
	}
	if valid == 0 {
		p.Text = l.T("learner.evidence.none")
	}
	if len(list) == 0 {
		p.Lead = ""
		p.Empty = page.Empty{Title: l.T("learner.evidence.empty"), Text: l.T("learner.evidence.empty_text"),
			Next: page.Link{Label: l.T("learner.evidence.empty_next"), URL: "/"}}
	}
	return p
}

// newRow is one line of the list. An evidence that is over alarms nobody
// where another one covers the course.
func newRow(l *i18n.Printer, e certificate.Evidence, today calendar.Date, covered bool) listRow {
	r := listRow{
		Title: e.Course.Title(l.Lang()), No: e.No, On: l.Date(e.CompletedOn), How: l.T("learner.how." + string(e.How)),
		Until: l.Date(e.ValidUntil), URL: certificateURL(e.No), Status: page.StatusMark("fulfilled", l.T("learner.evidence.valid")),
	}
	if e.ValidUntil == calendar.Forever {
		r.Until = l.T("learner.evidence.forever")
	}
	if e.VersionID != 0 && !e.Revoked {
		r.Content = certificateURL(e.No) + "/inhalt"
	}
	switch {
	case e.Revoked:
		r.Status, r.URL = page.StatusMark("exempt", l.T("learner.evidence.revoked")), ""
	case !e.ValidOn(today) && covered:
		r.Status = page.StatusMark("exempt", l.T("learner.evidence.over"))
	case !e.ValidOn(today):
		r.Status = page.StatusMark("expired", l.T("learner.evidence.over"))
	}
	return r
}
