package outbox

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/db"
)

func insert(ctx context.Context, tx *db.Tx, m Message, payload, messageID string) (id int64, fresh bool, err error) {
	args := map[string]any{
		"kind": m.Kind, "key": m.DedupeKey, "recipient": m.RecipientID, "payload": payload,
		"message": messageID, "next": m.NextAt,
	}
	err = db.One(tx.Query(ctx), &id, `
		insert into outbox (kind, dedupe_key, recipient_id, payload, message_id, next_at)
		values (@kind, @key, nullif(@recipient, 0), cast(@payload as jsonb), @message, @next)
		on conflict (dedupe_key) do nothing
		returning id`, args)
	if err == nil {
		return id, true, nil
	}
	if !db.IsNotFound(err) {
		return 0, false, err
	}
	// A statement of its own: this one sees what the conflict was with.
	err = db.One(tx.Query(ctx), &id, `select id from outbox where dedupe_key = @key`, args)
	return id, false, err
}

// countDue is the number of rows that could leave now, and how many of them are
// of the kinds.
func countDue(ctx context.Context, c db.Conn, now time.Time, kinds []string) (all, of int, err error) {
	var n struct{ All, Of int }
	if err := db.One(c.Query(ctx), &n, `
		select count(*) as all, count(*) filter (where kind in @kinds) as of
		from outbox where state = 'waiting' and next_at <= @now`,
		map[string]any{"now": now, "kinds": some(kinds)}); err != nil {
		return 0, 0, fmt.Errorf("outbox: count: %w", err)
	}
	return n.All, n.Of, nil
}

// queue is which rows may leave and which of them go first.
type queue struct {
	only    []string // kinds; none: all may leave
	awaited []string // kinds
}

// some makes a list usable in SQL, which knows no empty one.
func some(kinds []string) []string {
	if len(kinds) == 0 {
		return []string{""}
	}
	return kinds
}

// lockNext locks the row that somebody waits for, else the one that has waited
// longest, not looking at those that another process holds. It fails with
// db.IsNotFound if there is none.
func lockNext(ctx context.Context, tx *db.Tx, now time.Time, which queue) (Item, error) {
	first := slices.DeleteFunc(slices.Clone(which.awaited), func(kind string) bool {
		return len(which.only) > 0 && !slices.Contains(which.only, kind)
	})
	if len(first) > 0 {
		if item, err := lockOldest(ctx, tx, now, first); !db.IsNotFound(err) {
			return item, err
		}
	}
	return lockOldest(ctx, tx, now, which.only)
}

// lockOldest is lockNext among the kinds, all without any. It reads one row,
// however many wait: sorting those that are awaited to the front in one statement
// would read them all, for each mail of a morning with thousands.
func lockOldest(ctx context.Context, tx *db.Tx, now time.Time, kinds []string) (Item, error) {
	where := ""
	if len(kinds) > 0 {
		where = "and kind in @kinds"
	}
	var item Item
	err := db.One(tx.Query(ctx), &item, `
		select id, kind, dedupe_key, coalesce(recipient_id, 0) as recipient_id, payload, message_id, attempts, created_at
		from outbox
		where state = 'waiting' and next_at <= @now `+where+`
		order by next_at, id
		limit 1
		for update skip locked`,
		map[string]any{"now": now, "kinds": kinds})
	return item, err
}

// change is what happens to a row; zero fields stay as they are.
type change struct {
	id       int64
	from     []State // the states it may be in
	to       State
	next     time.Time // zero: unchanged
	handed   time.Time
	done     time.Time
	attempts int // added
	reason   string
	problem  string
	refused  string // hash of the address that does not exist, hexadecimal; empty: unchanged
}

// apply changes the row if it is still in one of the states.
func (ch change) apply(ctx context.Context, c db.Conn) error {
	null := func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t
	}
	err := c.Query(ctx).Exec(`
		update outbox set state = @to, attempts = attempts + @attempts, reason = @reason, error = @problem,
			next_at = coalesce(cast(@next as timestamptz), next_at),
			handed_at = coalesce(cast(@handed as timestamptz), handed_at),
			done_at = cast(@done as timestamptz), refused_address = coalesce(decode(nullif(@refused, ''), 'hex'), refused_address)
		where id = @id and state in @from`,
		map[string]any{
			"id": ch.id, "from": ch.from, "to": ch.to, "attempts": ch.attempts, "reason": ch.reason,
			"problem": clip(ch.problem), "next": null(ch.next), "handed": null(ch.handed), "done": null(ch.done), "refused": ch.refused,
		}).Error
	if err != nil {
		return fmt.Errorf("outbox: message %d becomes %s: %w", ch.id, ch.to, err)
	}
	return nil
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
