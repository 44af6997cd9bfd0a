package visit

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
)

// SessionCookie is the name of the cookie; the prefix binds it to the host, and
// works on https only.
func SessionCookie(secure bool) string {
	if secure {
		return "__Host-zaemme"
	}
	return "zaemme"
}

// KeepSession sets the cookie of a new session.
func KeepSession(c *fiber.Ctx, secure bool, token string) {
	c.Cookie(sessionCookie(secure, token, int(auth.SessionLife.Seconds())))
}

// DropSession removes the cookie.
func DropSession(c *fiber.Ctx, secure bool) {
	c.Cookie(sessionCookie(secure, "", -1))
}

func sessionCookie(secure bool, token string, maxAge int) *fiber.Cookie {
	return &fiber.Cookie{
		Name: SessionCookie(secure), Value: token, Path: "/", Secure: secure, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: maxAge,
	}
}
