package page

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
)

// Problem is the one error page. It says what happened, what it means and what
// comes next.
type Problem struct {
	Base
	Heading
	Status int
	Number string // to quote when asking for help; only for internal errors
}

// StatusOf is the one table from kind to HTTP status.
func StatusOf(kind apperr.Kind) int {
	switch kind {
	case apperr.Invalid:
		return fiber.StatusUnprocessableEntity
	case apperr.NotFound:
		return fiber.StatusNotFound
	case apperr.Forbidden:
		return fiber.StatusForbidden
	case apperr.SignIn:
		return fiber.StatusUnauthorized
	case apperr.Stale, apperr.Conflict:
		return fiber.StatusConflict
	case apperr.TooMany:
		return fiber.StatusTooManyRequests
	case apperr.TooLarge:
		return fiber.StatusRequestEntityTooLarge
	default:
		return fiber.StatusInternalServerError
	}
}

// KindOf is the kind of any error that reaches the web, Fiber's own included.
func KindOf(err error) apperr.Kind {
	var e *fiber.Error
	if !errors.As(err, &e) {
		return apperr.KindOf(err)
	}
	switch {
	case e.Code == fiber.StatusNotFound || e.Code == fiber.StatusMethodNotAllowed:
		return apperr.NotFound
	case e.Code == fiber.StatusForbidden:
		return apperr.Forbidden
	case e.Code == fiber.StatusUnauthorized:
		return apperr.SignIn
	case e.Code == fiber.StatusTooManyRequests:
		return apperr.TooMany
	case e.Code == fiber.StatusRequestEntityTooLarge || e.Code == fiber.StatusRequestHeaderFieldsTooLarge:
		return apperr.TooLarge
	case e.Code >= 500:
		return apperr.Internal
	default:
		return apperr.Invalid
	}
}

// UnsavedParam marks the address of the sign-in page where what was sent with a
// form has been lost with the session.
const UnsavedParam = "offen"

// SignInURL leads to the sign-in and from there back to the page that sent the
// form; "" if the browser does not say which that was.
func SignInURL(referer string) string {
	u, err := url.Parse(referer)
	if err != nil || u.Path == "" {
		return ""
	}
	return "/anmelden?" + UnsavedParam + "=1&next=" + url.QueryEscape(SafeNext(u.RequestURI(), "/"))
}

// NewProblem makes the error page. The texts are those of the kind
// ("error.page.<kind>.title" and ".lead"); an error whose own key has a text gives
// the lead. An internal error shows its number and nothing else.
func NewProblem(base Base, err error) *Problem {
	kind := KindOf(err)
	p := &Problem{Base: base, Status: StatusOf(kind)}
	prefix := "error.page." + string(kind)
	p.Title = base.L.T(prefix + ".title")
	p.Heading = Heading{Text: p.Title, Lead: base.L.T(prefix + ".lead")}
	var own *apperr.Error
	if kind == apperr.Internal {
		p.Number = base.RequestID
	} else if errors.As(err, &own) && base.L.Has(own.Key) {
		p.Lead = base.L.Map(own.Key, own.Args)
	}
	home := base.Home
	if home == "" {
		home = "/"
	}
	label := "error.page.home"
	if kind == apperr.SignIn {
		label = "error.page.sign_in_action"
	}
	p.Actions = []Action{{Label: base.L.T(label), URL: home}}
	return p
}
