package certificates

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/certificate"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// recordPath is the person's own Bildungsnachweis as a file.
const recordPath = "/nachweise/bildungsnachweis"

// checksPerMinute may be asked of the public page by one address.
const checksPerMinute = 30

// Handlers of the package. All fields are required.
type Handlers struct {
	DB           *db.DB
	Certificates *certificate.Service
	Texts        *i18n.Bundle
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	file := func(path string, guard visit.Guard, handler fiber.Handler) visit.Route {
		r := visit.Get(path, guard, visit.NotPrefetched(handler))
		r.OwnDevice = true
		return r
	}
	check := visit.Get(certificate.CheckPath, visit.Public, h.checkShow)
	check.PerMinute = checksPerMinute
	return []visit.Route{
		visit.Get("/nachweise", visit.SignedIn, h.listShow),
		visit.Get("/nachweise/:no", visit.SignedIn, h.certificateShow),
		file("/nachweise/:no/pdf", visit.SignedIn, h.ownFile),
		visit.Get("/personen/:uid/nachweise", visit.HR, visit.NotPrefetched(h.personShow)),
		file("/personen/:uid/nachweise/:no", visit.HR, h.personFile),
		check,
	}
}

// send answers with the file of a certificate, named by its number.
func send(c *fiber.Ctx, sheet certificate.Sheet) error {
	file, err := certificate.PDF(sheet, string(page.CourseEmblem(sheet.Version.Content.Emblem, sheet.Version.Code())))
	if err != nil {
		return err
	}
	return page.File(c, sheet.L.T("certificate.file", "no", sheet.No)+".pdf", "application/pdf", file)
}
