package audit

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
)

// RecordMany writes the entries in the transaction of the acts, by COPY: for an
// act that concerns hundreds of people.
func RecordMany(ctx context.Context, tx *db.Tx, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	number := func(id int64) any {
		if id == 0 {
			return nil
		}
		return id
	}
	columns := []string{"actor_id", "action", "object_kind", "object_id", "subject_id", "fields", "request_id"}
	_, err := tx.CopyIn(ctx, "audit_log", columns, pgx.CopyFromSlice(len(entries), func(i int) ([]any, error) {
		e := entries[i]
		fields := e.Fields
		if fields == nil {
			fields = []string{}
		}
		return []any{number(e.ActorID), e.Action, e.ObjectKind, e.ObjectID, number(e.SubjectID), fields, e.RequestID}, nil
	}))
	if err != nil {
		return fmt.Errorf("audit: record %d entries: %w", len(entries), err)
	}
	return nil
}
