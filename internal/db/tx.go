package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// Tx is the transaction of one use case. Inside, only the Tx is used: the pool
// would wait for a second connection.
type Tx struct {
	gorm  *gorm.DB
	conn  *sql.Conn
	stamp time.Time
}

// Query implements Conn in the transaction.
func (tx *Tx) Query(ctx context.Context) *gorm.DB { return tx.gorm.WithContext(ctx) }

// Write runs fn in one READ COMMITTED transaction and commits if it returns
// nil. A panic rolls back and goes on.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	return d.transact(ctx, nil, fn)
}

// Read runs fn in one REPEATABLE READ, READ ONLY transaction: every statement in
// it sees the same rows.
func (d *DB) Read(ctx context.Context, fn func(tx *Tx) error) error {
	return d.transact(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, fn)
}

// Snapshot is Write in which every statement sees the same rows (REPEATABLE READ):
// for what is computed from many of them and stored beside. Two who alter the same
// row collide.
func (d *DB) Snapshot(ctx context.Context, fn func(tx *Tx) error) error {
	return d.transact(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead}, fn)
}

func (d *DB) transact(ctx context.Context, o *sql.TxOptions, fn func(tx *Tx) error) (err error) {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("db: take a connection: %w", err)
	}
	defer func() { _ = conn.Close() }()
	t, err := conn.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	g := d.gorm.Session(&gorm.Session{NewDB: true, Context: ctx})
	g.Statement.ConnPool = t
	tx := &Tx{gorm: g, conn: conn}
	defer func() {
		if p := recover(); p != nil {
			_ = t.Rollback()
			panic(p)
		}
		if err != nil {
			_ = t.Rollback() // the cause is what the caller hears
			return
		}
		if err = t.Commit(); err != nil {
			err = fmt.Errorf("db: commit: %w", err)
		}
	}()
	return fn(tx)
}

// CopyIn appends rows to table by COPY, in the transaction: about three times as
// fast as inserts. Each row has one value per column; values are what pgx
// encodes. It returns the number of rows.
func (tx *Tx) CopyIn(ctx context.Context, table string, columns []string, rows pgx.CopyFromSource) (int64, error) {
	var n int64
	err := tx.Raw(func(conn *pgx.Conn) (err error) {
		n, err = conn.CopyFrom(ctx, pgx.Identifier{table}, columns, rows)
		return err
	})
	if err != nil {
		return n, fmt.Errorf("db: copy into %s: %w", table, err)
	}
	return n, nil
}

// Raw lends the connection under the transaction to fn, for what database/sql
// cannot do: COPY, cursors, batches. fn must neither commit nor keep it.
func (tx *Tx) Raw(fn func(conn *pgx.Conn) error) error { return raw(tx.conn, fn) }

// Raw lends a connection of the pool to fn, outside any transaction: a batch that fn
// sends on it is one of its own. fn must not keep it.
func (d *DB) Raw(ctx context.Context, fn func(conn *pgx.Conn) error) error {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("db: take a connection: %w", err)
	}
	defer func() { _ = conn.Close() }()
	return raw(conn, fn)
}

func raw(conn *sql.Conn, fn func(conn *pgx.Conn) error) error {
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("db: unexpected driver %T", driver)
		}
		return fn(c.Conn())
	})
}
