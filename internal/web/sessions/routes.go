package sessions

import (
	"context"
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/audit"
	"zaemme/internal/blob"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Handlers of the package. All fields are required.
type Handlers struct {
	DB       *db.DB
	Sessions *session.Service
	Courses  *course.Catalogue
}

// Path is the list of sessions.
const Path = "/schulungen"

const (
	recordPath = Path + "/erfassen"
	planPath   = Path + "/planen"
	onePath    = Path + "/:uid"
	rows       = 25
)

func sessionURL(uid string) string { return Path + "/" + uid }

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	get := func(path string, guard visit.Guard, handler fiber.Handler) visit.Route {
		return visit.Get(path, guard, visit.NotPrefetched(handler))
	}
	list := visit.Post(onePath+"/einlesen", visit.Leader, h.importSave)
	list.MaxBody = maxList + 128<<10 // the form around the file
	scan := visit.Post(onePath+"/unterlage", visit.Leader, h.scanSave)
	scan.MaxBody = blob.MaxSize + 128<<10
	file := get(onePath+"/unterlage", visit.Leader, h.scanDownload)
	file.OwnDevice = true
	return []visit.Route{
		scan, file,
		get(onePath+"/test", visit.SignedIn, h.paperShow),
		get(onePath+"/loesung", visit.SignedIn, h.solutionShow),
		get(Path, visit.SignedIn, h.listShow),
		get(planPath, visit.Leader, h.planShow),
		visit.Post(planPath, visit.Leader, h.planSave),
		get(recordPath, visit.Leader, h.recordShow),
		visit.Post(recordPath, visit.Leader, h.recordSave),
		get(onePath, visit.SignedIn, h.sessionShow),
		visit.Post(onePath+"/anmelden", visit.SignedIn, h.signUp),
		visit.Post(onePath+"/abmelden", visit.SignedIn, h.leave),
		get(onePath+"/aendern", visit.Leader, h.changeShow),
		visit.Post(onePath+"/aendern", visit.Leader, h.changeSave),
		get(onePath+"/absagen", visit.Leader, h.cancelShow),
		visit.Post(onePath+"/absagen", visit.Leader, h.cancelSave),
		visit.Post(onePath+"/entfernen", visit.Leader, h.remove),
		get(onePath+"/abhaken", visit.SignedIn, h.tickShow),
		visit.Post(onePath+"/abhaken/:person", visit.SignedIn, h.tickSave),
		list,
		get(onePath+"/liste", visit.SignedIn, h.printShow),
		visit.Post(onePath+"/anwesenheit", visit.Leader, h.attendanceSave),
		visit.Post(onePath+"/zurueckziehen", visit.Leader, h.retract),
		visit.Post(onePath+"/bestaetigen", visit.Leader, h.confirm),
	}
}

// scope is whom the viewer leads, or sees as HR.
func (h *Handlers) scope(c *fiber.Ctx, conn db.Conn) (people.Scope, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), conn, v.ViewerID(), v.Today)
	return scope.ForLeading(), err
}

// looked logs whom a page shows by name.
func looked(ctx context.Context, c db.Conn, v *visit.Visit, scope people.Scope, name string, ids []int64) error {
	return audit.Looked(ctx, c, audit.Look{ViewerID: v.ViewerID(), Page: name, Scope: scope.Name(), AsOf: v.Today, PersonIDs: ids})
}

// reportCourses are all courses of the catalogue by ID.
func (h *Handlers) reportCourses() map[int64]*report.Course {
	out := map[int64]*report.Course{}
	for _, v := range h.Courses.All() {
		out[v.CourseID] = report.CourseOf(v)
	}
	return out
}

func emblem(v *course.Version) template.HTML { return page.CourseEmblem(v.Content.Emblem, v.Code()) }
