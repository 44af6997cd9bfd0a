package page

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
)

// Clock is a moment by the clock on the wall: day and time in Switzerland.
func Clock(l *i18n.Printer, t time.Time) string { return l.Clock(t.In(calendar.Zurich)) }
