package reminder

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/db"
)

// readAlarm counts what is due for longer than since, if nothing of the kind has
// left since then.
func readAlarm(ctx context.Context, c db.Conn, trial bool, since time.Time) (Alarm, error) {
	var row struct {
		N     int
		Since *time.Time
		Left  int
	}
	if err := db.One(c.Query(ctx), &row, `
		select count(*) filter (where state = 'waiting' and next_at <= @since) as n,
			min(next_at) filter (where state = 'waiting' and next_at <= @since) as since,
			count(*) filter (where state = 'sent' and done_at > @since) as left
		from outbox
		where kind in @kinds and coalesce(cast(payload ->> 'trial' as boolean), false) = @trial
			and (state = 'waiting' or done_at > @since)`,
		map[string]any{"kinds": []string{KindPerson, KindDigest}, "trial": trial, "since": since}); err != nil {
		return Alarm{}, fmt.Errorf("reminder: what waits: %w", err)
	}
	if row.N == 0 || row.Left > 0 {
		return Alarm{}, nil
	}
	return Alarm{Waiting: row.N, Since: *row.Since}, nil
}
