package settings

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// latest is after every moment of recording and before the end of what is still
// held to be true.
var latest = time.Date(9999, time.December, 30, 0, 0, 0, 0, time.UTC)

// Load reads the values in force on the day.
func Load(ctx context.Context, c db.Conn, day calendar.Date) (Settings, error) {
	return LoadKnown(ctx, c, day, latest)
}

// LoadKnown is Load as it was known at a moment, for a report of earlier knowledge.
func LoadKnown(ctx context.Context, c db.Conn, day calendar.Date, known time.Time) (Settings, error) {
	s := Defaults()
	var rows []struct{ Key, Value string }
	if err := c.Query(ctx).Raw(`
		select key, value #>> '{}' as value from settings
		where valid_from <= ? and valid_to > ? and known_from <= ? and known_to > ?`, day, day, known, known).
		Scan(&rows).Error; err != nil {
		return s, fmt.Errorf("settings: load: %w", err)
	}
	for _, r := range rows {
		if _, known := find(r.Key); known {
			s.text[r.Key] = r.Value
		}
	}
	return s, nil
}

// plannedAfter reports whether the setting has a value that begins after the day.
func plannedAfter(ctx context.Context, c db.Conn, key string, day calendar.Date) (bool, error) {
	var planned bool
	if err := c.Query(ctx).Raw(`select exists (select from settings
		where key = ? and valid_from > ? and known_to = '9999-12-31 00:00:00+00')`, key, day).Scan(&planned).Error; err != nil {
		return false, fmt.Errorf("settings: look for what is planned: %w", err)
	}
	return planned, nil
}

// replace ends what holds from the day on and adds the new value: as known from
// the stamp on, the earlier fact ends the day before.
func replace(ctx context.Context, tx *db.Tx, actor int64, from calendar.Date, key, value string) error {
	// One writer per key; the stamp comes after the lock.
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(1, hashtext(?))`, key).Error; err != nil {
		return fmt.Errorf("settings: lock %s: %w", key, err)
	}
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("settings: encode %s: %w", key, err)
	}
	args := map[string]any{"key": key, "value": string(encoded), "from": from, "stamp": stamp, "actor": actor}
	for _, sql := range []string{
		`update settings set known_to = @stamp
		 where key = @key and valid_to > @from and known_to = '9999-12-31 00:00:00+00'`,
		`insert into settings (key, value, valid_from, valid_to, known_from, actor_id)
		 select key, value, valid_from, @from, @stamp, actor_id from settings
		 where key = @key and valid_from < @from and known_to = @stamp`,
		`insert into settings (key, value, valid_from, known_from, actor_id)
		 values (@key, cast(@value as jsonb), @from, @stamp, nullif(@actor, 0))`,
	} {
		if err := tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("settings: set %s: %w", key, err)
		}
	}
	return nil
}
