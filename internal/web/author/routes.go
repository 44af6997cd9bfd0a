package author

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/exchange"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/linkcheck"
	"zaemme/internal/media"
	"zaemme/internal/web/visit"
)

// Handlers of the package. All fields are required.
type Handlers struct {
	DB        *db.DB
	Authoring *authoring.Service
	Learning  *learning.Service
	Courses   *course.Catalogue
	Texts     *i18n.Bundle
	Links     *linkcheck.Checker
}

const (
	shopPath   = "/werkstatt"
	coursePath = shopPath + "/kurs/:code"
	draftPath  = shopPath + "/:id<int>"
)

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	get := func(path string, handler fiber.Handler) visit.Route { return visit.Get(path, visit.Authors, handler) }
	post := func(path string, handler fiber.Handler) visit.Route { return visit.Post(path, visit.Authors, handler) }
	upload := func(path string, handler fiber.Handler) visit.Route {
		r := post(path, handler)
		r.MaxBody, r.Long = coursefile.MaxArchive+64<<10, true // the form around the file
		return r
	}
	edit := func(path string, handler fiber.Handler) visit.Route {
		r := post(path, handler)
		r.MaxBody = 256 << 10
		return r
	}
	questions := post(draftPath+"/fragen/datei", h.questionFileAdd)
	questions.MaxBody = exchange.MaxFile + 64<<10
	picture := post(draftPath+"/bilder", h.imageAdd)
	picture.MaxBody = maxUpload + 64<<10
	film := post(draftPath+"/medien", h.mediaSave)
	film.MaxBody, film.Long = media.MaxVideo+2<<20, true // with captions and transcript
	send := visit.Get("/medien/:name", visit.SignedIn, h.mediaSend)
	send.Long = true
	emblem := post(draftPath+"/emblem", h.emblemSave)
	emblem.MaxBody = coursefile.MaxEmblem + 64<<10
	file := func(path string, handler fiber.Handler) visit.Route {
		r := get(path, handler)
		r.OwnDevice = true
		return r
	}
	return []visit.Route{
		get(shopPath, h.shopShow),
		get(shopPath+"/neu", h.newShow),
		post(shopPath+"/neu", h.newSave),
		upload(shopPath+"/zip", h.archiveTake),
		get(coursePath, h.courseShow),
		post(coursePath+"/entwurf", h.draftBegin),
		post(coursePath+"/aktualisierung", h.updateDecide),
		get(coursePath+"/vergleich", h.compareShow),
		post(coursePath+"/betreuung", h.keeperSave),
		get(coursePath+"/pilot", h.pilotShow),
		post(coursePath+"/pilot", h.pilotEnd),
		get(coursePath+"/angebot", h.retireShow),
		post(coursePath+"/angebot", h.retireSave),
		file(coursePath+"/fassung/:no<int>/zip", h.versionDownload),
		get(coursePath+"/fragen", h.outShow),
		file(coursePath+"/fragen/:format/:lang", h.outDownload),
		get(coursePath+"/testfragen", h.askedShow),
		get(coursePath+"/testfragen/:question", h.withdrawShow),
		post(coursePath+"/testfragen/:question", h.withdrawSave),
		get(draftPath, h.draftShow),
		post(draftPath+"/module", h.outlineSave),
		get(draftPath+"/angaben", h.metaShow),
		post(draftPath+"/angaben", h.metaSave),
		get(draftPath+"/text/:text", h.textShow),
		edit(draftPath+"/text/:text", h.textSave),
		edit(draftPath+"/vorschau", h.previewShow),
		get(draftPath+"/fragen", h.questionsShow),
		post(draftPath+"/fragen", h.questionsSave),
		get(draftPath+"/fragen/datei", h.questionFileShow),
		questions,
		post(draftPath+"/fragen/uebernehmen", h.questionFileTake),
		file(draftPath+"/fragen/:format/:lang", h.draftOutDownload),
		get(draftPath+"/frage/:no<int>", h.questionShow),
		edit(draftPath+"/frage/:no<int>", h.questionSave),
		get(draftPath+"/uebersetzung/:lang", h.translationShow),
		post(draftPath+"/uebersetzung/:lang", h.translationConfirm),
		get(coursePath+"/eigene", h.ownShow),
		get(draftPath+"/eigene", h.ownsShow),
		edit(draftPath+"/eigene", h.ownAdd),
		get(draftPath+"/eigene/absatz/:text", h.ownPickShow),
		get(draftPath+"/eigene/:no<int>", h.ownEditShow),
		edit(draftPath+"/eigene/:no<int>", h.ownSave),
		get(draftPath+"/eigene/:no<int>/frage", h.ownQuestionShow),
		edit(draftPath+"/eigene/:no<int>/frage", h.ownQuestionSave),
		emblem,
		get(draftPath+"/links", h.linksShow),
		post(draftPath+"/links", h.linksCheck),
		get(draftPath+"/bilder", h.imagesShow),
		picture,
		visit.Get("/bild/:name", visit.SignedIn, h.imageSend),
		get(draftPath+"/medien", h.mediaShow),
		film,
		send,
		file(draftPath+"/zip", h.draftDownload),
		upload(draftPath+"/zip", h.draftReplace),
		post(draftPath+"/einreichen", h.submit),
		post(draftPath+"/umstellen", h.rebase),
		get(draftPath+"/pruefung", h.reviewShow),
		post(draftPath+"/pruefung", h.publish),
		post(draftPath+"/zurueckgeben", h.giveBack),
		get(draftPath+"/verwerfen", h.discardShow),
		post(draftPath+"/verwerfen", h.discard),
	}
}

func actOf(c *fiber.Ctx) authoring.Act {
	v := visit.Of(c)
	return authoring.Act{PersonID: v.ViewerID(), Now: v.Now, Today: v.Today}
}

// surroundings are what a course is checked against.
func (h *Handlers) surroundings(c *fiber.Ctx) authoring.Surroundings {
	v := visit.Of(c)
	s := authoring.Surroundings{Placeholders: v.Settings.Placeholders(), Today: v.Today}
	for _, version := range h.Courses.All() {
		s.Others = append(s.Others, version.Content)
	}
	return s
}

// draft is the one of the address; one that is closed is not found.
func (h *Handlers) draft(c *fiber.Ctx) (authoring.Draft, error) {
	d, err := authoring.Find(c.UserContext(), h.DB, draftID(c))
	if err == nil && d.Closed() {
		err = apperr.New(apperr.NotFound, "error.authoring.gone", nil)
	}
	return d, err
}

// draftID is a number by the route; one that is too long is no draft.
func draftID(c *fiber.Ctx) int64 {
	id, err := strconv.ParseInt(c.Params("id"), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// write runs a use case in a transaction of its own.
func (h *Handlers) write(c *fiber.Ctx, do func(tx *db.Tx) error) error {
	return h.DB.Write(c.UserContext(), do)
}

func courseURL(code string) string { return shopPath + "/kurs/" + code }

// walkURL is the trial run through a draft, "" where learners do not meet it on the
// screen.
func walkURL(d authoring.Draft, c *coursefile.Course) string {
	if c.Kind == coursefile.Classroom {
		return ""
	}
	return draftURL(d.ID) + "/probelauf"
}

func draftURL(id int64) string { return shopPath + "/" + strconv.FormatInt(id, 10) }
