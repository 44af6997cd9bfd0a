// Package wages holds HR's pages of the learning time of staff paid by the hour:
// what a month owes, and its exports for payroll as pages and files.
//
// Invariants: what is closed is what was shown; whoever is named is in the access
// log before the answer leaves; HR of a part reads the lines of its own people and
// closes nothing.
package wages

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/payroll"
	"zaemme/internal/people"
	"zaemme/internal/web/visit"
)

// Path is the page of a month.
const Path = "/lernzeit"

const exportPath = Path + "/:export"

// Handlers of the package. All fields are required.
type Handlers struct {
	DB      *db.DB
	Courses *course.Catalogue
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	seen := func(path string, handler fiber.Handler) visit.Route {
		return visit.Get(path, visit.HR, visit.NotPrefetched(handler))
	}
	file := func(path string, handler fiber.Handler) visit.Route {
		r := seen(path, handler)
		r.OwnDevice = true
		return r
	}
	return []visit.Route{
		seen(Path, h.monthShow),
		visit.Post(Path, visit.HRWhole, h.monthClose),
		seen(exportPath, h.exportShow),
		file(exportPath+"/xlsx", h.exportXLSX),
		file(exportPath+"/csv", h.exportCSV),
	}
}

// rows names the lines of whom the viewer sees as HR, and writes down whom that
// was.
func (h *Handlers) rows(c *fiber.Ctx, lines []payroll.Line, page, lang string) ([]payroll.Row, people.Scope, error) {
	v, ctx := visit.Of(c), c.UserContext()
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		return nil, scope, err
	}
	scope = scope.ForHR()
	rows, err := payroll.Rows(ctx, h.DB, lines, scope, func(id int64) (code, title string) {
		version, err := h.Courses.Current(id)
		if err != nil {
			return "", ""
		}
		return version.Code(), version.Title(lang)
	})
	if err != nil {
		return nil, scope, err
	}
	var ids []int64
	for _, s := range payroll.Sums(rows) {
		ids = append(ids, s.Person.ID)
	}
	return rows, scope, audit.Looked(ctx, h.DB, audit.Look{ViewerID: v.ViewerID(), Page: page, Scope: scope.Name(), AsOf: v.Today, PersonIDs: ids})
}
