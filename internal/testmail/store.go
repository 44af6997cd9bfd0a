package testmail

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/outbox"
)

// Sent is a test mail and what became of it.
type Sent struct {
	ID      int64
	To      string
	By      string // name of who asked
	AskedAt time.Time
	State   outbox.State
	Reason  string    // code, see the texts outbox.reason.…
	Answer  string    // of the server, empty if it took the mail
	NextAt  time.Time // when it is tried again, while it waits
}

// Last lists the newest test mails, limit at most.
func Last(ctx context.Context, c db.Conn, limit int) ([]Sent, error) {
	var list []Sent
	if err := c.Query(ctx).Raw(`
		select o.id, o.payload ->> 'to' as "to", coalesce(trim(p.first_name || ' ' || p.last_name), '') as by,
			o.created_at as asked_at, o.state, o.reason, o.error as answer, o.next_at
		from outbox o
		left join persons p on p.id = (o.payload ->> 'by')::bigint
		where o.kind = ? order by o.id desc limit ?`, Kind, limit).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("testmail: list: %w", err)
	}
	return list, nil
}

// countSince counts how many were asked for after the moment. Asking is one at
// a time, so that many at once are not each the last that is allowed.
func countSince(ctx context.Context, tx *db.Tx, since time.Time) (int, error) {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(5, 0)`).Error; err != nil {
		return 0, fmt.Errorf("testmail: lock: %w", err)
	}
	var n int
	if err := tx.Query(ctx).Raw(`select count(*) from outbox where kind = ? and next_at > ?`, Kind, since).Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("testmail: count: %w", err)
	}
	return n, nil
}
