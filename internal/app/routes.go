package app

import (
	"time"

	"zaemme/internal/search"
	"zaemme/internal/web/account"
	"zaemme/internal/web/admin"
	"zaemme/internal/web/api"
	"zaemme/internal/web/author"
	"zaemme/internal/web/cards"
	"zaemme/internal/web/certificates"
	"zaemme/internal/web/figures"
	"zaemme/internal/web/hr"
	"zaemme/internal/web/learner"
	"zaemme/internal/web/leavers"
	"zaemme/internal/web/line"
	"zaemme/internal/web/lookup"
	"zaemme/internal/web/page"
	"zaemme/internal/web/reminders"
	"zaemme/internal/web/reports"
	"zaemme/internal/web/rights"
	"zaemme/internal/web/sessions"
	"zaemme/internal/web/visit"
	"zaemme/internal/web/voices"
	"zaemme/internal/web/wages"
)

// routes are all addresses of the app, each with its guard.
func (a *App) routes(site *page.Site, jobs admin.Jobs) []visit.Route {
	var routes []visit.Route
	files := page.Handing{Reports: a.Reports, Tasks: a.Tasks, Many: a.ManyRows, Patience: time.Second}
	for _, audience := range []interface{ Routes() []visit.Route }{
		&account.Handlers{
			DB: a.DB, Auth: a.Auth, Passkeys: a.Passkeys, OIDC: a.OIDC, SSOLabel: a.Config.OIDC.Label, Log: a.Log, Secure: a.Config.Secure(),
			Mail: a.mailLeaves(), Bell: a.Bell,
		},
		&cards.Handlers{DB: a.DB, Auth: a.Auth, Texts: a.Texts, URL: a.Config.URL, Secure: a.Config.Secure()},
		&learner.Handlers{DB: a.DB, Learning: a.Learning, Courses: a.Catalogue, Texts: a.Texts, Ledger: a.Ledger, Glossary: a.Glossary, Extensions: a.Extensions, Sessions: a.Sessions, Evidence: a.Evidence},
		&voices.Handlers{DB: a.DB, Courses: a.Catalogue},
		&lookup.Handlers{DB: a.DB, Courses: a.Catalogue, Certificates: a.Certificates, Search: search.New(a.Catalogue), Glossary: a.Glossary, Texts: a.Texts},
		&leavers.Handlers{DB: a.DB, Certificates: a.Certificates},
		&certificates.Handlers{DB: a.DB, Certificates: a.Certificates, Texts: a.Texts},
		&line.Handlers{
			DB: a.DB, Reports: a.Reports, Courses: a.Catalogue, Site: site, Changes: a.Change, Imports: a.HRImport, Ledger: a.Ledger,
			Extensions: a.Extensions, Evidence: a.Evidence, Sessions: a.Sessions, MonthEnds: a.MonthEnds, URL: a.Config.URL, Files: files,
		},
		&reports.Handlers{DB: a.DB, Reports: a.Reports, Courses: a.Catalogue, Planned: a.Planned, Files: files},
		&sessions.Handlers{DB: a.DB, Sessions: a.Sessions, Courses: a.Catalogue},
		&reminders.Handlers{DB: a.DB, Reminders: a.Reminder, Courses: a.Catalogue, URL: a.Config.URL},
		&hr.Handlers{
			DB: a.DB, Auth: a.Auth, Ledger: a.Ledger, Catalogue: a.Catalogue, Curriculum: a.Curriculum, Evidence: a.Evidence, Changes: a.Change, Imports: a.HRImport,
			Reminders: a.Reminder, Settings: a.Settings, Tasks: a.Tasks, Patience: time.Second, Issuer: a.Config.OIDC.Issuer, Bell: a.Bell,
		},
		&wages.Handlers{DB: a.DB, Courses: a.Catalogue},
		&author.Handlers{DB: a.DB, Authoring: a.Authoring, Learning: a.Learning, Courses: a.Catalogue, Texts: a.Texts, Links: a.Links},
		&figures.Handlers{MonthEnds: a.MonthEnds},
		&rights.Handlers{},
		&api.Handlers{MonthEnds: a.MonthEnds, Reports: a.Reports},
		&admin.Handlers{
			DB: a.DB, URL: a.Config.URL, Settings: a.Settings, Jobs: jobs, Outbox: a.Outbox,
			TestMail: a.TestMail, Demo: a.Config.Demo,
		},
	} {
		routes = append(routes, audience.Routes()...)
	}
	return routes
}

// mailLeaves reports whether there is a way out for mail: without one a page
// offers no code that would never arrive.
func (a *App) mailLeaves() bool { return a.Config.Demo || a.Config.SMTPURL != "" }
