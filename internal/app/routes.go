package app

import (
	"zaemme/internal/web/account"
	"zaemme/internal/web/admin"
	"zaemme/internal/web/hr"
	"zaemme/internal/web/learner"
	"zaemme/internal/web/line"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// routes are all addresses of the app, each with its guard.
func (a *App) routes(site *page.Site, jobs admin.Jobs) []visit.Route {
	var routes []visit.Route
	for _, audience := range []interface{ Routes() []visit.Route }{
		&account.Handlers{DB: a.DB, Auth: a.Auth, Secure: a.Config.Secure(), Mail: a.mailLeaves(), Bell: a.Bell},
		&learner.Handlers{DB: a.DB, Learning: a.Learning, Courses: a.Catalogue, Texts: a.Texts},
		&line.Handlers{DB: a.DB, Reports: a.Reports, Courses: a.Catalogue, Site: site},
		&hr.Handlers{
			DB: a.DB, Auth: a.Auth, Ledger: a.Ledger, Catalogue: a.Catalogue, Changes: a.Change, Imports: a.HRImport,
			Reminders: a.Reminder, Settings: a.Settings, Bell: a.Bell,
		},
		&admin.Handlers{DB: a.DB, Settings: a.Settings, Jobs: jobs, Demo: a.Config.Demo},
	} {
		routes = append(routes, audience.Routes()...)
	}
	return routes
}

// mailLeaves reports whether there is a way out for mail: without one a page
// offers no code that would never arrive.
func (a *App) mailLeaves() bool { return a.Config.Demo || a.Config.SMTPURL != "" }
