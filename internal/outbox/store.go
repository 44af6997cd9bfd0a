package outbox

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/db"
)

// free are the rows that could leave now and that nobody holds.
const free = `done_at is null and state = 'waiting' and next_at <= @now and (taken_until is null or taken_until <= @now)`

// anyDue reports whether a row could leave now, and whether one of the kinds could.
func anyDue(ctx context.Context, c db.Conn, now time.Time, kinds []string) (all, of bool, err error) {
	var found struct{ All, Of bool }
	if err := db.One(c.Query(ctx), &found, `
		select exists (select from outbox where `+free+`) as all,
			exists (select from outbox where kind in @kinds and `+free+`) as of`,
		map[string]any{"now": now, "kinds": some(kinds)}); err != nil {
		return false, false, fmt.Errorf("outbox: look: %w", err)
	}
	return found.All, found.Of, nil
}

// countDue is the number of rows that could leave now, and how many of them are
// of the kinds.
func countDue(ctx context.Context, c db.Conn, now time.Time, kinds []string) (all, of int, err error) {
	var n struct{ All, Of int }
	if err := db.One(c.Query(ctx), &n, `
		select count(*) as all, count(*) filter (where kind in @kinds) as of
		from outbox where `+free,
		map[string]any{"now": now, "kinds": some(kinds)}); err != nil {
		return 0, 0, fmt.Errorf("outbox: count: %w", err)
	}
	return n.All, n.Of, nil
}

// sweep resolves rows that a crash left in the middle of handing over: again
// lists the kinds that are sent once more. A row is due before it is handed over,
// and the index knows only when it was due.
func sweep(ctx context.Context, c db.Conn, now time.Time, grace time.Duration, again []string) (int, error) {
	result := c.Query(ctx).Exec(`
		update outbox set
			state = case when kind in @again then 'waiting' else 'uncertain' end,
			done_at = case when kind in @again then null else cast(@now as timestamptz) end,
			reason = 'interrupted'
		where done_at is null and next_at < @before and state = 'handing_over' and handed_at < @before`,
		map[string]any{"again": some(again), "now": now, "before": now.Add(-grace)})
	if result.Error != nil {
		return 0, fmt.Errorf("outbox: sweep: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}
