package learner

import (
	"html/template"
	"sync"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/blob"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/glossary"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Handlers of the package. The fields are set once, before Routes.
type Handlers struct {
	DB       *db.DB
	Learning *learning.Service
	Courses  *course.Catalogue
	Texts    *i18n.Bundle
	Ledger   *ledger.Ledger
	Glossary *glossary.Glossary
	// Extensions takes requests for more time.
	Extensions *extension.Service
	// Evidence takes one's own certificates.
	Evidence *evidence.Service
	// Sessions are trainings in person that one may sign up for.
	Sessions *session.Service

	emblems sync.Map // course.Version.ID → template.HTML
	kept    keptPages
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	in := visit.SignedIn
	scan := visit.Get("/nachweise/scan/:uid", in, visit.NotPrefetched(h.scanDownload))
	scan.OwnDevice = true
	handIn := visit.Post(handInPath, in, h.handInSave)
	handIn.MaxBody = blob.MaxSize + 128<<10 // the form around the file
	return append(h.walkRoutes(), []visit.Route{
		visit.Get(handInPath, in, h.handInShow), handIn,
		visit.Post(handInPath+"/:uid/zurueckziehen", in, h.handInTakeBack),
		visit.Get("/", in, h.startShow),
		visit.Get("/kurse", in, h.catalogueShow),
		visit.Get("/kurse/:code", in, h.courseShow),
		visit.Get("/kurse/:code/frist", in, h.extensionAsk),
		visit.Post("/kurse/:code/frist", in, h.extensionSend),
		visit.Post("/kurse/:code/frist/zurueckziehen", in, h.extensionTakeBack),
		visit.Get("/kurse/:code/module/:no<int>", in, h.moduleShow),
		visit.Post("/kurse/:code/module/:no<int>", in, h.moduleRead),
		visit.Get("/weisungen/:code", in, h.policyShow),
		visit.Post("/weisungen/:code", in, h.policyAcknowledge),
		visit.Get(taskPath+"/:code", in, h.taskShow),
		visit.Post(taskPath+"/:code", in, h.taskReport),
		visit.Post(taskPath+"/:code/zurueckziehen", in, h.taskTakeBack),
		visit.Get("/kurse/:code/test", in, h.quizShow),
		visit.Post("/kurse/:code/test", in, h.quizStart),
		visit.Get("/kurse/:code/einstufung", in, h.testOutShow),
		visit.Post("/kurse/:code/einstufung", in, h.testOutStart),
		visit.Post("/kurse/:code/test/speichern", in, h.answerSave),
		visit.Get("/kurse/:code/test/uebersicht", in, h.reviewShow),
		visit.Post("/kurse/:code/test/abgeben", in, h.handIn),
		visit.Get("/kurse/:code/test/ergebnis/:uid", in, h.resultShow),
		visit.Get("/kurse/:code/test/:no<int>", in, h.questionShow),
		visit.Post("/kurse/:code/test/:no<int>", in, h.questionSave),
		scan,
		visit.Get("/meine-daten", in, h.myDataShow),
		visit.Post("/meine-daten/rueckmeldung/:uid", in, h.voiceWithdraw),
		visit.Get("/hilfe", in, h.helpShow),
	}...)
}

func actOf(c *fiber.Ctx) learning.Act {
	v := visit.Of(c)
	return learning.Act{PersonID: v.ViewerID(), Now: v.Now, Today: v.Today}
}

// emblem is the course's drawing, or the one composed from its code. Drawings are
// checked once per version.
func (h *Handlers) emblem(v *course.Version) template.HTML {
	kept, _ := h.emblems.Load(v.ID)
	if drawn, ok := kept.(template.HTML); ok {
		return drawn
	}
	drawn := page.CourseEmblem(v.Content.Emblem, v.Code())
	h.emblems.Store(v.ID, drawn)
	return drawn
}

// emblemOf is how pure functions get at drawings.
type emblemOf func(*course.Version) template.HTML
