package web

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// visitor finds who is signed in and gives the page its base. An ended session
// is no error yet: the guard decides.
func (s *server) visitor(c *fiber.Ctx) error {
	v := visit.Of(c)
	var err error
	if v.Settings, err = s.Settings.At(c.UserContext(), v.Now); err != nil {
		return err
	}
	if token := c.Cookies(visit.SessionCookie(s.Secure)); token != "" {
		session, err := s.sessions.Find(c.UserContext(), s.DB, token, v.Now)
		if err != nil && !apperr.Is(err, apperr.SignIn) {
			return err
		}
		if err == nil {
			if err := s.arrived(c, v, session, token); err != nil {
				return err
			}
		}
	}
	s.Site.BeginWith(c, func() page.Base { return s.base(c, v) })
	c.Locals(visitSeen{}, true)
	return c.Next()
}

// arrived puts the session where the guards look for it: one that still owes a
// second factor is nobody's for every page but that step's.
func (s *server) arrived(c *fiber.Ctx, v *visit.Visit, session auth.Session, token string) error {
	if err := auth.Seen(c.UserContext(), s.DB, session, v.Now); err != nil {
		return err
	}
	v.Token = token
	if session.Second(v.Settings.Text(auth.SecondSetting)) == auth.SecondDone {
		v.Session = session
	} else {
		v.Pending = session
	}
	if session.OnTablet {
		if err := auth.StayOnTablet(c.UserContext(), s.DB, token, v.Now); err != nil {
			return err
		}
	}
	if !session.Renew || c.Method() != fiber.MethodGet {
		return nil
	}
	// Only a page replaces the token: what a form has sent must arrive first.
	err := s.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		v.Token, err = auth.Renew(c.UserContext(), tx, token, v.Now)
		return err
	})
	if err == nil && v.Token != token {
		visit.KeepSession(c, s.Secure, v.Token)
	}
	return err
}
