package line

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/monthend"
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
	// MonthEnds are the ends of months as they were kept.
	MonthEnds *monthend.Service
	URL       string // of the installation
	Files     page.Handing
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	own := func(path string, handler fiber.Handler) visit.Route {
		r := visit.Get(path, visit.Leader, visit.NotPrefetched(handler))
		r.OwnDevice = true
		return r
	}
	return []visit.Route{
		visit.Get("/team", visit.Leader, visit.NotPrefetched(h.teamShow)),
		visit.Get(organisationPath, visit.Leader, visit.NotPrefetched(h.organisationShow)),
		own("/team/bericht", h.reportDownload),
		own(listPath, h.listDownload),
		own(timePath+"/:uid/:kurs", h.timeReserve),
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
