package line

import (
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Handlers of the package.
type Handlers struct {
	DB      *db.DB
	Reports *report.Service
	Courses *course.Catalogue
	Site    *page.Site
	Changes *change.Service
	Imports *hrimport.Service
	Ledger  *ledger.Ledger
	// Extensions decides about more time.
	Extensions *extension.Service
	Evidence   *evidence.Service
	// Sessions are the trainings that wait to be confirmed.
	Sessions *session.Service
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	report := visit.Get("/team/bericht", visit.Leader, visit.NotPrefetched(h.reportDownload))
	report.OwnDevice = true
	return []visit.Route{
		visit.Get("/team", visit.Leader, visit.NotPrefetched(h.teamShow)),
		report,
		visit.Get("/team/person/:uid", visit.Leader, visit.NotPrefetched(h.personShow)),
		visit.Get("/team/person/:uid/merkmale", visit.Leader, visit.NotPrefetched(h.tagsShow)),
		visit.Post("/team/person/:uid/merkmale", visit.Leader, h.tagsPropose),
		visit.Get(deputiesPath, visit.Line, h.deputiesShow),
		visit.Post(deputiesPath, visit.Line, h.deputiesPropose),
		visit.Get(requestsPath, visit.Leader, visit.NotPrefetched(h.requestsShow)),
		visit.Post(requestsPath+"/:uid", visit.Leader, h.requestDecide),
		visit.Get(confirmPath, visit.Leader, visit.NotPrefetched(h.confirmShow)),
		visit.Post(confirmPath+"/:uid", visit.Leader, h.confirmSave),
		visit.Get("/team/vorschau/:plan", visit.Leader, visit.NotPrefetched(h.previewShow)),
		visit.Post("/team/vorschau/:plan/uebernehmen", visit.Leader, h.previewApply),
	}
}

// courses are all courses of the catalogue by ID.
func (h *Handlers) courses() map[int64]*report.Course {
	out := map[int64]*report.Course{}
	for _, v := range h.Courses.All() {
		out[v.CourseID] = report.CourseOf(v)
	}
	return out
}

// asked is what the address of the team's page says.
type asked struct {
	Text       string // part of a name
	Status     string // one of the groups of rows
	Course     string // code
	Department string // code
	Circle     string // "total": persons who count in it, "outside": the others
	Sort       string // person, course, status, due; a minus in front turns it round
	Page       int    // from 1
	Day        calendar.Date
}

// read takes the filters from the address. Only HR chooses a day.
func read(f *page.Form, v *visit.Visit) asked {
	a := asked{Text: f.Get("q"), Status: f.Get("stand"), Course: f.Get("kurs"), Department: f.Get("abteilung"),
		Circle: f.Get("kreis"), Sort: f.Get("sort"), Page: max(f.Int("seite", 1, 100_000), 1), Day: v.Today}
	if v.Session.Has(people.RoleHR) {
		if day := f.Date("stichtag"); day != 0 {
			a.Day = day
		}
		if a.Day > v.Today {
			f.Fail("stichtag", "error.report.future")
		}
	}
	if !f.OK() {
		a.Day = v.Today
	}
	return a
}
