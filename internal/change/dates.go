package change

import (
	"context"
	"encoding/json"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// datesAsGiven proposes the change of dates of the input.
type datesAsGiven struct{}

// Propose implements Proposer.
func (datesAsGiven) Propose(_ context.Context, _ db.Conn, input json.RawMessage, effectiveOn calendar.Date) (Draft, error) {
	dates, err := curriculum.ParseDates(input)
	if err != nil {
		return Draft{}, err
	}
	if dates.Version != nil {
		if err := dates.Version.Validate(effectiveOn); err != nil {
			return Draft{}, err
		}
	}
	text, err := dates.JSON() // as stored the input may have other spaces
	return Draft{People: people.Change{EffectiveOn: effectiveOn}, Dates: text}, err
}
