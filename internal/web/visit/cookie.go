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

// KeepSessionBriefly sets a cookie that the browser forgets when it closes and
// writes on no disk: for a shared tablet.
func KeepSessionBriefly(c *fiber.Ctx, secure bool, token string) {
	c.Cookie(sessionCookie(secure, token, 0))
}

// DropSession removes the cookie.
func DropSession(c *fiber.Ctx, secure bool) {
	c.Cookie(sessionCookie(secure, "", -1))
}

// TabletCookie is the name of the cookie that makes a device a shared tablet.
func TabletCookie(secure bool) string { return SessionCookie(secure) + "-tablet" }

// KeepTablet sets the cookie of a shared tablet.
func KeepTablet(c *fiber.Ctx, secure bool, token string) {
	c.Cookie(cookie(TabletCookie(secure), secure, token, int(auth.TabletLife.Seconds())))
}

// DropTablet removes it.
func DropTablet(c *fiber.Ctx, secure bool) {
	c.Cookie(cookie(TabletCookie(secure), secure, "", -1))
}

// SaysTablet reports whether the device says that it is a shared tablet.
func SaysTablet(c *fiber.Ctx, secure bool) bool { return c.Cookies(TabletCookie(secure)) != "" }

func sessionCookie(secure bool, token string, maxAge int) *fiber.Cookie {
	return cookie(SessionCookie(secure), secure, token, maxAge)
}

func cookie(name string, secure bool, value string, maxAge int) *fiber.Cookie {
	return &fiber.Cookie{
		Name: name, Value: value, Path: "/", Secure: secure, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: maxAge,
	}
}
