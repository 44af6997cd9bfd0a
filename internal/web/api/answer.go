package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
)

// The forms of an answer.
const (
	asJSON = "application/json"
	asCSV  = "text/csv; charset=utf-8"
)

// form is what the program wants: ?format= before Accept, JSON where it says
// nothing. Invalid: an unknown format.
func form(c *fiber.Ctx) (string, error) {
	switch c.Query("format") {
	case "json":
		return asJSON, nil
	case "csv":
		return asCSV, nil
	case "":
	default:
		return "", apperr.New(apperr.Invalid, "error.api.format", nil)
	}
	c.Vary(fiber.HeaderAccept)
	if c.Accepts("application/json", "text/csv") == "text/csv" {
		return asCSV, nil
	}
	return asJSON, nil
}

// fresh sets the ETag of a content, which says all that decides it, and reports
// whether the program holds the same: then the answer is 304.
func fresh(c *fiber.Ctx, content []byte) bool {
	sum := sha256.Sum256(content)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	for known := range strings.SplitSeq(c.Get(fiber.HeaderIfNoneMatch), ",") {
		if known = strings.TrimPrefix(strings.TrimSpace(known), "W/"); known == tag || known == "*" {
			c.Status(fiber.StatusNotModified)
			return true
		}
	}
	return false
}

// answer sends the content, or 304.
func answer(c *fiber.Ctx, kind string, content []byte) error {
	if fresh(c, content) {
		return nil
	}
	c.Set(fiber.HeaderContentType, kind)
	return c.Send(content)
}

func encode(value any) ([]byte, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("api: encode: %w", err)
	}
	return append(text, '\n'), nil
}
