package admin

import (
	"zaemme/internal/auth"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// besideSettings leads from the settings to what else the viewer administers: the
// navigation names the settings alone, so that it stays short.
func besideSettings(l *i18n.Printer, session auth.Session) []page.Action {
	var actions []page.Action
	add := func(show bool, key, url string) {
		if show {
			actions = append(actions, page.Action{Label: l.T(key), URL: url, Quiet: true})
		}
	}
	admin := session.Has(people.RoleAdmin)
	add(visit.Rights.Allows(session), "nav.roles", rolesPath)
	add(visit.AdminHR.Allows(session), "nav.tokens", keysPath)
	add(admin, "nav.testmail", testmailPath)
	add(true, "admin.jobs.title", "/einstellungen/jobs")
	return actions
}
