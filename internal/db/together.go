package db

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Batch collects statements that do not depend on each other. A package queues its
// own, each with what takes the rows, in a function whose name begins with Queue; what
// that fills holds once the batch is sent.
type Batch = pgx.Batch

// Together sends the statements of the batch in one round trip, each its own snapshot,
// and hands over what they yield in their order. The first that fails ends it.
func (d *DB) Together(ctx context.Context, batch *Batch) error {
	return together(ctx, func(fn func(*pgx.Conn) error) error { return d.Raw(ctx, fn) }, batch)
}

// Together implements Conn in the transaction.
func (tx *Tx) Together(ctx context.Context, batch *Batch) error { return together(ctx, tx.Raw, batch) }

func together(ctx context.Context, lend func(fn func(conn *pgx.Conn) error) error, batch *Batch) error {
	if err := lend(func(c *pgx.Conn) error { return c.SendBatch(ctx, batch).Close() }); err != nil {
		return fmt.Errorf("db: read together: %w", err)
	}
	return nil
}
