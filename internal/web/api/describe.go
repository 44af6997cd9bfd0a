package api

import (
	_ "embed"

	"github.com/gofiber/fiber/v2"
)

// Description is the OpenAPI 3.1 document of the package.
//
//go:embed openapi.json
var Description []byte

// describe needs no key: it says nothing of the municipality, and tools fetch it
// before they have one.
func (h *Handlers) describe(c *fiber.Ctx) error { return answer(c, asJSON, Description) }
