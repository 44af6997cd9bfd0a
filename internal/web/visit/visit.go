package visit

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Visit is what the middleware knows of a request.
type Visit struct {
	Session   auth.Session // the zero Session where nobody is signed in
	Token     string       // of the session; a secret
	Now       time.Time
	Today     calendar.Date
	RequestID string
	Settings  settings.Settings
}

// ViewerID is who is signed in, 0 for nobody.
func (v Visit) ViewerID() int64 { return v.Session.Person.ID }

type local struct{}

// Set gives the request its visit.
func Set(c *fiber.Ctx, v *Visit) { c.Locals(local{}, v) }

// Began reports whether the middleware came as far as making a visit.
func Began(c *fiber.Ctx) bool {
	_, ok := c.Locals(local{}).(*Visit)
	return ok
}

// Of is the visit of the request; it panics outside the middleware.
func Of(c *fiber.Ctx) *Visit {
	v, ok := c.Locals(local{}).(*Visit)
	if !ok {
		panic("visit: the middleware did not run for " + c.Route().Path)
	}
	return v
}

// Guard says who may call a route.
type Guard string

// The guards.
const (
	Public   Guard = "public"    // anybody
	SignedIn Guard = "signed_in" // everybody with a session
	Leader   Guard = "leader"    // managers, heads, their deputies, and HR
	HR       Guard = "hr"
	Admin    Guard = "admin"
	AdminHR  Guard = "admin_hr" // HR or administration
)

// Allows reports whether the session passes the guard.
func (g Guard) Allows(s auth.Session) bool {
	signedIn := s.Person.ID != 0
	switch g {
	case Public:
		return true
	case SignedIn:
		return signedIn
	case Leader:
		return signedIn && (s.Leads || s.Has(people.RoleHR))
	case HR:
		return s.Has(people.RoleHR)
	case Admin:
		return s.Has(people.RoleAdmin)
	case AdminHR:
		return s.Has(people.RoleHR, people.RoleAdmin)
	default:
		return false
	}
}

// Route is one address of the app.
type Route struct {
	Method  string // GET or POST
	Path    string // Fiber pattern
	Guard   Guard
	Handler fiber.Handler
	// MaxBody in bytes of a POST; 0 is 64 KiB.
	MaxBody int
	// MayMustChange routes work before a given password has been replaced.
	MayMustChange bool
	// OwnDevice routes hand out a file, which a shared tablet would keep.
	OwnDevice bool
}

// Get is a route that shows a page.
func Get(path string, guard Guard, h fiber.Handler) Route {
	return Route{Method: fiber.MethodGet, Path: path, Guard: guard, Handler: h}
}

// Post is a route that changes something.
func Post(path string, guard Guard, h fiber.Handler) Route {
	return Route{Method: fiber.MethodPost, Path: path, Guard: guard, Handler: h}
}
