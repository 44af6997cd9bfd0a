package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/holiday"
	"zaemme/internal/web/visit"
)

const calendarsPath = "/kalender"

func calendarPath(code string) string { return calendarsPath + "/" + code }

// calendarRoutes are the holiday sets, outages, versions of courses, and what follows from them for dates.
func (h *Handlers) calendarRoutes() []visit.Route {
	get := func(path string, handler fiber.Handler) visit.Route {
		return visit.Get(path, visit.HRWhole, visit.NotPrefetched(handler))
	}
	post := func(path string, handler fiber.Handler) visit.Route { return visit.Post(path, visit.HRWhole, handler) }
	upload := func(path string, most int, handler fiber.Handler) visit.Route {
		r := post(path, handler)
		r.MaxBody = most
		return r
	}
	list := []visit.Route{
		visit.Get(outagesPath, visit.AdminHR, visit.NotPrefetched(h.outagesList)),
		visit.Post(outagesPath, visit.AdminHR, h.outageDeclare),
	}
	for _, plans := range []datesPages{h.calendarPlans(), h.outagePlans(), h.versionPlans()} {
		path := plans.back + "/vorschau/:plan"
		list = append(list, get(path, plans.show), post(path+"/uebernehmen", plans.apply), post(path+"/verwerfen", plans.discard),
			post(path+"/erneuern", plans.renew))
	}
	return append(list,
		get(versionsPath, h.versionsList),
		get(versionsPath+"/:code", h.versionsShow),
		post(versionsPath+"/:code", h.versionRequire),
		get(calendarsPath, h.calendarsList),
		post(calendarsPath+"/standorte", h.sitesSave),
		post(calendarsPath+"/fristen", h.datesPropose),
		get(calendarsPath+"/neu", h.calendarNew),
		post(calendarsPath+"/neu", h.calendarCreate),
		get(calendarsPath+"/:code", h.calendarShow),
		get(calendarsPath+"/:code/angaben", h.calendarEdit),
		post(calendarsPath+"/:code/angaben", h.calendarSave),
		upload(calendarsPath+"/:code/import", holiday.MaxICS+128<<10, h.icsRead),
		upload(calendarsPath+"/:code/import/uebernehmen", icsBody, h.icsTake),
		post(calendarsPath+"/:code/tage", h.dayAdd),
		get(calendarsPath+"/:code/tage/:no<int>", h.dayEdit),
		post(calendarsPath+"/:code/tage/:no<int>", h.daySave),
		post(calendarsPath+"/:code/tage/:no<int>/entfernen", h.dayDrop),
	)
}
