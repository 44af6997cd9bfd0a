package change

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// Batch is what was written when a plan was applied.
type Batch struct {
	ID        int64
	ActorID   int64 // 0: the system
	AppliedAt time.Time
	Counts    map[string]int // by people.Kind, «departments», and «duties_» with curriculum.EffectKind
}

// BatchOf is the batch of an applied plan; NotFound before it is applied.
func BatchOf(ctx context.Context, c db.Conn, plan int64) (Batch, error) {
	var row struct {
		ID, ActorID int64
		AppliedAt   time.Time
		Counts      string
	}
	err := db.One(c.Query(ctx), &row, `
		select id, coalesce(actor_id, 0) as actor_id, applied_at, counts::text as counts from batches where plan_id = ?`, plan)
	if db.IsNotFound(err) {
		return Batch{}, apperr.New(apperr.NotFound, "error.change.not_found", nil)
	}
	if err != nil {
		return Batch{}, fmt.Errorf("change: batch of plan %d: %w", plan, err)
	}
	b := Batch{ID: row.ID, ActorID: row.ActorID, AppliedAt: row.AppliedAt}
	if err := json.Unmarshal([]byte(row.Counts), &b.Counts); err != nil {
		return b, fmt.Errorf("change: counts of batch %d: %w", b.ID, err)
	}
	return b, nil
}
