package learner

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// walkPath is a draft as learners would meet it, on the pages of this package.
// Nothing is stored: what a walk has in mind stands in its addresses (see mind).
const walkPath = "/werkstatt/:id<int>/probelauf"

func (h *Handlers) walkRoutes() []visit.Route {
	get := func(path string, do func(*fiber.Ctx, *walk) error) visit.Route {
		return visit.Get(walkPath+path, visit.Authors, h.walking(do))
	}
	post := func(path string, do func(*fiber.Ctx, *walk) error) visit.Route {
		return visit.Post(walkPath+path, visit.Authors, h.walking(do))
	}
	return []visit.Route{
		get("", h.walkCourse),
		get("/module/:no<int>", h.walkModule), post("/module/:no<int>", h.walkRead),
		get("/test", h.walkQuiz), post("/test", h.walkStart(learning.Quiz)),
		get("/einstufung", h.walkTestOut), post("/einstufung", h.walkStart(learning.TestOut)),
		get("/test/uebersicht", h.walkReview), post("/test/abgeben", h.walkHandIn),
		get("/test/ergebnis", h.walkResult),
		get("/test/:no<int>", h.walkQuestion), post("/test/:no<int>", h.walkAnswer),
		get("/weisung", h.walkPolicy), post("/weisung", h.walkAcknowledge),
		get("/aufgabe", h.walkTask), post("/aufgabe", h.walkReport),
	}
}

// walk is somebody on their way through a draft.
type walk struct {
	mind
	draft   authoring.Draft
	version *course.Version // what the draft would become
	visit   *visit.Visit
}

// walking finds the draft and what the address has in mind. Who comes with an address
// that cannot be read begins anew.
func (h *Handlers) walking(do func(*fiber.Ctx, *walk) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := strconv.ParseInt(c.Params("id"), 10, 64)
		if err != nil {
			id = 0 // a number too long is no draft
		}
		d, err := authoring.Find(c.UserContext(), h.DB, id)
		if err == nil && d.Closed() {
			err = apperr.New(apperr.NotFound, "error.authoring.gone", nil)
		}
		if err != nil {
			return err
		}
		content, v := d.Composed(), visit.Of(c)
		if content.Kind == coursefile.Classroom {
			return apperr.New(apperr.NotFound, "error.walk.classroom", nil)
		}
		w := &walk{draft: d, visit: v, version: &course.Version{Number: 1, Hash: content.Hash(), PublishedOn: v.Today, Content: content}}
		if d.Base != 0 {
			base, err := h.Courses.Version(c.UserContext(), d.Base)
			if err != nil {
				return err
			}
			w.version.Number = base.Number + 1
		}
		if w.mind, err = readMind(c.Query(mindName)); err != nil {
			return page.Warned(c, w.start(), "walk.lost")
		}
		if w.Seen == "" {
			w.Seen = d.Seen()
		}
		return do(c, w)
	}
}

func (w *walk) start() string {
	return "/werkstatt/" + strconv.FormatInt(w.draft.ID, 10) + "/probelauf"
}

// way is where the pages of the walk lie, with what it has in mind now.
func (w *walk) way() way {
	return way{course: w.start(), policy: w.start() + "/weisung", task: w.start() + "/aufgabe", mind: "?" + mindName + "=" + w.text()}
}

func (w *walk) result() string { return w.start() + "/test/ergebnis" + w.way().mind }

// item is how somebody who has the course to do would stand to it.
func (w *walk) item() learning.Item {
	i := learning.Item{Version: w.version, Place: learning.Place{Cycle: 1, Mode: learning.ForDuty}, Asked: learning.Asked{TestOut: true}, Read: map[int]bool{}}
	for _, no := range w.Read {
		if w.version.Content.Module(no) != nil {
			i.Read[no] = true
		}
	}
	return i
}

// attempt is the one at the test that the walk has begun.
func (w *walk) attempt() *learning.Attempt {
	return learning.Rehearsal(w.version, w.Form, w.Seed, w.Answers, w.visit.Now)
}

// walkNote is what stands above every page of a walk. Partial "walk".
type walkNote struct {
	Text, Changed, LeftOut string
	Draft, Again           page.Link
}

func (w *walk) note(base page.Base) *walkNote {
	l := base.L
	n := &walkNote{Text: l.T("walk.note"), Draft: page.Link{Label: l.T("walk.to_draft"), URL: "/werkstatt/" + strconv.FormatInt(w.draft.ID, 10)},
		Again: page.Link{Label: l.T("walk.again"), URL: w.start()}}
	if w.draft.State == authoring.Review {
		n.Draft = page.Link{Label: l.T("walk.to_review"), URL: n.Draft.URL + "/pruefung"}
	}
	if w.Seen != w.draft.Seen() {
		n.Changed = l.T("walk.changed")
	}
	if left := learning.LeftOut(w.version.Content); left > 0 {
		n.LeftOut = l.N("walk.left_out", left)
	}
	return n
}

// markRead notes a module for the walk.
func (w *walk) markRead(no int) {
	if !slices.Contains(w.Read, no) {
		w.Read = append(w.Read, no)
	}
}

// day is what the pages call today.
func (w *walk) day() calendar.Date { return w.visit.Today }
