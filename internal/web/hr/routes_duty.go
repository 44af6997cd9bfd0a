package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/blob"
	"zaemme/internal/web/visit"
)

// dutyRoutes are one duty of one person: why it stands as it does, and what HR
// decides about it.
func (h *Handlers) dutyRoutes() []visit.Route {
	const path = "/personen/:uid/pflicht/:code"
	get := func(below string, handler fiber.Handler) visit.Route {
		return visit.Get(path+below, visit.HR, visit.NotPrefetched(handler))
	}
	post := func(below string, handler fiber.Handler) visit.Route {
		return visit.Post(path+below, visit.HR, handler)
	}
	scan := visit.Post("/personen/:uid/nachweis", visit.HR, h.recognitionSave)
	scan.MaxBody = blob.MaxSize + 128<<10 // the form around the file
	list := visit.Post(trainingsPath, visit.HRWhole, h.trainingsRead)
	list.MaxBody = MaxFile + 128<<10
	return []visit.Route{
		visit.Get(trainingsPath, visit.HRWhole, h.trainingsShow), list,
		visit.Get(trainingsPath+"/:plan", visit.HRWhole, visit.NotPrefetched(h.trainingsPlanShow)),
		visit.Post(trainingsPath+"/:plan/uebernehmen", visit.HRWhole, h.trainingsApply),
		visit.Post(trainingsPath+"/:plan/verwerfen", visit.HRWhole, h.trainingsDiscard),
		get("", h.dutyShow),
		get("/dispens", h.exemptionShow), post("/dispens", h.exemptionSave), post("/dispens/beenden", h.exemptionEnd),
		get("/frist", h.extensionShow), post("/frist", h.extensionSave),
		get("/korrektur", h.correctionShow), post("/korrektur", h.correctionSave),
		visit.Get("/personen/:uid/nachweis", visit.HR, visit.NotPrefetched(h.recognitionShow)), scan,
	}
}
