// Package leavers holds HR's pages of people whose employment ends, and the
// Bildungsnachweis: of one of them, of all of a month, and one's own.
//
// Invariants: a Bildungsnachweis leaves to the person and to HR who sees the person,
// and HR's look is written down before the first byte; who has been forgotten is
// counted and neither named nor handed out.
package leavers

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/certificate"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Addresses of the package.
const (
	Path    = "/austritte"
	OwnPath = "/nachweise/bildungsnachweis" // before /nachweise/:no
)

// Handlers of the package. All fields are required.
type Handlers struct {
	DB           *db.DB
	Certificates *certificate.Service
}

// Routes of the package. They stand before those of single certificates.
func (h *Handlers) Routes() []visit.Route {
	file := func(path string, guard visit.Guard, handler fiber.Handler) visit.Route {
		r := visit.Get(path, guard, visit.NotPrefetched(handler))
		r.OwnDevice = true
		return r
	}
	return []visit.Route{
		file(OwnPath, visit.SignedIn, h.ownFile),
		visit.Get(Path, visit.HR, visit.NotPrefetched(h.monthShow)),
		file(Path+"/zip", visit.HR, h.monthFile),
		file("/personen/:uid/bildungsnachweis", visit.HR, h.personFile),
	}
}

// scope is whom the viewer sees as HR.
func (h *Handlers) scope(c *fiber.Ctx) (people.Scope, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	return scope.ForHR(), err
}

// looked writes down whom a page or file shows.
func (h *Handlers) looked(c *fiber.Ctx, name string, scope people.Scope, ids ...int64) error {
	v := visit.Of(c)
	return audit.Looked(c.UserContext(), h.DB, audit.Look{ViewerID: v.ViewerID(), Page: name, Scope: scope.Name(), AsOf: v.Today, PersonIDs: ids})
}

const kindPDF = "application/pdf"

// send answers with the Bildungsnachweis of the person.
func (h *Handlers) send(c *fiber.Ctx, person people.Person) error {
	v := visit.Of(c)
	records, err := h.Certificates.Records(c.UserContext(), h.DB, []people.Person{person}, v.Settings, v.Today)
	if err != nil {
		return err
	}
	content, err := certificate.RecordPDF(records[0])
	if err != nil {
		return err
	}
	return page.File(c, fileName(person), kindPDF, content)
}
