package curriculum

import (
	"encoding/json"

	"zaemme/internal/apperr"
)

// DatesChange is a proposed change of dates, and of nothing that rules ask for: what Proposal.Dates and
// Decision.Dates hold as JSON.
type DatesChange struct {
	// Recalculate dates anew what was computed by an earlier edition of the holiday
	// set of its site.
	Recalculate bool `json:"recalculate,omitempty"`
	// Outage is declared when the change is applied.
	Outage *Declared `json:"outage,omitempty"`
	// Version is required when the change is applied.
	Version *Requirement `json:"version,omitempty"`
}

// ParseDates reads a change; errors are of the kind Invalid.
func ParseDates(text json.RawMessage) (DatesChange, error) {
	var c DatesChange
	if len(text) == 0 {
		return c, nil
	}
	if err := decodeStrict(text, &c); err != nil {
		return c, apperr.Wrap(apperr.Invalid, "error.curriculum.unreadable", err)
	}
	if c.Outage != nil {
		return c, c.Outage.Validate()
	}
	return c, nil
}

// JSON is the change as ParseDates reads it.
func (c DatesChange) JSON() (json.RawMessage, error) { return json.Marshal(c) }

// cause is the reason of what moves by the change, empty for none.
func (c DatesChange) cause() string {
	switch {
	case c.Outage != nil:
		return ReasonOutage
	case c.Version != nil:
		return ReasonVersion
	case c.Recalculate:
		return ReasonCalendar
	default:
		return ""
	}
}
