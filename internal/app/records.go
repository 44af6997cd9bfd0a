package app

import (
	"context"
	"encoding/json"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
)

// recorder lets a plan write evidence.
type recorder struct{ *evidence.Service }

// LockRecords implements change.Recorder.
func (r recorder) LockRecords(ctx context.Context, tx *db.Tx, records json.RawMessage) error {
	return r.LockList(ctx, tx, records)
}

// Record implements change.Recorder.
func (r recorder) Record(ctx context.Context, tx *db.Tx, records json.RawMessage, day calendar.Date, batch, proposer, confirmer int64) (int, error) {
	return r.RecordList(ctx, tx, records, evidence.Listed{Proposer: proposer, Confirmer: confirmer, Batch: batch, Day: day})
}
