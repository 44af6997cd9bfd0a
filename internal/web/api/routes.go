package api

import (
	"zaemme/internal/monthend"
	"zaemme/internal/report"
	"zaemme/internal/web/visit"
)

// Path is where the current version begins.
const Path = "/api/v1"

// Handlers of the package. All fields are required.
type Handlers struct {
	MonthEnds *monthend.Service
	Reports   *report.Service
}

// openPerMinute is how often one address may ask for the description, which needs no
// key.
const openPerMinute = 60

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	description := visit.Get(Path+"/openapi.json", visit.Public, h.describe)
	description.PerMinute = openPerMinute
	return []visit.Route{
		description,
		visit.Get(Path+"/token", visit.Token, h.tokenShow),
		visit.Get(Path+"/months", visit.Token, h.monthsList),
		visit.Get(Path+"/months/:month", visit.Token, h.monthShow),
		visit.Get(Path+"/rows", visit.Token, h.rowsList),
	}
}
