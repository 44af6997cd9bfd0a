package outbox

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zaemme/internal/db"
)

// free are the rows that could leave now and that nobody holds.
const free = `state = 'waiting' and next_at <= @now and (taken_until is null or taken_until <= @now)`

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

// change is what happens to a row; zero fields stay as they are. Whatever happens,
// nobody holds it any longer.
type change struct {
	id       int64
	from     []State   // the states it may be in
	held     time.Time // zero, or until when it must be held
	to       State
	next     time.Time // zero: unchanged
	handed   time.Time
	done     time.Time
	attempts int // added
	reason   string
	problem  string
	refused  string // hash of the address that does not exist, hexadecimal; empty: unchanged
}

// apply changes the rows that are still as their changes expect, in one statement,
// and says which they were.
func apply(ctx context.Context, c db.Conn, changes ...change) (map[int64]bool, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	null := func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t
	}
	var rows []string
	var args []any
	for _, ch := range changes {
		from := make([]string, len(ch.from))
		for i, s := range ch.from {
			from[i] = string(s)
		}
		rows = append(rows, `(cast(? as bigint), string_to_array(?, ' '), cast(? as timestamptz), ?, cast(? as timestamptz), cast(? as timestamptz),
			cast(? as timestamptz), cast(? as integer), ?, ?, ?)`)
		args = append(args, ch.id, strings.Join(from, " "), null(ch.held), string(ch.to), null(ch.next), null(ch.handed),
			null(ch.done), ch.attempts, ch.reason, clip(ch.problem), ch.refused)
	}
	var met []int64
	if err := c.Query(ctx).Raw(`
		update outbox o set state = c.state, attempts = o.attempts + c.attempts, reason = c.reason, error = c.problem, taken_until = null,
			next_at = coalesce(c.next, o.next_at), handed_at = coalesce(c.handed, o.handed_at), done_at = c.done,
			refused_address = coalesce(decode(nullif(c.refused, ''), 'hex'), o.refused_address)
		from (values `+strings.Join(rows, ", ")+`)
			as c (id, was, held, state, next, handed, done, attempts, reason, problem, refused)
		where o.id = c.id and o.state = any(c.was) and (c.held is null or o.taken_until = c.held)
		returning o.id`, args...).Scan(&met).Error; err != nil {
		return nil, fmt.Errorf("outbox: message %d becomes %s: %w", changes[0].id, changes[0].to, err)
	}
	found := make(map[int64]bool, len(met))
	for _, id := range met {
		found[id] = true
	}
	return found, nil
}

// clip keeps an answer of a mail server to a length that a page can show.
func clip(text string) string {
	const longest = 500
	if r := []rune(text); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return text
}

// sweep resolves rows that a crash left in the middle of handing over: again
// lists the kinds that are sent once more.
func sweep(ctx context.Context, c db.Conn, now time.Time, grace time.Duration, again []string) (int, error) {
	result := c.Query(ctx).Exec(`
		update outbox set
			state = case when kind in @again then 'waiting' else 'uncertain' end,
			done_at = case when kind in @again then null else cast(@now as timestamptz) end,
			reason = 'interrupted'
		where state = 'handing_over' and handed_at < @before`,
		map[string]any{"again": some(again), "now": now, "before": now.Add(-grace)})
	if result.Error != nil {
		return 0, fmt.Errorf("outbox: sweep: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}
