package outbox

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
)

// columns are new rows, column by column.
type columns struct {
	kind, key, payload, message []string
	recipient                   []int64
	next                        []time.Time
}

func (c *columns) add(m Message, payload, messageID string) {
	c.kind, c.key, c.payload = append(c.kind, m.Kind), append(c.key, m.DedupeKey), append(c.payload, payload)
	c.message, c.recipient, c.next = append(c.message, messageID), append(c.recipient, m.RecipientID), append(c.next, m.NextAt)
}

// insert returns the ids of the rows that were not there yet, by their key.
func insert(ctx context.Context, tx *db.Tx, c columns) (map[string]int64, error) {
	written := make(map[string]int64, len(c.key))
	err := tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			insert into outbox (kind, dedupe_key, recipient_id, payload, message_id, next_at)
			select kind, key, nullif(recipient, 0), cast(payload as jsonb), message, next
			from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[])
				as m (kind, key, recipient, payload, message, next)
			on conflict (dedupe_key) do nothing
			returning dedupe_key, id`, c.kind, c.key, c.recipient, c.payload, c.message, c.next)
		if err != nil {
			return err
		}
		var key string
		var id int64
		_, err = pgx.ForEachRow(rows, []any{&key, &id}, func() error {
			written[key] = id
			return nil
		})
		return err
	})
	return written, err
}

func idOf(ctx context.Context, c db.Conn, key string) (id int64, err error) {
	err = db.One(c.Query(ctx), &id, `select id from outbox where dedupe_key = ?`, key)
	return id, err
}
