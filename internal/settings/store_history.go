package settings

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Fact is a value that a setting has had, or is to have.
type Fact struct {
	Key       string
	Value     string
	ValidFrom calendar.Date
	KnownFrom time.Time
	Actor     string // name, empty: the system
}

// History lists what a setting was set to, newest first, limit rows at most.
// What somebody took back at once stands in it too.
func History(ctx context.Context, c db.Conn, key string, limit int) ([]Fact, error) {
	var list []Fact
	if err := c.Query(ctx).Raw(`
		select distinct on (s.valid_from, s.known_set) s.key, s.value #>> '{}' as value, s.valid_from, s.known_set as known_from,
			coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), '') as actor
		from (
			select key, value, valid_from, actor_id, min(known_from) over (partition by key, value, valid_from, actor_id) as known_set
			from settings where key = ?) s
		left join persons p on p.id = s.actor_id
		order by s.known_set desc, s.valid_from desc
		limit ?`, key, limit).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("settings: history of %s: %w", key, err)
	}
	return list, nil
}
