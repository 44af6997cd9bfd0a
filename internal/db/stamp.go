package db

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
)

// stampKey marks the advisory locks of writers: 2^52 plus the microsecond at
// which the writer began to stamp (LEDGER.md, «Known at T»).
const stampKey = int64(1) << 52

// Stamp is the recorded time of everything this transaction records: taken from
// the database once, on the first call. Lock the rows you decide on before.
//
// A shared lock that names the moment stays until commit, so Horizon knows of
// this writer; the clock is read in the statement after it. The moment never falls
// below one already given out, nor below what is recorded, even if the clock is
// set back: a fact would else end before it was known.
func (tx *Tx) Stamp(ctx context.Context) (time.Time, error) {
	if !tx.stamp.IsZero() {
		return tx.stamp, nil
	}
	ahead, err := tx.recordedAhead(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return tx.StampAfter(ctx, ahead, time.Time{})
}

// recordedAhead is the latest recorded moment that the clock had not reached when
// the statement began (the clock itself moves, and no index can be asked for it),
// the zero time if there is none. It looks through all dated facts and the events;
// slices and assignments have the moments of their events.
func (tx *Tx) recordedAhead(ctx context.Context) (time.Time, error) {
	var columns []struct{ Table, Column string }
	if err := tx.Query(ctx).Raw(`
		select quote_ident(relname) as "table", attname as "column" from pg_class join pg_attribute on attrelid = pg_class.oid
		where relnamespace = 'public'::regnamespace and relkind = 'r' and attname in ('known_from', 'known_to')
			and relname <> 'assignment_states'`).
		Scan(&columns).Error; err != nil {
		return time.Time{}, fmt.Errorf("db: find the dated tables: %w", err)
	}
	query := `select max(recorded_at) from ledger_events where recorded_at >= statement_timestamp()`
	for _, c := range columns {
		query += fmt.Sprintf(` union all select max(%[2]s) from %[1]s where %[2]s >= statement_timestamp() and %[2]s < '9999-12-31 00:00:00+00'`,
			c.Table, c.Column)
	}
	var ahead time.Time
	if err := tx.Query(ctx).Raw(`select coalesce(max(at), '0001-01-01 00:00:00+00') from (` + query + `) as recorded (at)`).Scan(&ahead).Error; err != nil {
		return time.Time{}, fmt.Errorf("db: look for what is recorded ahead of the clock: %w", err)
	}
	return ahead, nil
}

// StampAfter is Stamp for a transaction that adds to nothing but what was recorded
// at floor, and need not look further: the moment is later, even if the clock was
// set back since. If this transaction has its stamp already and it is before
// floor, that is a Conflict. announced comes from Announce, zero: the database is
// asked now.
func (tx *Tx) StampAfter(ctx context.Context, floor, announced time.Time) (time.Time, error) {
	if !tx.stamp.IsZero() {
		if tx.stamp.Before(floor) {
			return time.Time{}, apperr.New(apperr.Conflict, "error.db.stamp_early", nil)
		}
		return tx.stamp, nil
	}
	if announced.IsZero() {
		var batch pgx.Batch
		tx.Announce(&batch, &announced)
		if err := tx.Raw(func(conn *pgx.Conn) error { return conn.SendBatch(ctx, &batch).Close() }); err != nil {
			return time.Time{}, fmt.Errorf("db: stamp: %w", err)
		}
	}
	if !announced.After(floor) {
		announced = floor.Add(time.Microsecond)
	}
	tx.stamp = announced.UTC()
	return tx.stamp, nil
}

// Announce queues what StampAfter asks the database, so that it shares the round
// trip of the statements before it: those that lock the rows to decide on. Nothing
// may be locked between it and StampAfter. A moment that no stamp is taken of only
// holds reports back until the transaction ends. A transaction that has its stamp
// queues nothing, and announced stays as it is.
func (tx *Tx) Announce(batch *pgx.Batch, announced *time.Time) {
	if !tx.stamp.IsZero() {
		return
	}
	// Two statements, so that the clock is read once the moment is announced.
	batch.Queue(`select pg_advisory_xact_lock_shared($1::bigint + (extract(epoch from clock_timestamp()) * 1000000)::bigint)`, stampKey)
	batch.Queue(`select greatest(clock_timestamp(), given + interval '1 microsecond') from horizon`).
		QueryRow(func(row pgx.Row) error { return row.Scan(announced) })
}

// Horizon is the latest moment T for which «known at T» never changes again. It
// remembers the greatest moment given out. Call it outside a reading
// transaction and read in a later statement; it must run on the primary.
func (d *DB) Horizon(ctx context.Context) (time.Time, error) {
	var before time.Time
	if err := d.Query(ctx).Raw(`select clock_timestamp()`).Scan(&before).Error; err != nil {
		return time.Time{}, fmt.Errorf("db: horizon: %w", err)
	}
	var horizon time.Time
	err := d.Query(ctx).Raw(`
		with writers as (
			select min((classid::bigint << 32) + objid::bigint) - cast(@key as bigint) - 2 as micros
			from pg_locks
			where locktype = 'advisory' and objsubid = 1 and granted
				and database = (select oid from pg_database where datname = current_database())
				and (classid::bigint << 32) + objid::bigint >= cast(@key as bigint)
				and (classid::bigint << 32) + objid::bigint < 2 * cast(@key as bigint)
		)
		update horizon set given = greatest(given, least(@before,
			coalesce((select timestamptz 'epoch' + micros * interval '1 microsecond' from writers), @before)))
		returning given`,
		map[string]any{"key": stampKey, "before": before},
	).Scan(&horizon).Error
	if err != nil {
		return time.Time{}, fmt.Errorf("db: horizon: %w", err)
	}
	return horizon.UTC(), nil
}
