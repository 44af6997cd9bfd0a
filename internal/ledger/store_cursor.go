package ledger

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
)

// fetch is the number of rows that a cursor hands over at once.
const fetch = 2000

// cursor is a query of which a transaction holds the place, so that several can
// be read side by side and tx be used in between.
type cursor[T any, P row[T]] struct {
	tx   *db.Tx
	name string
	rows []T
	last bool
}

// open declares the cursor; it ends with the transaction, or with its last row.
func open[T any, P row[T]](ctx context.Context, tx *db.Tx, name, query string, args ...any) (*cursor[T, P], error) {
	err := tx.Raw(func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `declare `+name+` no scroll cursor for `+query, args...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("ledger: open %s: %w", name, err)
	}
	return &cursor[T, P]{tx: tx, name: name}, nil
}

// peek is the next row, which take leaves behind; nil after the last one.
func (c *cursor[T, P]) peek(ctx context.Context) (P, error) {
	if len(c.rows) == 0 && !c.last {
		if err := c.tx.Raw(func(conn *pgx.Conn) error { return c.fill(ctx, conn) }); err != nil {
			return nil, fmt.Errorf("ledger: read %s: %w", c.name, err)
		}
	}
	if len(c.rows) == 0 {
		return nil, nil
	}
	return &c.rows[0], nil
}

func (c *cursor[T, P]) take() { c.rows = c.rows[1:] }

func (c *cursor[T, P]) fill(ctx context.Context, conn *pgx.Conn) error {
	// described anew each time: a name may stand for another query later
	found, err := conn.Query(ctx, fmt.Sprintf(`fetch %d from %s`, fetch, c.name), pgx.QueryExecModeDescribeExec)
	if err != nil {
		return err
	}
	defer found.Close()
	rows := make([]T, 0, fetch)
	var one T
	targets := P(&one).targets()
	for found.Next() {
		var zero T
		one = zero
		if err := found.Scan(targets...); err != nil {
			return err
		}
		rows = append(rows, one)
	}
	if err := found.Err(); err != nil {
		return err
	}
	c.rows, c.last = rows, len(rows) < fetch
	if c.last {
		found.Close()
		_, err = conn.Exec(ctx, `close `+c.name)
	}
	return err
}

// end closes the cursor before its last row.
func (c *cursor[T, P]) end(ctx context.Context) error {
	if c.last {
		return nil
	}
	c.last, c.rows = true, nil
	return c.tx.Raw(func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `close `+c.name)
		return err
	})
}

// eachHistory hands the events of each duty to fn, by person and course; fn may
// use tx. The slice is used again.
func eachHistory(ctx context.Context, tx *db.Tx, fn func(events []Event) error) error {
	c, err := open[Event](ctx, tx, "histories", `select `+selected("", eventColumns)+` from ledger_events
		order by person_id, course_id, id`)
	if err != nil {
		return err
	}
	var duty []Event
	for {
		e, err := c.peek(ctx)
		if err != nil {
			return err
		}
		if len(duty) > 0 && (e == nil || keyOf(&duty[0]) != keyOf(e)) {
			if err := fn(duty); err != nil {
				return err
			}
			duty = duty[:0]
		}
		if e == nil {
			return nil
		}
		duty = append(duty, *e)
		c.take()
	}
}
