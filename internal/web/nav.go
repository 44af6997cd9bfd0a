package web

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
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
		b.CSRF = auth.FormToken(v.Token)
	}
	if v.Session.OnTablet {
		b.Kiosk, b.SignOut = &page.Kiosk{SignedIn: true}, "/karte/ende"
	}
	return b
}

// accent is the municipality's colour; a value that is none leaves the default.
func (s *server) accent(v *visit.Visit) page.Accent {
	accent, err := page.NewAccent(v.Settings.Text("accent"))
	if err != nil || accent.Wish == defaultAccent {
		return page.Accent{}
	}
	return accent
}

// defaultAccent is the petrol of the stylesheet.
const defaultAccent = "#0b5d66"

// printer is the language of the person, or of the browser before sign-in.
func (s *server) printer(c *fiber.Ctx, v *visit.Visit) *i18n.Printer {
	if v.ViewerID() != 0 {
		return s.Texts.Printer(v.Session.Person.Language)
	}
	return s.Texts.Match(c.Get(fiber.HeaderAcceptLanguage))
}

func (s *server) navigation(l *i18n.Printer, session auth.Session) (main, account []page.NavItem) {
	add := func(show bool, key, url string) {
		if show {
			main = append(main, page.NavItem{Label: l.T(key), URL: url})
		}
	}
	hr, admin := session.Has(people.RoleHR), session.Has(people.RoleAdmin)
	add(true, "nav.mine", "/")
	add(session.Leads || hr, "nav.team", "/team")
	add(hr, "nav.people", "/personen")
	add(hr, "nav.import", "/import")
	add(hr, "nav.assignments", "/regeln")
	add(hr, "nav.reminders", "/erinnerungen")
	add(true, "nav.courses", "/kurse")
	add(true, "nav.evidence", "/nachweise")
	add(hr || admin, "nav.settings", "/einstellungen")
	add(hr || admin, "nav.tablets", "/tablet")
	add(s.Demo, "nav.mail", "/demo/mails")
	account = []page.NavItem{{Label: l.T("nav.my_data"), URL: "/meine-daten"}}
	if !session.ByCard { // who comes with a card has no password as a rule
		account = append(account, page.NavItem{Label: l.T("account.nav.password"), URL: "/konto/passwort"})
	}
	account = append(account, page.NavItem{Label: l.T("account.nav.language"), URL: "/konto/sprache"},
		page.NavItem{Label: l.T("nav.help"), URL: "/hilfe"})
	return main, account
}
