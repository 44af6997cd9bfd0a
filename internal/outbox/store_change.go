package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

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
	refused  []byte // hash of the address that does not exist; nil: unchanged
}

// changed is one statement for whatever happens: it is planned once, finds its row by
// the primary key, and leaves every column that an index asks for as it was until the
// row is finished (00056_outbox_in_place).
const changed = `
	update outbox set state = $4, attempts = attempts + $8, reason = $9, error = $10, taken_until = null,
		next_at = coalesce($5, next_at), handed_at = coalesce($6, handed_at), done_at = $7,
		refused_address = coalesce($11, refused_address)
	where id = $1 and state = any($2::text[]) and ($3::timestamptz is null or taken_until = $3)`

// apply changes the rows that are still as their changes expect, all or none of them,
// and says which they were. They travel together, and outside a transaction are
// committed together. No row stands twice in changes.
func apply(ctx context.Context, conn *pgx.Conn, changes ...change) (map[int64]bool, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	met := make(map[int64]bool, len(changes))
	batch := &pgx.Batch{}
	for _, ch := range changes {
		from := make([]string, len(ch.from))
		for i, s := range ch.from {
			from[i] = string(s)
		}
		batch.Queue(changed, ch.id, from, null(ch.held), string(ch.to), null(ch.next), null(ch.handed), null(ch.done),
			ch.attempts, ch.reason, clip(ch.problem), ch.refused)
	}
	results := conn.SendBatch(ctx, batch)
	var failed error
	for i := 0; i < len(changes) && failed == nil; i++ {
		var tag pgconn.CommandTag
		if tag, failed = results.Exec(); tag.RowsAffected() > 0 {
			met[changes[i].id] = true
		}
	}
	// It is committed once Close has returned, not before.
	if err := errors.Join(failed, results.Close()); err != nil {
		return nil, fmt.Errorf("outbox: message %d becomes %s: %w", changes[0].id, changes[0].to, err)
	}
	return met, nil
}

// null is no time where t is none.
func null(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// clip keeps an answer of a mail server to a length that a page can show.
func clip(text string) string {
	const longest = 500
	if r := []rune(text); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return text
}
