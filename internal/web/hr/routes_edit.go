package hr

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/web/visit"
)

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	return slices.Concat(h.editRoutes(), h.dutyRoutes(), h.calendarRoutes(), h.pendingRoutes(), h.pageRoutes())
}

// editRoutes are the tree, which leaders see as far as it is theirs, and the forms
// of what HR changes by hand. They come first: an address without a person stands
// before the one that has a person in its place.
func (h *Handlers) editRoutes() []visit.Route {
	list := []visit.Route{
		visit.Get("/organisation", visit.Leader, visit.NotPrefetched(h.organisationShow)),
		visit.Get("/organisation/:id<int>", visit.Leader, visit.NotPrefetched(h.departmentShow)),
	}
	for _, form := range []struct {
		path    string
		prepare func(c *fiber.Ctx) (*asked, error)
	}{
		{"/personen/neu", h.askNewPerson},
		{"/personen/:uid/angaben", h.askIdentity},
		{"/personen/:uid/merkmale", h.askTags},
		{"/personen/:uid/austritt", h.askExit},
		{"/personen/:uid/abwesenheit", h.askAbsence},
		{"/personen/:uid/stellvertretung", h.askDeputy},
		{"/personen/:uid/zusammenfuehren", h.askJoin},
		{"/personen/:uid/anstellung/neu", h.askNewEmployment},
		{"/personen/:uid/anstellung/:no", h.askEmployment},
		{"/personen/:uid/anstellung/:no/eintritt", h.askEntry},
		{"/organisation/neu", h.askNewDepartment},
		{"/organisation/leitungen", h.askHeads},
		{"/organisation/:id<int>/bearbeiten", h.askDepartment},
		{"/organisation/:id<int>/zusammenlegen", h.askMerge},
		{"/organisation/:id<int>/aufteilen", h.askSplit},
		{"/organisation/:id<int>/aufloesen", h.askDissolve},
	} {
		list = append(list, visit.Get(form.path, visit.HRWhole, visit.NotPrefetched(h.ask(form.prepare))),
			visit.Post(form.path, visit.HRWhole, h.answer(form.prepare)))
	}
	return list
}
