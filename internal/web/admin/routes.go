package admin

import (
	"context"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/schedule"
	"zaemme/internal/settings"
	"zaemme/internal/testmail"
	"zaemme/internal/web/visit"
)

// Jobs lists and runs the named jobs; schedule.Scheduler is one.
type Jobs interface {
	List(ctx context.Context, c db.Conn, now time.Time) ([]schedule.Status, error)
	RunOnce(ctx context.Context, name string, now time.Time) (map[string]int, error)
}

// Handlers of the package. All fields but Demo are required.
type Handlers struct {
	DB       *db.DB
	URL      string // public address, without a slash at the end
	Settings *settings.Cache
	Jobs     Jobs
	Outbox   *outbox.Outbox
	TestMail *testmail.Service
	Demo     bool // mounts the mail catcher
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	routes := []visit.Route{
		visit.Get("/einstellungen", visit.AdminHR, h.settingsList),
		visit.Get("/einstellungen/jobs", visit.AdminHR, h.jobsList),
		visit.Get("/einstellungen/jobs/:name", visit.AdminHR, h.jobShow),
		visit.Post("/einstellungen/jobs/:name", visit.AdminHR, h.jobRun),
		visit.Get(rolesPath, visit.Rights, h.rolesList),
		visit.Get(rolesPath+"/neu", visit.Admin, h.roleSearch),
		visit.Get(rolesPath+"/person/:uid", visit.Rights, h.rolesOfPerson),
		visit.Post(rolesPath+"/person/:uid", visit.Admin, h.roleGrant),
		visit.Get(rolesPath+"/:id<int>/beenden", visit.Admin, h.roleEndShow),
		visit.Post(rolesPath+"/:id<int>/beenden", visit.Admin, h.roleEnd),
		visit.Get(keysPath, visit.AdminHR, h.tokensList),
		visit.Get(keysPath+"/neu", visit.AdminHR, h.tokenNew),
		visit.Post(keysPath+"/neu", visit.AdminHR, h.tokenCreate),
		visit.Get(keysPath+"/:id<int>/sperren", visit.AdminHR, h.tokenRevokeShow),
		visit.Post(keysPath+"/:id<int>/sperren", visit.AdminHR, h.tokenRevoke),
		visit.Get(testmailPath, visit.Admin, h.testmailShow),
		visit.Post(testmailPath, visit.Admin, h.testmailSend),
		visit.Get("/einstellungen/:key", visit.AdminHR, h.settingShow),
		visit.Post("/einstellungen/:key", visit.AdminHR, h.settingSave),
	}
	if h.Demo {
		routes = append(routes,
			visit.Get("/demo/mails", visit.SignedIn, h.mailsList),
			visit.Get("/demo/mails/:id<int>", visit.SignedIn, h.mailShow),
		)
	}
	return routes
}
