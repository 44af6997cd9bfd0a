package api

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

// The number of persons whose rows are on a page.
const (
	usualPersons = 500
	mostPersons  = 1000
)

// cursor is where a page of rows begins. It holds D and T of the first page, so that
// all pages are of one state; it needs no seal, since each part of it could be asked
// for anyway.
type cursor struct {
	AsOf    calendar.Date `json:"d"`
	KnownAt time.Time     `json:"t"` // zero: now, of the first page
	After   uuid.UUID     `json:"a"`
}

func (r cursor) text() (string, error) {
	text, err := encode(r)
	return base64.RawURLEncoding.EncodeToString(text), err
}

// readCursor is the cursor of the request, or the beginning that as_of and known_at
// ask for. Errors: Invalid.
func readCursor(c *fiber.Ctx, today calendar.Date) (r cursor, err error) {
	day, known := c.Query("as_of"), c.Query("known_at")
	if text := c.Query("cursor"); text != "" {
		refused := apperr.New(apperr.Invalid, "error.api.cursor", nil)
		raw, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil || day != "" || known != "" || json.Unmarshal(raw, &r) != nil || r.KnownAt.IsZero() {
			return r, refused
		}
		return r, nil
	}
	r.AsOf = today
	if day != "" {
		if r.AsOf, err = calendar.ParseISO(day); err != nil {
			return r, apperr.New(apperr.Invalid, "error.api.as_of", nil)
		}
	}
	if known != "" {
		if r.KnownAt, err = time.Parse(time.RFC3339Nano, known); err != nil {
			return r, apperr.New(apperr.Invalid, "error.api.known_at", nil)
		}
	}
	return r, nil
}

// persons is how many persons a page is about.
func persons(c *fiber.Ctx) (int, error) {
	text := c.Query("persons")
	if text == "" {
		return usualPersons, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostPersons {
		return 0, apperr.New(apperr.Invalid, "error.api.persons", map[string]any{"n": mostPersons})
	}
	return n, nil
}
