package hr

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/auth"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/settings"
	"zaemme/internal/task"
	"zaemme/internal/web/visit"
)

// Forecaster foresees the mails of the coming days, and says when none leaves
// that should; reminder.Service is one.
type Forecaster interface {
	Forecast(ctx context.Context, now time.Time, days int) ([]reminder.DayCount, error)
	Alarm(ctx context.Context, now time.Time) (reminder.Alarm, error)
}

// Handlers of the package. All fields but Bell are required.
type Handlers struct {
	DB        *db.DB
	Auth      *auth.Service
	Ledger    *ledger.Ledger
	Catalogue *course.Catalogue
	// Curriculum writes what is decided about one duty.
	Curriculum *curriculum.Service
	// Evidence takes what a second person confirms.
	Evidence  *evidence.Service
	Changes   *change.Service
	Imports   *hrimport.Service
	Reminders Forecaster
	Settings  *settings.Cache
	Tasks     *task.Runner  // for the kinds of change.Service.Tasks
	Patience  time.Duration // a click waits that long for its task before it shows how far that is
	Issuer    string        // the identity provider's, "" for none
	Bell      outbox.Bell
}

// MaxFile is the size of the largest staff list, in bytes.
const MaxFile = 20 << 20

// pageRoutes are those of all pages but the tree and what is edited by hand.
func (h *Handlers) pageRoutes() []visit.Route {
	seen := func(path string, handler fiber.Handler) visit.Route {
		return visit.Get(path, visit.HR, visit.NotPrefetched(handler))
	}
	whole := func(path string, handler fiber.Handler) visit.Route {
		return visit.Get(path, visit.HRWhole, visit.NotPrefetched(handler))
	}
	post := func(path string, handler fiber.Handler) visit.Route { return visit.Post(path, visit.HRWhole, handler) }
	upload := func(path string, handler fiber.Handler) visit.Route {
		r := post(path, handler)
		r.MaxBody = MaxFile + 128<<10 // the form around the file
		return r
	}
	return []visit.Route{
		seen("/personen", h.peopleList),
		whole("/personen/vorschau/:plan", h.editShow),
		post("/personen/vorschau/:plan/uebernehmen", h.editApply),
		post("/personen/vorschau/:plan/verwerfen", h.editDiscard),
		visit.Get("/personen/einladen", visit.HR, h.inviteShow),
		visit.Post("/personen/einladen", visit.HR, h.inviteAll),
		seen("/personen/:uid", h.personShow),
		visit.Post("/personen/:uid/einladen", visit.HR, h.inviteOne),
		post("/personen/:uid/pc", h.pcPropose),
		visit.Post("/personen/:uid/passwort", visit.HR, h.passwordGive),
		visit.Get("/personen/:uid/zugang", visit.Access, visit.NotPrefetched(h.accessShow)),
		visit.Post("/personen/:uid/zugang/abmelden", visit.Access, h.accessEnd),
		visit.Post("/personen/:uid/zugang/zuruecksetzen", visit.Admin, h.accessReset),
		visit.Post("/personen/:uid/zugang/loesen", visit.Admin, h.accessUnlink),
		whole("/import", h.importStart),
		upload("/import", h.importRead),
		upload("/import/spalten", h.columnsSave),
		whole(batchesPath, h.batchesList),
		post(batchesPath+"/:id<int>/rueckgaengig", h.undoBegin),
		whole(batchesPath+"/:plan", h.undoShow),
		post(batchesPath+"/:plan/uebernehmen", h.undoApply),
		post(batchesPath+"/:plan/verwerfen", h.undoDiscard),
		post(batchesPath+"/:plan/erneuern", h.undoRenew),
		whole("/import/gemerkt", h.rememberedShow),
		post("/import/gemerkt/spalte/:id<int>/vergessen", h.columnForget),
		post("/import/gemerkt/einheit/:id<int>/vergessen", h.unitForget),
		visit.Get("/auftraege/:task", visit.SignedIn, visit.NotPrefetched(h.taskShow)), // the owner's alone
		visit.Get("/auftraege/:task/stand", visit.SignedIn, visit.NotPrefetched(h.taskState)),
		whole("/import/:plan", h.importShow),
		whole("/import/:plan/spalten", h.columnsShow),
		whole("/import/:plan/xlsx", h.importWorkbook),
		post("/import/:plan/einheiten", h.unitsSave),
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
		whole("/erinnerungen/start", h.goLiveShow),
		post("/erinnerungen/start", h.goLiveSave),
		post("/erinnerungen/probe", h.trialSave),
		post("/erinnerungen/:id<int>/nochmals", h.reminderRetry),
	}
}

// scope is whom the viewer may see today as HR.
func (h *Handlers) scope(c *fiber.Ctx) (people.Scope, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), h.DB, v.ViewerID(), v.Today)
	return scope.ForHR(), err
}

// person is the person of the address; whom the viewer may not see is not found.
func (h *Handlers) person(c *fiber.Ctx) (people.Scope, people.Person, error) {
	scope, err := h.scope(c)
	if err != nil {
		return scope, people.Person{}, err
	}
	person, err := scope.Target(c.UserContext(), h.DB, c.Params("uid"))
	return scope, person, err
}

// looked writes down whom a page shows.
func (h *Handlers) looked(c *fiber.Ctx, page string, scope people.Scope, ids ...int64) error {
	v := visit.Of(c)
	return audit.Looked(c.UserContext(), h.DB, audit.Look{
		ViewerID: v.ViewerID(), Page: page, Scope: scope.Name(), AsOf: v.Today, PersonIDs: ids,
	})
}
