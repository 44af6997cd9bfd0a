package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/web/visit"
)

// token is the answer of GET /api/v1/token: a program learns whether its key
// works, for what, and until when.
type token struct {
	Name       string      `json:"name"`
	May        []string    `json:"may"`
	Department *department `json:"department"` // null: the whole organisation
	ExpiresAt  time.Time   `json:"expires_at"`
}

type department struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

func (h *Handlers) tokenShow(c *fiber.Ctx) error {
	t := visit.Of(c).APIToken
	answer := token{Name: t.Name, May: t.Reads(), ExpiresAt: t.ExpiresAt.UTC()}
	if t.DepartmentID != 0 {
		answer.Department = &department{Code: t.DepartmentCode, Name: t.Department}
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(answer)
}
