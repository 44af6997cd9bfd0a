package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/web/visit"
)

// recoverPanic is the outermost: a panic becomes an error with its stack in the
// log, and the person sees the error page.
func (s *server) recoverPanic(c *fiber.Ctx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("web: panic: %v\n%s", p, debug.Stack())
		}
	}()
	return c.Next()
}

// begin gives the request its number, time, context and security headers, and
// logs it.
func (s *server) begin(c *fiber.Ctx) error {
	now := s.Clock()
	v := &visit.Visit{Now: now, Today: calendar.DateOf(now), RequestID: newRequestID()}
	visit.Set(c, v)
	ctx, cancel := context.WithTimeout(s.Context, pageTimeout)
	defer cancel()
	c.SetUserContext(ctx)
	s.secureHeaders(c)
	err := c.Next()
	if err != nil { // answer here, so that the log has the status
		err = s.onError(c, err)
	}
	if v.Unlogged {
		return err
	}
	s.Log.Info("request", "id", v.RequestID, "method", c.Method(), "route", c.Route().Path,
		"status", c.Response().StatusCode(), "took", s.Clock().Sub(now).String())
	return err
}

func newRequestID() string { return uuid.NewString()[:8] }

// secureHeaders of every answer. Nothing inline, nothing from elsewhere.
func (s *server) secureHeaders(c *fiber.Ctx) {
	c.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "+
		"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'")
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("X-Frame-Options", "DENY")
	c.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	if s.Secure {
		c.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// refuseEncoding refuses packed request bodies: they unpack without limit.
func (s *server) refuseEncoding(c *fiber.Ctx) error {
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return fiber.ErrUnsupportedMediaType
	}
	return c.Next()
}

// sameOrigin refuses a change that another site has sent, and one that carries a
// session's cookie without that session's form token.
func (s *server) sameOrigin(c *fiber.Ctx) error {
	if c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead {
		return c.Next()
	}
	h := http.Header{}
	for _, name := range []string{"Sec-Fetch-Site", "Origin"} {
		if value := c.Get(name); value != "" {
			h.Set(name, value)
		}
	}
	request := &http.Request{Method: c.Method(), Header: h, Host: s.Host, URL: &url.URL{Path: c.Path()}}
	if err := http.NewCrossOriginProtection().Check(request); err != nil {
		return apperr.Wrap(apperr.Forbidden, "error.cross_site", err)
	}
	return c.Next()
}

// guard judges a request at its route: size, session, right, form token.
func (s *server) guard(r visit.Route) fiber.Handler {
	limit := r.MaxBody
	if limit == 0 {
		limit = defaultMaxBody
	}
	return func(c *fiber.Ctx) error {
		v := visit.Of(c)
		v.Unlogged = r.Unlogged
		if c.Request().Header.ContentLength() > limit || len(c.Request().Body()) > limit {
			return apperr.New(apperr.TooLarge, "error.too_large", map[string]any{"megabytes": (limit + 1<<20 - 1) >> 20})
		}
		if r.PerMinute > 0 && !s.limiter.allow(r.Path+" "+c.IP(), v.Now, r.PerMinute) {
			return apperr.New(apperr.TooMany, "error.per_minute", nil)
		}
		if r.Guard == visit.Token {
			if err := s.program(c, v); err != nil {
				return err
			}
			return c.Next()
		}
		if !v.Passes(r) {
			return refuse(c, v, r)
		}
		if v.Session.OnTablet && r.OwnDevice {
			return apperr.New(apperr.Forbidden, "error.tablet.file", nil)
		}
		if v.Session.MustChange && !r.MayMustChange && r.Guard != visit.Public {
			return c.Redirect("/konto/passwort", fiber.StatusSeeOther)
		}
		if r.Method == fiber.MethodPost && (v.ViewerID() != 0 || r.Guard != visit.Public) &&
			!v.Owner().AcceptsForm(v.Token, formToken(c)) {
			return apperr.New(apperr.Stale, "error.form_token", nil)
		}
		return c.Next()
	}
}

// refuse says why a guard does not let somebody pass.
func refuse(c *fiber.Ctx, v *visit.Visit, r visit.Route) error {
	switch {
	case r.Guard == visit.HalfOpen: // the step has been taken, or was never begun
		return c.Redirect("/anmelden", fiber.StatusSeeOther)
	case v.ViewerID() == 0:
		return apperr.New(apperr.SignIn, "error.sign_in.needed", nil)
	default:
		return r.Guard.Refusal(v.Session)
	}
}

// formToken reads the hidden field, or the header that our own scripts send.
func formToken(c *fiber.Ctx) string {
	if token := c.Get("X-Form-Token"); token != "" {
		return token
	}
	return c.FormValue("_csrf")
}
