package learner

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
)

type evidencePage struct {
	page.Base
	page.Heading
	Rows  []evidenceRow
	Empty page.Empty
}

type evidenceRow struct {
	URL, Title, No, On, Until, How string
	Status                         template.HTML
}

func (h *Handlers) evidenceList(c *fiber.Ctx) error {
	act := actOf(c)
	list, err := h.Learning.Evidences(c.UserContext(), h.DB, act)
	if err != nil {
		return err
	}
	return page.Render(c, "learner/evidence", newEvidenceList(page.From(c), list, act.Today))
}

func newEvidenceList(base page.Base, list []learning.Evidence, today calendar.Date) *evidencePage {
	l := base.L
	base.Title = l.T("nav.evidence")
	p := &evidencePage{Base: base}
	valid, covered := 0, map[int64]bool{}
	for _, e := range list {
		if e.ValidOn(today) {
			valid++
			covered[e.CourseID] = true
		}
	}
	for _, e := range list {
		p.Rows = append(p.Rows, newEvidenceRow(l, e, today, covered[e.CourseID]))
	}
	p.Heading = page.Heading{Text: l.N("learner.evidence.heading", valid), Lead: l.T("learner.evidence.lead")}
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

// newEvidenceRow is one line of the list. An evidence that is over alarms nobody
// where another one covers the course.
func newEvidenceRow(l *i18n.Printer, e learning.Evidence, today calendar.Date, covered bool) evidenceRow {
	r := evidenceRow{
		Title: e.Course.Title(l.Lang()), No: e.No, On: l.Date(e.CompletedOn), How: l.T("learner.how." + string(e.How)),
		Until: l.Date(e.ValidUntil), URL: evidenceURL(e.No), Status: page.StatusMark("fulfilled", l.T("learner.evidence.valid")),
	}
	if e.ValidUntil == calendar.Forever {
		r.Until = l.T("learner.evidence.forever")
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
