package db

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Batch collects statements that do not depend on each other. A package queues its
// own, each with what takes the rows, in a function whose name begins with Queue; what
// that fills holds once the batch is sent.
type Batch = pgx.Batch

// Together sends the statements of the batch in one round trip, each its own snapshot,
// and hands over what they yield in their order. The first that fails ends it.
func (d *DB) Together(ctx context.Context, batch *Batch) error {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("db: take a connection: %w", err)
	}
	defer func() { _ = conn.Close() }()
	return together(ctx, conn, batch)
}

// Together implements Conn in the transaction.
func (tx *Tx) Together(ctx context.Context, batch *Batch) error { return together(ctx, tx.conn, batch) }

func together(ctx context.Context, conn *sql.Conn, batch *Batch) error {
	if err := raw(conn, func(c *pgx.Conn) error { return c.SendBatch(ctx, batch).Close() }); err != nil {
		return fmt.Errorf("db: read together: %w", err)
	}
	return nil
}

// raw lends the connection under conn to fn.
func raw(conn *sql.Conn, fn func(conn *pgx.Conn) error) error {
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("db: unexpected driver %T", driver)
		}
		return fn(c.Conn())
	})
}
