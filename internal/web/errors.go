package web

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// onError answers every error, once. The cause of an internal one goes to the
// log; people get the text of its key and what to do next, and for internal
// errors a number only.
func (s *server) onError(c *fiber.Ctx, err error) error {
	if _, ok := c.Locals(visitSeen{}).(bool); !ok {
		s.beginLate(c)
	}
	v := visit.Of(c)
	kind := page.KindOf(err)
	if kind == apperr.Internal {
		s.Log.Error("request failed", "id", v.RequestID, "route", c.Route().Path, "error", err.Error())
	}
	if strings.HasPrefix(c.Path(), programs) {
		return s.failProgram(c, err)
	}
	if to := signInFirst(c); kind == apperr.SignIn && to != "" {
		return page.To(c, to)
	}
	if failed := s.Site.Fail(c, err); failed != nil {
		s.Log.Error("the error page failed", "id", v.RequestID, "error", failed.Error())
		return c.Status(fiber.StatusInternalServerError).SendString("Fehler " + v.RequestID)
	}
	return nil
}

// signInFirst is where somebody without a session goes, to stand afterwards where
// they were: on the page that was asked for, or on the page of the form that was
// sent. Our scripts (X-Form-Token) and whoever says nothing of a page get the
// error itself.
func signInFirst(c *fiber.Ctx) string {
	switch {
	case c.Method() == fiber.MethodGet, c.Method() == fiber.MethodHead:
		return "/anmelden?next=" + url.QueryEscape(string(c.Request().URI().RequestURI()))
	case c.Get("X-Form-Token") != "":
		return ""
	default:
		return page.SignInURL(c.Get(fiber.HeaderReferer))
	}
}

// visitSeen marks a request whose page base exists.
type visitSeen struct{}

// beginLate makes up for middleware that an early refusal skipped: a body over
// the limit or a broken header answers before anything else runs.
func (s *server) beginLate(c *fiber.Ctx) {
	now := s.Clock()
	v := &visit.Visit{Now: now, Today: calendar.DateOf(now), RequestID: newRequestID(), Settings: settings.Defaults()}
	if visit.Began(c) {
		earlier := visit.Of(c)
		v.RequestID = earlier.RequestID
		v.Session, v.Pending, v.Token = earlier.Session, earlier.Pending, earlier.Token
	}
	if current, err := s.Settings.At(s.Context, now); err == nil {
		v.Settings = current
	}
	visit.Set(c, v)
	s.secureHeaders(c)
	s.Site.Begin(c, s.base(c, v))
	c.Locals(visitSeen{}, true)
}
