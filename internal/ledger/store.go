package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// bulk is the number of events or rows from which one join, or COPY, is worth more
// than one statement for each.
const bulk = 200

// LockPersons locks all duties of the persons, in order. A use case that stamps
// before it appends (people's facts, then their duties) calls it first: else
// Append answers Conflict if one of the duties got an event in between.
func (l *Ledger) LockPersons(ctx context.Context, tx *db.Tx, persons []int64) error {
	err := tx.Raw(func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `
			select from assignments where person_id = any($1::bigint[])
			order by person_id, course_id for update`, persons)
		return err
	})
	return failure("lock persons", err)
}

// read locks the rows of the duties that exist, in order, reads their events, and
// gives the new ones their IDs, which rise in the order given; all in one round
// trip. Once the rows are locked, nobody adds any event until the transaction ends,
// and within a duty a higher ID was recorded later. Duties that do not exist are
// opened later by openDuties; two who open the same one collide there.
//
// A few events announce their moment in the same round trip, which they return.
// Many do so when all is prepared, since reports are held back from then on.
func (l *Ledger) read(ctx context.Context, tx *db.Tx, entries []entry, events []Event) (announced time.Time, err error) {
	var batch pgx.Batch
	if len(entries) > bulk*50 {
		batch.Queue(`set local statement_timeout = '30min'`)
	}
	if len(events) < bulk {
		readFew(&batch, entries, events)
		tx.Announce(&batch, &announced)
	} else {
		// Plans of this connection may be of a time when the tables were empty: they
		// would read all of them for every further part of a great change.
		batch.Queue(`discard plans`)
		readMany(&batch, entries, events)
	}
	err = tx.Raw(func(conn *pgx.Conn) error { return conn.SendBatch(ctx, &batch).Close() })
	return announced, failure("read duties", err)
}

// readFew queues what locks one duty and reads its events, for each in order, and a
// number for each new event. Postgres plans these statements once for a connection;
// those of readMany anew each time.
func readFew(batch *pgx.Batch, entries []entry, events []Event) {
	for i := range entries {
		n := &entries[i]
		batch.Queue(`select from assignments where person_id = $1 and course_id = $2 for update`, n.key.person, n.key.course).
			Exec(func(found pgconn.CommandTag) error {
				n.exists = found.RowsAffected() > 0
				return nil
			})
		batch.Queue(`select `+selected("", eventColumns)+` from ledger_events where person_id = $1 and course_id = $2 order by id`,
			n.key.person, n.key.course).Query(func(rows pgx.Rows) error {
			return eachEvent(rows, func(e Event) error {
				n.known = append(n.known, e)
				return nil
			})
		})
	}
	for i := range events {
		batch.Queue(`select nextval('ledger_events_id_seq')`).QueryRow(func(row pgx.Row) error { return row.Scan(&events[i].ID) })
	}
}

// readMany queues what locks all duties, in order, then reads their events, and the
// numbers of the new ones.
func readMany(batch *pgx.Batch, entries []entry, events []Event) {
	people, courses := make([]int64, len(entries)), make([]int64, len(entries))
	for i, n := range entries {
		people[i], courses[i] = n.key.person, n.key.course
	}
	batch.Queue(`
		select a.person_id, a.course_id
		from unnest($1::bigint[], $2::bigint[]) as k (person_id, course_id)
		join assignments a using (person_id, course_id)
		order by a.person_id, a.course_id
		for update of a`, people, courses).Query(func(rows pgx.Rows) error {
		var k key
		at := 0
		_, err := pgx.ForEachRow(rows, []any{&k.person, &k.course}, func() error {
			for entries[at].key != k { // both are in the same order
				at++
			}
			entries[at].exists = true
			return nil
		})
		return err
	})
	batch.Queue(`
		select `+selected("e", eventColumns)+`
		from unnest($1::bigint[], $2::bigint[]) as k (person_id, course_id)
		join ledger_events e using (person_id, course_id)
		order by e.person_id, e.course_id, e.id`, people, courses).Query(func(rows pgx.Rows) error {
		at := 0
		return eachEvent(rows, func(e Event) error {
			for entries[at].key != keyOf(&e) {
				at++
			}
			entries[at].known = append(entries[at].known, e)
			return nil
		})
	})
	batch.Queue(`select nextval('ledger_events_id_seq') from generate_series(1, $1::integer)`, len(events)).
		Query(func(rows pgx.Rows) error {
			var id int64
			at := 0
			_, err := pgx.ForEachRow(rows, []any{&id}, func() error {
				events[at].ID = id
				at++
				return nil
			})
			return err
		})
}

func eachEvent(rows pgx.Rows, fn func(Event) error) error {
	defer rows.Close()
	var e Event
	targets := e.targets()
	for rows.Next() {
		e = Event{}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := fn(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// checkSources holds equivalences to the completion they rest on: the same
// person's, of another course, or another record's of the same person; not void.
func (l *Ledger) checkSources(ctx context.Context, tx *db.Tx, events []Event) error {
	var ids, people, courses []int64
	for i := range events {
		if e := &events[i]; e.SourceEvent != 0 {
			ids, people, courses = append(ids, e.SourceEvent), append(people, e.PersonID), append(courses, e.CourseID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var good int
	err := tx.Raw(func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `
			select count(*)
			from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as k (id, person_id, course_id)
			join ledger_events e on e.id = k.id and (e.person_id = k.person_id and e.course_id <> k.course_id
				or exists (select from person_joins j where j.person_id = e.person_id and j.into_id = k.person_id
					and j.known_to = '9999-12-31 00:00:00+00'))
			where e.how is not null and not exists (
				select from ledger_events v where v.voids = e.id and not v.replaces
					and not exists (select from ledger_events u where u.voids = v.id))`,
			ids, people, courses).Scan(&good)
	})
	if err != nil {
		return fmt.Errorf("ledger: check sources: %w", err)
	}
	if good != len(ids) {
		return apperr.New(apperr.Invalid, "error.ledger.source", nil).At("source_event")
	}
	return nil
}
