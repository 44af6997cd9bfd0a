package reports

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/planned"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Addresses of the package.
const (
	Path        = "/berichte"
	filePath    = Path + "/datei"
	verifyPath  = report.VerifyPath
	comparePath = "/berichte/vergleich"
	samplePath  = "/berichte/stichprobe"
	printPath   = samplePath + "/drucken"
	// PlanPath lists the reports that come by themselves.
	PlanPath    = Path + "/plan"
	newPlanPath = PlanPath + "/neu"
	planPath    = PlanPath + "/:uid"
)

// patience is how long a count over everybody may take; a request's own limit is
// for pages.
const patience = 5 * time.Minute

// Handlers of the package. All fields are required.
type Handlers struct {
	DB      *db.DB
	Reports *report.Service
	Courses *course.Catalogue
	Planned *planned.Service
	Files   page.Handing
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	verify := visit.Post(verifyPath, visit.Reports, h.verify)
	verify.MaxBody = report.MaxVerify + 1<<16
	file := visit.Get(filePath, visit.Reports, visit.NotPrefetched(h.makeFile))
	file.OwnDevice = true
	kept := visit.Get(report.FilePath(":task")+"/herunterladen", visit.SignedIn, visit.NotPrefetched(h.fileDownload))
	kept.OwnDevice = true
	printed := visit.Get(printPath, visit.Reports, visit.NotPrefetched(h.samplePrint))
	printed.OwnDevice = true
	run := visit.Get(planned.RunPath(":run")+"/datei", visit.SignedIn, visit.NotPrefetched(h.runFile))
	run.OwnDevice = true
	return []visit.Route{
		visit.Get(PlanPath, visit.Plans, h.plansShow),
		visit.Get(newPlanPath, visit.Plans, h.planNew),
		visit.Post(newPlanPath, visit.Plans, h.planSave),
		visit.Get(planPath, visit.Plans, h.planShow),
		visit.Get(planPath+"/aendern", visit.Plans, h.planEdit),
		visit.Post(planPath+"/aendern", visit.Plans, h.planSave),
		visit.Post(planPath+"/zustand", visit.Plans, h.planTurn),
		visit.Get(planned.RunPath(":run"), visit.SignedIn, h.runShow), // to whom it went
		run,
		visit.Get(Path, visit.Reports, h.makeShow),
		file,
		visit.Get(report.FilePath(":task"), visit.SignedIn, visit.NotPrefetched(h.fileShow)), // the owner's alone
		kept,
		visit.Get(verifyPath, visit.Reports, h.verifyShow),
		verify,
		visit.Get(comparePath, visit.Reports, visit.NotPrefetched(h.compareShow)),
		visit.Get(samplePath, visit.Reports, visit.NotPrefetched(h.sampleShow)),
		printed,
	}
}

// viewer is who asks, with the scope of today for reports, and a context that
// lasts as long as a report may take.
func (h *Handlers) viewer(c *fiber.Ctx) (report.Viewer, context.Context, context.CancelFunc, error) {
	v := visit.Of(c)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), patience)
	scope, err := people.ScopeOf(ctx, h.DB, v.ViewerID(), v.Today)
	if err != nil {
		cancel()
		return report.Viewer{}, nil, nil, err
	}
	return report.Viewer{Scope: scope.ForReports(), Person: v.Session.Person, Now: v.Now}, ctx, cancel, nil
}

// tabs lead from one of the pages to the others.
func tabs(base page.Base, now string) (list []page.Step) {
	for _, one := range []struct{ key, url string }{{"reports.make", Path}, {"reports.verify", verifyPath}, {"reports.compare", comparePath}, {"reports.sample", samplePath}, {"planned.tab", PlanPath}} {
		step := page.Step{Label: base.L.T(one.key), URL: one.url}
		if one.url == now {
			step.State = "now"
		}
		list = append(list, step)
	}
	return list
}
