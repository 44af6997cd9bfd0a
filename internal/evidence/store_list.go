package evidence

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// insertListed keeps who issued what a list had, beside the events it came to.
func insertListed(ctx context.Context, tx *db.Tx, rows []Row, events []ledger.Event, l Listed, at time.Time) error {
	columns := []string{"kind", "person_id", "course_id", "state", "proposed_by", "proposed_at", "decided_by", "decided_at", "day", "issuer", "event_id", "batch_id"}
	_, err := tx.CopyIn(ctx, "evidence_cases", columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		r := rows[i]
		return []any{string(Recognition), r.PersonID, r.Course, string(Confirmed), l.Proposer, at, l.Confirmer, at, r.Day.Time(), r.Issuer, events[i].ID, l.Batch}, nil
	}))
	if err != nil {
		return fmt.Errorf("evidence: keep a list: %w", err)
	}
	return nil
}
