package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/figures"
	hrpages "zaemme/internal/web/hr"
	"zaemme/internal/web/leavers"
	"zaemme/internal/web/page"
	"zaemme/internal/web/reports"
	"zaemme/internal/web/sessions"
	"zaemme/internal/web/visit"
	"zaemme/internal/web/wages"
)

// base is the frame of every page: who is here, what they may go to.
func (s *server) base(c *fiber.Ctx, v *visit.Visit) page.Base {
	b := page.Base{
		L: s.printer(c, v), Municipality: v.Settings.Text("municipality"), Accent: s.accent(v),
		RequestID: v.RequestID, Demo: s.Demo, Contact: v.Settings.Text("hr_contact"), Version: s.Version,
	}
	if v.ViewerID() != 0 {
		b.Viewer = v.Session.Person.Name()
		b.Nav, b.Account = s.navigation(b.L, v.Session)
		b.SignOut = "/abmelden"
	}
	if v.Token != "" {
		b.CSRF = auth.FormToken(v.Token)
	}
	if v.Session.OnTablet {
		b.Kiosk, b.SignOut = &page.Kiosk{SignedIn: true}, "/karte/ende"
	}
	return b
}

// accent is the municipality's colour; a value that is none leaves the default.
func (s *server) accent(v *visit.Visit) page.Accent {
	wish := strings.ToLower(strings.TrimSpace(v.Settings.Text("accent")))
	if wish == defaultAccent {
		return page.Accent{}
	}
	if last := s.lastAccent.Load(); last != nil && last.Wish == wish { // its contrasts are a search
		return *last
	}
	accent, err := page.NewAccent(wish)
	if err != nil {
		return page.Accent{}
	}
	s.lastAccent.Store(&accent)
	return accent
}

// defaultAccent is the petrol of the stylesheet.
const defaultAccent = "#0b5d66"

// printer is the language of the person, or of the browser before sign-in.
func (s *server) printer(c *fiber.Ctx, v *visit.Visit) *i18n.Printer {
	if owner := v.Owner(); owner.Person.ID != 0 {
		return s.Texts.Printer(owner.Person.Language)
	}
	return s.Texts.Match(c.Get(fiber.HeaderAcceptLanguage))
}

func (s *server) navigation(l *i18n.Printer, session auth.Session) (main, account []page.NavItem) {
	add := func(show bool, key, url string) {
		if show {
			main = append(main, page.NavItem{Label: l.T(key), URL: url})
		}
	}
	hr, whole, admin := session.Has(people.RoleHR), session.HasWhole(people.RoleHR), session.Has(people.RoleAdmin)
	add(true, "nav.mine", "/")
	add(visit.Leader.Allows(session), "nav.team", "/team")
	add(visit.Leader.Allows(session), "nav.sessions", sessions.Path)
	add(hr, "pending.title", hrpages.PendingPath)
	add(visit.Figures.Allows(session), "nav.month", figures.Path)
	add(hr, "nav.people", "/personen")
	add(visit.Leader.Allows(session), "nav.organisation", "/organisation")
	add(whole, "nav.import", "/import")
	add(whole, "nav.assignments", "/regeln")
	add(whole, "nav.versions", "/kursfassungen")
	add(whole, "nav.calendar", "/kalender")
	add(whole || admin, "nav.outages", "/ausfaelle")
	add(hr, "nav.reminders", "/erinnerungen")
	add(hr, "nav.confirm", "/bestaetigen")
	add(visit.Reports.Allows(session), "reports.nav", reports.Path)
	add(hr, "payroll.title", wages.Path)
	add(hr, "leavers.title", leavers.Path)
	add(visit.Authors.Allows(session), "voices.list", "/rueckmeldungen")
	add(true, "nav.courses", "/kurse")
	add(true, "nav.evidence", "/nachweise")
	add(visit.Plans.Allows(session) && !visit.Reports.Allows(session), "planned.nav", reports.PlanPath) // others: from the reports
	add(visit.Authors.Allows(session), "nav.workshop", "/werkstatt")
	add(whole || admin, "nav.settings", "/einstellungen")
	add(visit.Rights.Allows(session) && !whole && !admin, "nav.roles", "/einstellungen/rollen") // others: from the settings
	add(whole || admin, "nav.tablets", "/tablet")
	own := func(show bool, key, url string) {
		if show {
			account = append(account, page.NavItem{Label: l.T(key), URL: url})
		}
	}
	own(true, "nav.my_data", "/meine-daten")
	own(true, "reminders.mine", "/meine-erinnerungen")
	own(visit.Line.Allows(session), "line.deputy.title", "/team/stellvertretung")
	own(true, "access.nav", "/konto")
	own(true, "rights.title", "/wer-sieht-was")
	own(true, "account.nav.language", "/konto/sprache")
	own(true, "nav.help", "/hilfe")
	return main, account
}
