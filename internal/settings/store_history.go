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
// What somebody took back at once stands in it too. A fact that a later one cut
// short was kept again with its end; those copies are left out.
func History(ctx context.Context, c db.Conn, key string, limit int) ([]Fact, error) {
	var list []Fact
	if err := c.Query(ctx).Raw(`
		select s.key, s.value #>> '{}' as value, s.valid_from, s.known_from,
			coalesce(trim(p.first_name || ' ' || p.last_name), '') as actor
		from settings s
		left join persons p on p.id = s.actor_id
		where s.key = ? and s.valid_to = '9999-12-31'
		order by s.id desc
		limit ?`, key, limit).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("settings: history of %s: %w", key, err)
	}
	return list, nil
}

// Change is how a setting came to its value, and what is to follow.
type Change struct {
	At     time.Time // of the last change
	Actor  string    // name, empty: the system
	Next   string    // value from NextOn on
	NextOn calendar.Date
}

// LastChanges has the last change of each setting that was ever set, and the
// first value after the day that is planned.
func LastChanges(ctx context.Context, c db.Conn, day calendar.Date) (map[string]Change, error) {
	var rows []struct {
		Key, Actor, Next string
		At               time.Time
		NextOn           calendar.Date
	}
	if err := c.Query(ctx).Raw(`
		select l.key, l.known_from as at, coalesce(trim(p.first_name || ' ' || p.last_name), '') as actor,
			coalesce(n.value #>> '{}', '') as next, n.valid_from as next_on
		from (
			select distinct on (key) key, known_from, actor_id from settings
			where valid_to = '9999-12-31' order by key, id desc) l
		left join persons p on p.id = l.actor_id
		left join lateral (
			select value, valid_from from settings s
			where s.key = l.key and s.valid_from > ? and s.known_to = '9999-12-31 00:00:00+00'
			order by s.valid_from limit 1) n on true`, day).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("settings: last changes: %w", err)
	}
	changes := make(map[string]Change, len(rows))
	for _, r := range rows {
		changes[r.Key] = Change{At: r.At, Actor: r.Actor, Next: r.Next, NextOn: r.NextOn}
	}
	return changes, nil
}
