package account

import (
	"log/slog"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Handlers of the package.
type Handlers struct {
	DB       *db.DB
	Auth     *auth.Service
	Passkeys *auth.Passkeys
	OIDC     *auth.OIDC // nil: there is no single sign-on
	SSOLabel string     // text of its button
	Log      *slog.Logger
	Secure   bool // the public address is https
	Mail     bool // mail can leave: codes and links are offered
	Bell     outbox.Bell
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	duringChange := func(r visit.Route) visit.Route { r.MayMustChange = true; return r }
	routes := []visit.Route{
		visit.Get("/anmelden", visit.Public, h.signInShow),
		visit.Post("/anmelden", visit.Public, h.signIn),
		{Method: fiber.MethodPost, Path: "/abmelden", Guard: visit.SignedIn, Handler: h.signOut, MayMustChange: true, AnySession: true},
		visit.Post("/zugang/code", visit.Public, h.codeAsk),
		visit.Get("/zugang/code", visit.Public, h.codeShow),
		visit.Post("/zugang/code/pruefen", visit.Public, h.codeCheck),
		visit.Get("/zugang/vergessen", visit.Public, h.forgottenShow),
		visit.Post("/zugang/vergessen", visit.Public, h.forgottenAsk),
		visit.Get("/zugang/unterwegs", visit.Public, h.onItsWayShow),
		visit.Get("/zugang/einladung/:token", visit.Public, h.linkShow(auth.ForInvitation)),
		visit.Post("/zugang/einladung/:token", visit.Public, h.linkUse(auth.ForInvitation)),
		visit.Post("/zugang/einladung/:token/nochmals", visit.Public, h.linkAgain(auth.ForInvitation)),
		visit.Get("/zugang/passwort/:token", visit.Public, h.linkShow(auth.ForPassword)),
		visit.Post("/zugang/passwort/:token", visit.Public, h.linkUse(auth.ForPassword)),
		visit.Post("/zugang/passwort/:token/nochmals", visit.Public, h.linkAgain(auth.ForPassword)),
		visit.Get("/erste-anmeldung/:token", visit.Public, h.firstAdminShow),
		visit.Post("/erste-anmeldung/:token", visit.Public, h.firstAdmin),
		duringChange(visit.Get("/konto/passwort", visit.SignedIn, h.passwordShow)),
		duringChange(visit.Post("/konto/passwort", visit.SignedIn, h.passwordSave)),
		duringChange(visit.Post("/konto/passwort/link", visit.SignedIn, h.passwordLink)),
		visit.Get("/konto/sprache", visit.SignedIn, h.languageShow),
		visit.Post("/konto/sprache", visit.SignedIn, h.languageSave),
	}
	return append(append(routes, h.accessRoutes()...), h.ssoRoutes()...)
}

// form is a page with one form.
type form struct {
	page.Base
	page.Heading
	Form *page.Form
}

func newForm(base page.Base, titleKey, leadKey string, f *page.Form) *form {
	base.Title = base.L.T(titleKey)
	return &form{Base: base, Heading: page.Heading{Text: base.Title, Lead: base.L.T(leadKey)}, Form: f}
}
