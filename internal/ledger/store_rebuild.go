package ledger

import (
	"context"
	"fmt"

	"zaemme/internal/db"
)

// Rebuild writes both projections anew from the events. Writers wait for it,
// readers do not. It needs minutes for millions of events.
func (l *Ledger) Rebuild(ctx context.Context, tx *db.Tx) error {
	for _, statement := range []string{
		`set local statement_timeout = 0`,
		`lock table assignments, assignment_states in exclusive mode`,
		`delete from assignment_states`,
		`delete from assignments`,
	} {
		if err := tx.Query(ctx).Exec(statement).Error; err != nil {
			return fmt.Errorf("ledger: rebuild: %w", err)
		}
	}
	const chunk = 20_000
	var states []Slice
	var duties []Duty
	flush := func() error {
		if err := insertNow(ctx, tx, "assignments", dutyColumns, len(duties), each(duties)); err != nil {
			return err
		}
		if err := insertNow(ctx, tx, "assignment_states", sliceColumns, len(states), each(states)); err != nil {
			return err
		}
		states, duties = states[:0], duties[:0]
		return nil
	}
	err := eachHistory(ctx, tx, func(events []Event) error {
		n := entry{key: keyOf(&events[0]), known: events}
		duties = append(duties, n.duty())
		states = append(states, History(events)...)
		if len(states) >= chunk {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// column is a type whose pointer knows its columns' values.
type column[T any] interface {
	*T
	values() []any
}

func each[T any, P column[T]](rows []T) func(yield func([]any) error) error {
	return func(yield func([]any) error) error {
		for i := range rows {
			if err := yield(P(&rows[i]).values()); err != nil {
				return err
			}
		}
		return nil
	}
}

// Sum stands for the content of a projection: as many rows, the same sum of
// their hashes, the same rows.
type Sum struct {
	Table string
	Rows  int64
	Hash  string
}

// Sums of assignments and assignment_states.
func (l *Ledger) Sums(ctx context.Context, tx *db.Tx) ([]Sum, error) {
	var sums []Sum
	err := tx.Query(ctx).Raw(`
		select 'assignments' as "table", count(*) as rows, coalesce(sum(hash_record_extended(a, 0)), 0)::text as hash
		from assignments a
		union all
		select 'assignment_states', count(*), coalesce(sum(hash_record_extended(s, 0)), 0)::text
		from assignment_states s`).Scan(&sums).Error
	if err != nil {
		return nil, fmt.Errorf("ledger: sums: %w", err)
	}
	return sums, nil
}
