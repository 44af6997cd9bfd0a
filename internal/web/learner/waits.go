package learner

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// waits is what a page tells the script that keeps answers while the network is
// cut: whose they are, and the token to send them with. Partial "waits".
type waits struct{ Owner, Token string }

func waitsOf(c *fiber.Ctx) waits { return waits{Owner: ownerOf(c), Token: page.From(c).CSRF} }

// ownerOf names person and session, «person.session», so that a browser can tell
// whose answers wait in it without knowing who that is.
func ownerOf(c *fiber.Ctx) string {
	v := visit.Of(c)
	short := func(text string) string {
		sum := sha256.Sum256([]byte("zaemme/waits\n" + text))
		return hex.EncodeToString(sum[:8])
	}
	return short(strconv.FormatInt(v.ViewerID(), 10)+v.Session.Person.UID.String()) + "." + short(v.Session.UID.String())
}

// checkOwner refuses an answer that waited in the browser for another person or
// from another session.
func checkOwner(c *fiber.Ctx, f *page.Form) error {
	if owner := f.Get("owner"); owner != "" && owner != ownerOf(c) {
		return apperr.New(apperr.Forbidden, "error.learning.other_owner", nil)
	}
	return nil
}
