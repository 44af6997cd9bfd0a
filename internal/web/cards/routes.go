package cards

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Handlers of the package. All fields are required.
type Handlers struct {
	DB     *db.DB
	Auth   *auth.Service
	Texts  *i18n.Bundle
	URL    string // public address, for the QR codes
	Secure bool   // it is https
}

const typePath = "/karte"

// Routes of the package. Those below /personen stand before that of one person.
func (h *Handlers) Routes() []visit.Route {
	file := func(r visit.Route) visit.Route { r.OwnDevice = true; return r }
	return []visit.Route{
		visit.Get(typePath, visit.Public, h.typeShow),
		visit.Post(typePath, visit.Public, h.typed),
		visit.Get(auth.CardPath+":token", visit.Public, h.scanned),
		visit.Post("/karte/pin", visit.Public, h.signIn),
		visit.Post("/karte/code", visit.Public, h.activate),
		visit.Post("/karte/wach", visit.SignedIn, h.stay),
		visit.Post("/karte/ende", visit.SignedIn, h.leave),
		visit.Post("/karten/:uid/code", visit.Leader, h.codeRenew),
		file(visit.Post("/karten/:uid/neu", visit.Leader, h.cardRenew)),
		visit.Get("/personen/karten", visit.HR, visit.NotPrefetched(h.printShow)),
		file(visit.Post("/personen/karten", visit.HR, h.print)),
		visit.Get("/tablet", visit.AdminHR, h.tabletsShow),
		visit.Post("/tablet", visit.AdminHR, h.tabletSetUp),
		visit.Post("/tablet/:id<int>/beenden", visit.AdminHR, h.tabletEnd),
	}
}

// tablet is the shared tablet that asks, the zero one for other devices.
func (h *Handlers) tablet(c *fiber.Ctx) (auth.Tablet, error) {
	token := c.Cookies(visit.TabletCookie(h.Secure))
	if token == "" {
		return auth.Tablet{}, nil
	}
	tablet, err := auth.FindTablet(c.UserContext(), h.DB, token)
	switch {
	case err != nil:
	case tablet.ID == 0:
		visit.DropTablet(c, h.Secure) // it is none any more
	default:
		visit.KeepTablet(c, h.Secure, token) // browsers forget it in time
	}
	return tablet, err
}

// base is the frame of the pages before signing in. The camera is allowed on
// them, to read the card, and nowhere else.
func (h *Handlers) base(c *fiber.Ctx, tablet auth.Tablet) page.Base {
	base := page.From(c)
	if tablet.ID != 0 {
		base.Kiosk, base.Home = &page.Kiosk{}, typePath
	}
	c.Set("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
	return base
}

// device is from where somebody signs in.
func device(c *fiber.Ctx, tablet auth.Tablet) auth.Device {
	return auth.Device{Address: c.IP(), Name: visit.Device(c), TabletID: tablet.ID}
}
