package settings

import (
	"context"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

var colour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// Check says what is wrong with a value, nil if nothing is.
func Check(key, value string) error {
	d, known := find(key)
	if !known {
		return apperr.New(apperr.NotFound, "error.settings.unknown", map[string]any{"key": key})
	}
	wrong := func(textKey string) error { return apperr.New(apperr.Invalid, textKey, nil).At(key) }
	if len(value) > 500 || strings.ContainsAny(value, "\r\n\x00") {
		return wrong("error.settings.too_long")
	}
	switch d.Kind {
	case Number:
		if n, err := strconv.Atoi(value); err != nil || n < 0 || n > 100000 {
			return wrong("error.settings.number")
		}
	case Day:
		if _, err := calendar.ParseISO(value); value != "" && err != nil {
			return wrong("error.settings.day")
		}
	case Colour:
		if !colour.MatchString(value) {
			return wrong("error.settings.colour")
		}
	case Address:
		if _, err := mail.ParseAddress(value); err != nil {
			return wrong("error.settings.address")
		}
	case Mailbox:
		if parsed, err := mail.ParseAddress(value); value != "" && (err != nil || parsed.Address != value) {
			return wrong("error.settings.address")
		}
	case Choice:
		if !slices.Contains(d.Choices, value) {
			return wrong("error.form.choice")
		}
	case Text, List:
		if d.Placeholder != "" && strings.TrimSpace(value) == "" {
			return wrong("error.settings.empty")
		}
	}
	return nil
}

// Set gives a setting a new value from the day on, in place of all that was
// planned after it. The value before stays on record. Setting the value that is
// in force already, and stays so, does nothing.
func Set(ctx context.Context, tx *db.Tx, actor int64, from calendar.Date, key, value string) error {
	value = strings.TrimSpace(value)
	if err := Check(key, value); err != nil {
		return err
	}
	current, err := Load(ctx, tx, from)
	if err != nil {
		return err
	}
	if current.Text(key) == value {
		planned, err := plannedAfter(ctx, tx, key, from)
		if err != nil || !planned {
			return err
		}
	}
	if err := replace(ctx, tx, actor, from, key, value); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "settings.set", ObjectKind: "setting", ObjectID: key, Fields: []string{"value"},
	})
}
