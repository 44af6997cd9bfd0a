package curriculum

import (
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
)

// maxOutage is how many days an outage has at most.
const maxOutage = 92

// Declared is an outage as somebody declares it.
type Declared struct {
	From   time.Time    `json:"from"`
	Until  time.Time    `json:"until"` // the first moment after it
	Reason OutageReason `json:"reason"`
}

// Outage is what it comes to: the days that it touches in Europe/Zurich.
func (d Declared) Outage() Outage {
	return Outage{Interval: calendar.Interval{From: calendar.DateOf(d.From), Until: calendar.DateOf(d.Until.Add(-time.Nanosecond))}, Reason: d.Reason}
}

// Validate says what is wrong with the outage, nil if nothing is; the error is
// Invalid and names the field: from, until or reason.
func (d Declared) Validate() error {
	wrong := func(field, key string) error {
		return apperr.New(apperr.Invalid, "error.outage."+key, map[string]any{"most": maxOutage}).At(field)
	}
	year := d.From.Year()
	switch {
	case year < 2000 || year > 2100:
		return wrong("from", "from")
	case !d.From.Before(d.Until):
		return wrong("until", "order")
	case d.Outage().Days() > maxOutage:
		return wrong("until", "too_long")
	case !slices.Contains(OutageReasons, d.Reason):
		return wrong("reason", "reason")
	}
	return nil
}
