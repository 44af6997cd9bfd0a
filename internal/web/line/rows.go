package line

import (
	"html/template"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
)

// teamRow is who, what, until when, status, and what can be done about it.
type teamRow struct {
	Name, URL, Unit, Course, Until, Days string
	Status                               template.HTML
	InReview                             bool // evidence waits to be confirmed
	Actions                              []page.Link
}

func (p *teamPage) row(l *i18n.Printer, r report.Listed) teamRow {
	at := p.asked.when().address("/team/person/"+r.Subject.UID.String(), p.today)
	row := teamRow{Name: r.Subject.Name(), Unit: unit(l, r.Subject), Course: r.Course.Titles.In(l.Lang()), Until: "–", URL: at,
		Status: mark(l, r.Status), InReview: r.InReview, Actions: []page.Link{{Label: l.T("common.why"), URL: at + "#" + whyID(r.Course.Code)}}}
	if u := r.Until(); u != calendar.Forever {
		row.Until = l.Date(u)
		if r.Status.ToDo() || r.Status == ledger.StatusExpiring {
			row.Days = l.Days(p.asked.Day.DaysUntil(u))
		}
	}
	if !r.Status.ToDo() || p.asked.Day != p.today {
		return row
	}
	switch p.way(r) {
	case wayOnline:
		row.Actions = append(row.Actions, page.Link{Label: l.T("line.reserve"), URL: timePath + "/" + r.Subject.UID.String() + "/" + strings.ToLower(r.Course.Code), File: true})
	case wayClassroom:
		row.Actions = append(row.Actions, page.Link{Label: l.T("line.session"), URL: sessionAt(r.Course.Code, "")})
	}
	return row
}

// way is how a row is done: what can be done about it.
type way int

const (
	wayOwn way = iota // not the viewer's to arrange
	wayOnline
	wayClassroom
)

// sessionAt is where a training in person is recorded.
func sessionAt(course, department string) string {
	return page.NewAddress("/schulungen/erfassen").With("kurs", course, "abteilung", department)
}

// whyID is where a person's page explains a course.
func whyID(code string) string { return "warum-" + strings.ToLower(code) }

// mark is symbol, word and colour; a pause has words of its own, for nobody is
// «pausiert».
func mark(l *i18n.Printer, s ledger.Status) template.HTML {
	return page.StatusMark(string(s), word(l, s))
}

func word(l *i18n.Printer, s ledger.Status) string {
	if s == ledger.StatusPaused {
		return l.T("line.paused")
	}
	return l.T("status." + string(s))
}

// unit is where somebody works, and that a slip is needed.
func unit(l *i18n.Printer, s *report.Subject) string {
	text := s.Names()
	if !s.HasPC {
		text += " · " + l.T("line.no_pc")
	}
	if !s.Counted {
		text += " · " + l.T("report.category."+string(s.Category))
	}
	return text
}
