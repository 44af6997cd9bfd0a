package account

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// accessRoutes are the pages on the ways in.
func (h *Handlers) accessRoutes() []visit.Route {
	get := func(path string, handler fiber.Handler) visit.Route { return visit.Get(path, visit.SignedIn, handler) }
	post := func(path string, handler fiber.Handler) visit.Route { return visit.Post(path, visit.SignedIn, handler) }
	setUp := func(r visit.Route) visit.Route { r.MaySetUp = true; return r }
	return []visit.Route{
		get("/konto", h.accessShow),
		get("/konto/sitzungen", h.sessionsList),
		post("/konto/sitzungen/beenden", h.sessionsEnd),
		post("/konto/sitzungen/:uid/beenden", h.sessionEnd),
		setUp(get("/konto/zweiter-faktor", h.secondChoose)),
		setUp(get("/konto/zweiter-faktor/app", h.fresh(h.totpShow))),
		setUp(post("/konto/zweiter-faktor/app", h.fresh(h.totpStart))),
		setUp(post("/konto/zweiter-faktor/app/code", h.fresh(h.totpConfirm))),
		post("/konto/zweiter-faktor/app/entfernen", h.fresh(h.totpRemove)),
		setUp(get("/konto/zweiter-faktor/passkey", h.offered(h.fresh(h.passkeyNew)))),
		setUp(post("/konto/zweiter-faktor/passkey/beginn", h.offered(h.passkeyBegin))),
		setUp(post("/konto/zweiter-faktor/passkey", h.offered(h.fresh(h.passkeyAdd)))),
		post("/konto/zweiter-faktor/passkey/:uid/entfernen", h.fresh(h.passkeyRemove)),
		post("/konto/zweiter-faktor/ersatzcodes", h.fresh(h.codesRenew)),
		visit.Get("/anmelden/zweiter-schritt", visit.HalfOpen, h.secondShow),
		visit.Post("/anmelden/zweiter-schritt", visit.HalfOpen, h.secondPass),
		visit.Post("/anmelden/passkey/beginn", visit.Public, h.offered(h.passkeyAsk)),
		visit.Post("/anmelden/passkey", visit.Public, h.offered(h.passkeySignIn)),
	}
}

type accessPage struct {
	page.Base
	page.Heading
	Password  string // since when, "" for none
	App       string
	Passkeys  []passkeyRow
	Offered   bool // passkeys can be had
	Second    bool // there is a second factor
	CodesLeft string
	SSO       string // the business account, "" where there is no provider
	Sessions  string
}

type passkeyRow struct{ UID, Name, Made, Used string }

func (h *Handlers) accessShow(c *fiber.Ctx) error {
	v, issuer := visit.Of(c), ""
	if h.OIDC != nil {
		issuer = h.OIDC.Issuer
	}
	ways, err := auth.WaysOf(c.UserContext(), h.DB, v.ViewerID(), issuer, v.Now)
	if err != nil {
		return err
	}
	return page.Render(c, "account/access", newAccess(page.From(c), ways, h.OIDC != nil, h.Passkeys.Offered()))
}

func newAccess(base page.Base, w auth.Ways, sso, passkeys bool) *accessPage {
	l := base.L
	base.Title = l.T("access.nav")
	p := &accessPage{Base: base, Offered: passkeys, Second: w.HasSecond(), CodesLeft: l.N("access.codes.left", w.CodesLeft),
		Sessions: l.N("access.sessions.heading", w.Sessions)}
	p.Heading = page.Heading{Text: l.T("access.title.plain"), Lead: l.T("access.lead")}
	if p.Second {
		p.Text = l.T("access.title.second")
	}
	p.Password, p.App = since(l, w.PasswordAt), since(l, w.AppAt)
	if sso {
		p.SSO = l.T("access.sso.none")
		if w.LinkedAt != nil {
			p.SSO = l.T("access.sso.linked", "since", page.Clock(l, *w.LinkedAt))
		}
	}
	for _, k := range w.Passkeys {
		row := passkeyRow{UID: k.UID.String(), Name: k.Name, Made: page.Clock(l, k.CreatedAt), Used: l.T("access.passkey.never")}
		if k.UsedAt != nil {
			row.Used = page.Clock(l, *k.UsedAt)
		}
		p.Passkeys = append(p.Passkeys, row)
	}
	return p
}

func since(l *i18n.Printer, at *time.Time) string {
	if at == nil {
		return ""
	}
	return l.T("access.since", "at", page.Clock(l, *at))
}

// fresh lets only those alter the ways in who signed in a moment ago: an open
// screen must not be enough to take an account over. Six digits of a card are not
// enough either: a role granted later would inherit what they have set up.
func (h *Handlers) fresh(handler fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if v := visit.Of(c); v.Owner().OpenedBy == auth.ByCard {
			return apperr.New(apperr.Forbidden, "error.access.by_card", nil)
		} else if !v.Owner().Fresh(v.Now) {
			c.Status(fiber.StatusForbidden)
			return page.Render(c, "account/again", newForm(page.From(c), "access.again.title", "access.again.lead", nil))
		}
		return handler(c)
	}
}
