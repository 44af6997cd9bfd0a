package voices

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/web/visit"
)

// Addresses of the package.
const (
	listPath    = "/rueckmeldungen"
	figuresPath = listPath + "/zahlen"
	proposePath = "/vorschlag"
)

// perMinute forms are taken from one address.
const perMinute = 30

// Handlers of the package. All fields are required.
type Handlers struct {
	DB      *db.DB
	Courses *course.Catalogue
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	say := func(path string, handler fiber.Handler) visit.Route {
		r := visit.Post(path, visit.SignedIn, handler)
		r.PerMinute, r.Unlogged = perMinute, true
		return r
	}
	return []visit.Route{
		visit.Get("/kurse/:code/module/:no<int>/rueckmeldung", visit.SignedIn, h.sayShow),
		say("/kurse/:code/module/:no<int>/rueckmeldung", h.say),
		visit.Get(proposePath, visit.SignedIn, h.proposeShow),
		say(proposePath, h.propose),
		visit.Get(listPath, visit.Authors, visit.NotPrefetched(h.listShow)),
		visit.Get(figuresPath, visit.Authors, h.figuresShow),
		visit.Get(listPath+"/:uid", visit.Authors, visit.NotPrefetched(h.answerShow)),
		visit.Post(listPath+"/:uid", visit.Authors, h.answer),
	}
}
