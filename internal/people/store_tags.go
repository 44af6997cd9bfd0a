package people

import (
	"context"
	"fmt"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Tags are the tags of a person on the day, as known now; none for somebody of
// whom no traits are on record.
func Tags(ctx context.Context, c db.Conn, person int64, day calendar.Date) ([]string, error) {
	var joined string
	if err := c.Query(ctx).Raw(`
		select coalesce(max(array_to_string(f.tags, E'\n')), '') from person_traits f
		where f.person_id = @person and f.valid_from <= @day and f.valid_to > @day and `+knownNow,
		map[string]any{"person": person, "day": day}).Row().Scan(&joined); err != nil {
		return nil, fmt.Errorf("people: tags: %w", err)
	}
	if joined == "" {
		return nil, nil
	}
	return strings.Split(joined, "\n"), nil
}
