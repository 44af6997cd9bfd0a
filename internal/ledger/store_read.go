package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Duty is the duty of a person and a course, withdrawn ones and mere voluntary
// completions included; apperr.NotFound if nothing was ever recorded.
func (l *Ledger) Duty(ctx context.Context, conn db.Conn, person, course int64) (Duty, error) {
	rows, err := l.duties(ctx, conn, `where person_id = $1 and course_id = $2`, person, course)
	if err != nil {
		return Duty{}, err
	}
	if len(rows) == 0 {
		return Duty{}, apperr.New(apperr.NotFound, "error.ledger.no_duty", map[string]any{"Person": person, "Course": course})
	}
	return rows[0], nil
}

// Duties are the duties of the persons, by person and course; none is no error.
func (l *Ledger) Duties(ctx context.Context, conn db.Conn, persons []int64) ([]Duty, error) {
	if len(persons) == 1 { // a list of unknown length is planned anew each time
		return l.duties(ctx, conn, `where person_id = $1`, persons[0])
	}
	return l.duties(ctx, conn, `where person_id = any($1::bigint[])`, persons)
}

// QueueDuties puts the duties of one person into duties, as Duties does.
func (l *Ledger) QueueDuties(batch *db.Batch, person int64, duties *[]Duty) {
	batch.Queue(`select `+selected("", dutyColumns)+` from assignments where person_id = $1
		order by person_id, course_id`, person).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			var one Duty
			if err := rows.Scan(one.targets()...); err != nil {
				return fmt.Errorf("ledger: read: %w", err)
			}
			*duties = append(*duties, one)
		}
		return rows.Err()
	})
}

func (l *Ledger) duties(ctx context.Context, conn db.Conn, where string, args ...any) ([]Duty, error) {
	return read[Duty](ctx, conn, `select `+selected("", dutyColumns)+` from assignments `+where+`
		order by person_id, course_id`, args...)
}

// Events are all events of a duty in the order in which they were recorded; none
// is no error.
func (l *Ledger) Events(ctx context.Context, conn db.Conn, person, course int64) ([]Event, error) {
	return read[Event](ctx, conn, `select `+selected("", eventColumns)+` from ledger_events
		where person_id = $1 and course_id = $2 order by id`, person, course)
}

// At is what was known at a moment about a day, one slice a duty at most, by
// person and course. persons nil: everybody's. known must not be above
// DB.Horizon, else it may change later.
func (l *Ledger) At(ctx context.Context, conn db.Conn, on calendar.Date, known time.Time, persons []int64) ([]Slice, error) {
	return read[Slice](ctx, conn, `select `+selected("", sliceColumns)+` from assignment_states
		where `+AtSQL("", "$1::date", "$2::timestamptz")+` and ($3::bigint[] is null or person_id = any($3::bigint[]))
		order by person_id, course_id`, on, known, persons)
}

// EachDuty hands all duties to fn, by person and course, and keeps none. fn may
// use tx; one EachDuty at a time in a transaction.
func (l *Ledger) EachDuty(ctx context.Context, tx *db.Tx, fn func(Duty) error) error {
	c, err := open[Duty](ctx, tx, "each_duty", `select `+selected("", dutyColumns)+` from assignments
		order by person_id, course_id`)
	if err != nil {
		return err
	}
	for {
		d, err := c.peek(ctx)
		if err != nil {
			return err
		}
		if d == nil {
			return nil
		}
		if err := fn(*d); err != nil {
			return errors.Join(err, c.end(ctx))
		}
		c.take()
	}
}

// row is a type whose pointer knows where its columns go.
type row[T any] interface {
	*T
	targets() []any
}

func read[T any, P row[T]](ctx context.Context, conn db.Conn, query string, args ...any) ([]T, error) {
	// past GORM, which would take an array apart
	rows, err := conn.Query(ctx).Statement.ConnPool.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("ledger: read: %w", err)
	}
	defer func() { _ = rows.Close() }()
	return scanAll[T, P](rows)
}

func scanAll[T any, P row[T]](rows *sql.Rows) ([]T, error) {
	var out []T
	var one, none T
	targets := P(&one).targets() // some fifty pointers, the same for each row
	for rows.Next() {
		one = none
		if err := rows.Scan(targets...); err != nil {
			return nil, fmt.Errorf("ledger: read: %w", err)
		}
		out = append(out, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("ledger: read: %w", err)
	}
	return out, nil
}
