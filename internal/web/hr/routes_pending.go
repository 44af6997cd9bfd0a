package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/web/visit"
)

// Addresses of what HR has to do.
const (
	PendingPath   = "/pendenzen"
	previewsPath  = PendingPath + "/vorschauen"
	plansPath     = "/berichte/plan"
	importsPath   = PendingPath + "/importe"
	gapsPath      = PendingPath + "/personen"
	endingPath    = PendingPath + "/ablauf"
	reviewsPath   = "/werkstatt"
	requestsPath  = "/team/antraege"
	confirmPath   = "/bestaetigen"
	trainingsOpen = "/schulungen?stand=planned"
	feedbackPath  = "/rueckmeldungen"
	payrollPath   = "/lernzeit"
)

// pendingRoutes are what HR has to do, and the lists behind its figures.
func (h *Handlers) pendingRoutes() []visit.Route {
	seen := func(path string, guard visit.Guard, handler fiber.Handler) visit.Route {
		return visit.Get(path, guard, visit.NotPrefetched(handler))
	}
	return []visit.Route{
		seen(PendingPath, visit.HR, h.pendingShow),
		seen(previewsPath, visit.HRWhole, h.changesList(changesOnTheirWay)),
		visit.Post(previewsPath+"/:task/erledigt", visit.HRWhole, h.changeSettle(changesOnTheirWay)),
		seen(importsPath, visit.HRWhole, h.changesList(importsOnTheirWay)),
		visit.Post(importsPath+"/:task/erledigt", visit.HRWhole, h.changeSettle(importsOnTheirWay)),
		seen(gapsPath, visit.HR, h.gapsList),
		seen(endingPath, visit.HR, h.endingList),
	}
}
