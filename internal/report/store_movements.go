package report

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// readEmployed sets found for those of the persons who have an employment at the
// moment of the snapshot, whatever its scope.
func (s *snapshot) readEmployed(ctx context.Context, persons []int64, found map[int64]bool) error {
	if len(persons) == 0 {
		return nil
	}
	err := s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select distinct f.person_id from employment_facts f
			where f.person_id = any (@persons::bigint[]) and f.entry_on <= @day and f.exit_on >= @day and `+knownAt("f"),
			pgx.NamedArgs{"persons": persons, "day": s.query.AsOf.Time(), "known": s.known})
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		for _, id := range ids {
			found[id] = true
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("report: employed elsewhere: %w", err)
	}
	return nil
}
