package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// openDuties writes the rows of duties that did not exist, finished, few of them
// once the batch is sent: they need no stamp. From then on they are locked like the
// others; whoever opened one before, and it stays, makes this fail.
func (l *Ledger) openDuties(ctx context.Context, tx *db.Tx, batch *pgx.Batch, entries []entry) error {
	var fresh []*entry
	for i := range entries {
		if !entries[i].exists {
			fresh = append(fresh, &entries[i])
		}
	}
	return insert(ctx, tx, batch, "assignments", dutyColumns, len(fresh), func(yield func([]any) error) error {
		for _, n := range fresh {
			d := n.duty()
			if err := yield(d.values()); err != nil {
				return err
			}
		}
		return nil
	})
}

// write adds the events and brings the projections of all duties up to date, after
// what is queued.
func (l *Ledger) write(ctx context.Context, tx *db.Tx, batch *pgx.Batch, events []Event, entries []entry) error {
	err := insert(ctx, tx, batch, "ledger_events", eventColumns, len(events), func(yield func([]any) error) error {
		for i := range events {
			values, err := events[i].values()
			if err != nil {
				return err
			}
			if err := yield(values); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	added := change(batch, entries)
	// A new duty has as many slices as its history; an old one about one more.
	err = insert(ctx, tx, batch, "assignment_states", sliceColumns, len(events), func(yield func([]any) error) error {
		for i := range entries {
			states := added[i]
			if !entries[i].exists {
				states = History(entries[i].all())
			}
			for j := range states {
				if err := yield(states[j].values()); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return send(ctx, tx, batch)
}

// change queues what changes in the rows of the duties that existed, and returns
// the slices that are to be added to each entry.
func change(batch *pgx.Batch, entries []entry) map[int][]Slice {
	added := map[int][]Slice{}
	for i := range entries {
		n := &entries[i]
		if !n.exists {
			continue
		}
		d := compare(History(n.known), History(n.all()))
		for j := range d.remove {
			s := &d.remove[j]
			batch.Queue(removeSlice, s.PersonID, s.CourseID, day(s.ValidFrom), s.KnownFrom)
		}
		for j := range d.update {
			s := &d.update[j]
			batch.Queue(updateSlice, s.PersonID, s.CourseID, day(s.ValidFrom), s.KnownFrom,
				day(s.NextFrom), s.NextKnown, s.KnownTo)
		}
		duty := n.duty()
		batch.Queue(updateDuty, duty.values()...)
		added[i] = d.insert
	}
	return added
}

const (
	removeSlice = `delete from assignment_states
		where person_id = $1 and course_id = $2 and valid_from = $3 and known_from = $4`
	updateSlice = `update assignment_states set next_from = $5, next_known = $6, known_to = $7
		where person_id = $1 and course_id = $2 and valid_from = $3 and known_from = $4`
)

var (
	updateDuty = `update assignments set (` + selected("", dutyColumns[2:]) + `) = row(` + dollars(3, len(dutyColumns)) + `)
		where person_id = $1 and course_id = $2`
)

// send runs the queued statements; each must concern exactly one row.
func send(ctx context.Context, tx *db.Tx, batch *pgx.Batch) error {
	if batch.Len() == 0 {
		return nil
	}
	defer func() { *batch = pgx.Batch{} }()
	err := tx.Raw(func(conn *pgx.Conn) error {
		results := conn.SendBatch(ctx, batch)
		for range batch.Len() {
			tag, err := results.Exec()
			if err == nil && tag.RowsAffected() != 1 {
				err = fmt.Errorf("a projection has %d rows where it should have one: rebuild it", tag.RowsAffected())
			}
			if err != nil {
				_ = results.Close()
				return err
			}
		}
		return results.Close()
	})
	return failure("write", err)
}

// insert adds rows that produce hands over: few are queued, many go by COPY at
// once, after what is queued. expected need not be exact.
func insert(ctx context.Context, tx *db.Tx, batch *pgx.Batch, table string, columns []string, expected int,
	produce func(yield func([]any) error) error,
) error {
	if expected >= bulk {
		if err := send(ctx, tx, batch); err != nil {
			return err
		}
		return failure("copy into "+table, copyIn(ctx, tx, table, columns, produce))
	}
	sql := `insert into ` + table + ` (` + selected("", columns) + `) overriding system value values (` +
		dollars(1, len(columns)) + `)`
	return failure("insert into "+table, produce(func(values []any) error {
		batch.Queue(sql, values...)
		return nil
	}))
}

// insertNow is insert without anything queued afterwards.
func insertNow(ctx context.Context, tx *db.Tx, table string, columns []string, expected int,
	produce func(yield func([]any) error) error,
) error {
	var batch pgx.Batch
	if err := insert(ctx, tx, &batch, table, columns, expected, produce); err != nil {
		return err
	}
	return send(ctx, tx, &batch)
}

// failure gives an error of the database its kind.
func failure(what string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("ledger: %s: %w", what, err)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && (pg.Code == "55P03" || pg.Code == "40P01") { // waited too long, or for each other
		return apperr.Wrap(apperr.Conflict, "error.ledger.busy", err)
	}
	switch db.Constraint(err) {
	case "assignments_pkey":
		return apperr.Wrap(apperr.Conflict, "error.ledger.busy", err)
	case "ledger_events_evidence":
		return apperr.Wrap(apperr.Conflict, "error.ledger.evidence_no", err).At("evidence_no")
	case "assignments_person_id_fkey", "assignments_course_id_fkey":
		return apperr.Wrap(apperr.NotFound, "error.ledger.unknown", err)
	default:
		return err
	}
}
