package hr

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/auth"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/settings"
	"zaemme/internal/web/visit"
)

// Forecaster foresees the mails of the coming days; reminder.Service is one.
type Forecaster interface {
	Forecast(ctx context.Context, now time.Time, days int) ([]reminder.DayCount, error)
}

// Handlers of the package. All fields but Bell are required.
type Handlers struct {
	DB        *db.DB
	Auth      *auth.Service
	Ledger    *ledger.Ledger
	Catalogue *course.Catalogue
	Changes   *change.Service
	Imports   *hrimport.Service
	Reminders Forecaster
	Settings  *settings.Cache
	Bell      outbox.Bell
}

// MaxFile is the size of the largest staff list, in bytes.
const MaxFile = 20 << 20

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	seen := func(path string, handler fiber.Handler) visit.Route {
		return visit.Get(path, visit.HR, visit.NotPrefetched(handler))
	}
	get := func(path string, handler fiber.Handler) visit.Route { return visit.Get(path, visit.HR, handler) }
	whole := func(path string, handler fiber.Handler) visit.Route { return seen(path, h.whole(handler)) }
	post := func(path string, handler fiber.Handler) visit.Route {
		return visit.Post(path, visit.HR, h.whole(handler))
	}
	upload := post("/import", h.importRead)
	upload.MaxBody = MaxFile + 64<<10 // the form around the file
	return []visit.Route{
		seen("/personen", h.peopleList),
		whole("/personen/vorschau/:plan", h.editShow),
		post("/personen/vorschau/:plan/uebernehmen", h.editApply),
		post("/personen/vorschau/:plan/verwerfen", h.editDiscard),
		get("/personen/einladen", h.inviteShow),
		visit.Post("/personen/einladen", visit.HR, h.inviteAll),
		seen("/personen/:uid", h.personShow),
		visit.Post("/personen/:uid/einladen", visit.HR, h.inviteOne),
		post("/personen/:uid/pc", h.pcPropose),
		visit.Post("/personen/:uid/passwort", visit.HR, h.passwordGive),
		whole("/import", h.importStart),
		upload,
		whole("/import/:plan", h.importShow),
		post("/import/:plan/uebernehmen", h.importApply),
		post("/import/:plan/verwerfen", h.importDiscard),
		post("/import/:plan/erneuern", h.importRenew),
		post("/import/:plan/pc", h.importPC),
		whole("/regeln", h.rulesList),
		whole("/regeln/vorschau/:plan", h.rulesPreview),
		post("/regeln/vorschau/:plan/uebernehmen", h.rulesApply),
		post("/regeln/vorschau/:plan/verwerfen", h.rulesDiscard),
		post("/regeln/vorschau/:plan/erneuern", h.rulesRenew),
		whole("/regeln/curriculum/neu", h.curriculumNew),
		post("/regeln/curriculum/neu", h.curriculumCreate),
		whole("/regeln/curriculum/:code", h.curriculumEdit),
		post("/regeln/curriculum/:code", h.curriculumSave),
		whole("/regeln/neu", h.ruleNew),
		post("/regeln/neu", h.ruleCreate),
		whole("/regeln/:code", h.ruleEdit),
		post("/regeln/:code", h.ruleSave),
		post("/regeln/:code/beenden", h.ruleEnd),
		seen("/erinnerungen", h.remindersShow),
		get("/erinnerungen/start", h.goLiveShow),
		post("/erinnerungen/start", h.goLiveSave),
		post("/erinnerungen/probe", h.trialSave),
		post("/erinnerungen/:id<int>/nochmals", h.reminderRetry),
	}
}

// whole lets only those pass who are HR for the whole organisation: a plan
// touches everybody.
func (h *Handlers) whole(handler fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		scope, err := h.scope(c)
		if err != nil {
			return err
		}
		if !scope.Everyone {
			return apperr.New(apperr.Forbidden, "error.hr.whole", nil)
		}
		return handler(c)
	}
}

// scope is whom the viewer may see today.
func (h *Handlers) scope(c *fiber.Ctx) (people.Scope, error) {
	v := visit.Of(c)
	return people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
}

// looked writes down whom a page shows.
func (h *Handlers) looked(c *fiber.Ctx, page string, scope people.Scope, ids ...int64) error {
	v := visit.Of(c)
	return audit.Looked(c.UserContext(), h.DB, audit.Look{
		ViewerID: v.ViewerID(), Page: page, Scope: scope.Name(), AsOf: v.Today, PersonIDs: ids,
	})
}
