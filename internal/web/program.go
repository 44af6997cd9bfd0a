package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// programs is where every path lies that another program asks with its key.
const programs = "/api/"

// program judges a request that carries a key instead of a session.
func (s *server) program(c *fiber.Ctx, v *visit.Visit) error {
	if !s.limiter.allow(c.IP(), v.Now, perMinute) {
		return apperr.New(apperr.TooMany, "error.token.too_many", nil)
	}
	key, _ := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
	var err error
	v.APIToken, err = auth.FindAPIToken(c.UserContext(), s.DB, key, v.Now)
	return err
}

// problem is what a program gets instead of an error page.
type problem struct {
	Error     string `json:"error"`   // the kind, see apperr
	Message   string `json:"message"` // for whoever reads the program's log
	RequestID string `json:"request_id"`
}

func (s *server) failProgram(c *fiber.Ctx, err error) error {
	base := page.From(c)
	p := page.NewProblem(base, err)
	if p.Status == fiber.StatusUnauthorized {
		c.Set(fiber.HeaderWWWAuthenticate, "Bearer")
	}
	if p.Status == fiber.StatusTooManyRequests {
		c.Set(fiber.HeaderRetryAfter, "60")
	}
	return c.Status(p.Status).JSON(problem{Error: string(page.KindOf(err)), Message: p.Lead, RequestID: base.RequestID})
}
