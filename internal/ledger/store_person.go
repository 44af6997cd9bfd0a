package ledger

import (
	"context"

	"zaemme/internal/db"
)

// EventsOf are all events of a person, by course and in the order recorded; none
// is no error.
func (l *Ledger) EventsOf(ctx context.Context, conn db.Conn, person int64) ([]Event, error) {
	return read[Event](ctx, conn, `select `+selected("", eventColumns)+` from ledger_events
		where person_id = $1 order by course_id, id`, person)
}

// EventsOfAll are all events of the persons, by person and course and in the order
// recorded: one statement.
func (l *Ledger) EventsOfAll(ctx context.Context, conn db.Conn, persons []int64) ([]Event, error) {
	return read[Event](ctx, conn, `select `+selected("", eventColumns)+` from ledger_events
		where person_id = any($1::bigint[]) order by person_id, course_id, id`, persons)
}
