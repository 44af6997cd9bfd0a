package reminders

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Handlers of the package. All fields are required.
type Handlers struct {
	DB        *db.DB
	Reminders *reminder.Service
	Courses   *course.Catalogue
	URL       string // public address, for the feed
}

// Addresses that messages lead to.
const (
	SlipsPath = "/merkzettel"
	LatePath  = "/erinnerungen/ueberfaellig"
	MinePath  = "/meine-erinnerungen"
)

const (
	feedPath   = "/konto/kalender"
	feedFile   = "/fristen/"
	logPath    = "/erinnerungen/protokoll"
	aheadPath  = "/erinnerungen/kommend"
	policyPath = "/erinnerungen/regelung"
	textsPath  = "/erinnerungen/texte"
	pageRows   = 50
)

// Routes of the package. Those below /erinnerungen and /personen stand before the
// ones with a number or a person in the same place.
func (h *Handlers) Routes() []visit.Route {
	seen := func(path string, guard visit.Guard, handler fiber.Handler) visit.Route {
		return visit.Get(path, guard, visit.NotPrefetched(handler))
	}
	slips := seen(SlipsPath+"/pdf", visit.SignedIn, h.slipsPrint)
	slips.OwnDevice = true
	return []visit.Route{
		seen(SlipsPath, visit.SignedIn, h.slipsShow),
		slips,
		visit.Get(feedPath, visit.SignedIn, h.feedShow),
		visit.Post(feedPath, visit.SignedIn, h.feedCreate),
		visit.Post(feedPath+"/aufheben", visit.SignedIn, h.feedRevoke),
		visit.Get(feedFile+":token", visit.Public, h.feedRead),
		visit.Get(MinePath, visit.SignedIn, h.mineShow),
		seen("/personen/:uid/erinnerungen", visit.HR, h.personShow),
		seen(logPath, visit.HR, h.logShow),
		seen(aheadPath, visit.HR, h.aheadShow),
		seen(LatePath, visit.HR, h.lateShow),
		visit.Get(policyPath, visit.HRWhole, h.policyShow),
		visit.Get(policyPath+"/vorschau", visit.HRWhole, h.policyPreview),
		visit.Post(policyPath, visit.HRWhole, h.policySave),
		visit.Get(textsPath, visit.HRWhole, h.textsList),
		visit.Get(textsPath+"/:lang/:key", visit.HRWhole, h.textShow),
		visit.Post(textsPath+"/:lang/:key", visit.HRWhole, h.textSave),
	}
}

// scope is whom the viewer may see today as HR.
func (h *Handlers) scope(c *fiber.Ctx) (people.Scope, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	return scope.ForHR(), err
}

// looked writes down whom a page shows.
func (h *Handlers) looked(c *fiber.Ctx, name, scope string, ids ...int64) error {
	v := visit.Of(c)
	return audit.Looked(c.UserContext(), h.DB, audit.Look{ViewerID: v.ViewerID(), Page: name, Scope: scope, AsOf: v.Today, PersonIDs: ids})
}

// title of a course in the language of the page; a retired one by its number.
func (h *Handlers) title(base page.Base, id int64) string {
	v, err := h.Courses.Current(id)
	if err != nil {
		return base.L.T("reminders.course_gone")
	}
	return v.Title(base.L.Lang())
}
