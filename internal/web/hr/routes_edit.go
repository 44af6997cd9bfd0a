package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/web/visit"
)

// editRoutes are the tree, which leaders see as far as it is theirs, and the forms
// of what HR changes by hand; whole and post guard them. Fixed addresses stand
// before those with a person in their place.
func (h *Handlers) editRoutes(whole, post func(string, fiber.Handler) visit.Route) []visit.Route {
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
		{"/personen/:uid/anstellung/neu", h.askNewEmployment},
		{"/personen/:uid/anstellung/:no", h.askEmployment},
		{"/organisation/neu", h.askNewDepartment},
		{"/organisation/leitungen", h.askHeads},
		{"/organisation/:id<int>/bearbeiten", h.askDepartment},
		{"/organisation/:id<int>/zusammenlegen", h.askMerge},
		{"/organisation/:id<int>/aufteilen", h.askSplit},
		{"/organisation/:id<int>/aufloesen", h.askDissolve},
	} {
		list = append(list, whole(form.path, h.ask(form.prepare)), post(form.path, h.answer(form.prepare)))
	}
	return list
}
