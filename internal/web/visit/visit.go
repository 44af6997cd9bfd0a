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
	Pending   auth.Session  // signed in but for the second factor; then Session is zero
	Token     string        // of either; a secret
	APIToken  auth.APIToken // of a program, where the guard is Token
	Now       time.Time
	Today     calendar.Date
	RequestID string
	Unlogged  bool // see Route
	Settings  settings.Settings
}

// ViewerID is who is signed in, 0 for nobody.
func (v Visit) ViewerID() int64 { return v.Session.Person.ID }

// Owner is whose session the request carries, complete or not.
func (v Visit) Owner() auth.Session {
	if v.Pending.Person.ID != 0 {
		return v.Pending
	}
	return v.Session
}

// MustSetUp reports that the session waits for a second factor which the person
// has not got yet.
func (v Visit) MustSetUp() bool {
	return v.Pending.Person.ID != 0 && !v.Pending.HasSecond
}

// Passes reports whether the request may go to the route.
func (v Visit) Passes(r Route) bool {
	if r.Guard == HalfOpen {
		return v.Pending.Person.ID != 0
	}
	return r.Guard.Allows(v.Session) || (r.MaySetUp && v.MustSetUp()) || (r.AnySession && v.Pending.Person.ID != 0)
}

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
	Line     Guard = "line"      // managers, heads and their deputies alone
	HR       Guard = "hr"        // HR, of a part of the organisation too: lists and targets follow the Scope
	HRWhole  Guard = "hr_whole"  // HR for the whole organisation: what touches everybody
	Admin    Guard = "admin"
	AdminHR  Guard = "admin_hr"  // administration, or HR for the whole organisation
	Access   Guard = "access"    // administration, or HR, of a part too: how others sign in; targets follow the Scope
	Rights   Guard = "rights"    // administration or data protection: who has which role
	Reports  Guard = "reports"   // HR and Revision, of a part of the organisation too: what is read follows the Scope
	Plans    Guard = "plans"     // who may have reports sent: HR, Revision, management and who leads; what each may plan is judged in the act
	Authors  Guard = "authors"   // who owns the courses: authors, and HR for the whole organisation
	Figures  Guard = "figures"   // who reads figures and nobody's: management, audit, HR
	Token    Guard = "token"     // another program, by its key; nobody's session
	HalfOpen Guard = "half_open" // who has yet to show the second factor
)

// Refusal is why a session that does not pass is refused; a role for a part of
// the organisation is told so.
func (g Guard) Refusal(s auth.Session) error {
	if (g == HRWhole || g == AdminHR || g == Authors) && s.Has(people.RoleHR) {
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
	case Line:
		return signedIn && s.Leads
	case HR:
		return s.Has(people.RoleHR)
	case HRWhole:
		return s.HasWhole(people.RoleHR)
	case Admin:
		return s.Has(people.RoleAdmin)
	case AdminHR:
		return s.Has(people.RoleAdmin) || s.HasWhole(people.RoleHR)
	case Access:
		return s.Has(people.RoleAdmin, people.RoleHR)
	case Reports:
		return s.Has(people.RoleHR, people.RoleAuditor)
	case Plans:
		return signedIn && s.Leads || s.Has(people.FigureReaders...)
	case Authors:
		return s.Has(people.RoleAuthor) || s.HasWhole(people.RoleHR)
	case Figures:
		return s.Has(people.FigureReaders...)
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
	// Long routes take and give large files: minutes instead of seconds for the
	// transfer, and a body larger than that of all others.
	Long bool
	// MayMustChange routes work before a given password has been replaced.
	MayMustChange bool
	// MaySetUp routes work for somebody who must set up a second factor first.
	MaySetUp bool
	// AnySession routes work before the second factor too.
	AnySession bool
	// PerMinute is how many requests of one address are answered per minute and
	// process; 0: as many as come.
	PerMinute int
	// Unlogged routes leave no line in the log: what is sent there leads to nobody.
	Unlogged bool
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
