package visit

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Visit is what the middleware knows of a request.
type Visit struct {
	Session   auth.Session  // the zero Session where nobody is signed in
	Token     string        // of the session; a secret
	APIToken  auth.APIToken // of a program, where the guard is Token
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
	Leader   Guard = "leader"    // managers, heads, their deputies, HR, and who looks after elected members
	HR       Guard = "hr"        // HR, of a part of the organisation too: lists and targets follow the Scope
	HRWhole  Guard = "hr_whole"  // HR for the whole organisation: what touches everybody
	Admin    Guard = "admin"
	AdminHR  Guard = "admin_hr" // administration, or HR for the whole organisation
	Rights   Guard = "rights"   // administration or data protection: who has which role
	Token    Guard = "token"    // another program, by its key; nobody's session
)

// Refusal is why a session that does not pass is refused; a role for a part of
// the organisation is told so.
func (g Guard) Refusal(s auth.Session) error {
	if (g == HRWhole || g == AdminHR) && s.Has(people.RoleHR) {
		return apperr.New(apperr.Forbidden, "error.hr.whole", nil)
	}
	return apperr.New(apperr.Forbidden, "error.forbidden", nil)
}

// Allows reports whether the session passes the guard; no session passes Token.
func (g Guard) Allows(s auth.Session) bool {
	signedIn := s.Person.ID != 0
	switch g {
	case Public:
		return true
	case SignedIn:
		return signedIn
	case Leader:
		return signedIn && (s.Leads || s.Has(people.RoleHR, people.RoleOfficialsCare))
	case HR:
		return s.Has(people.RoleHR)
	case HRWhole:
		return s.HasWhole(people.RoleHR)
	case Admin:
		return s.Has(people.RoleAdmin)
	case AdminHR:
		return s.Has(people.RoleAdmin) || s.HasWhole(people.RoleHR)
	case Rights:
		return s.Has(people.RoleAdmin, people.RolePrivacy)
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
}

// Get is a route that shows a page.
func Get(path string, guard Guard, h fiber.Handler) Route {
	return Route{Method: fiber.MethodGet, Path: path, Guard: guard, Handler: h}
}

// Post is a route that changes something.
func Post(path string, guard Guard, h fiber.Handler) Route {
	return Route{Method: fiber.MethodPost, Path: path, Guard: guard, Handler: h}
}
