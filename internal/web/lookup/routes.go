package lookup

import (
	"strconv"

	"zaemme/internal/certificate"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/glossary"
	"zaemme/internal/i18n"
	"zaemme/internal/search"
	"zaemme/internal/web/visit"
)

// Handlers of the package. All fields are required.
type Handlers struct {
	DB           *db.DB
	Courses      *course.Catalogue
	Certificates *certificate.Service
	Search       *search.Service
	Glossary     *glossary.Glossary
	Texts        *i18n.Bundle
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	in := visit.SignedIn
	return []visit.Route{
		visit.Get("/suche", in, h.searchShow),
		visit.Get("/glossar", in, h.glossaryShow),
		visit.Get("/kurse/:code/drucken", in, h.courseShow),
		visit.Get("/nachweise/:no/inhalt", in, h.completedShow),
	}
}

func moduleURL(v *course.Version, no int) string {
	return "/kurse/" + v.Code() + "/module/" + strconv.Itoa(no)
}
