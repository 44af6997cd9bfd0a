package change

import (
	"context"
	"encoding/json"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Recorder writes what a plan of the kind Records has; package evidence is one, by
// way of the app.
type Recorder interface {
	// LockRecords locks the duties concerned, before the transaction takes its stamp.
	LockRecords(ctx context.Context, tx *db.Tx, records json.RawMessage) error
	// Record writes them and returns how many count.
	Record(ctx context.Context, tx *db.Tx, records json.RawMessage, day calendar.Date, batch, proposer, confirmer int64) (int, error)
}

// WithRecorder is the service with somebody who writes records.
func (s *Service) WithRecorder(r Recorder) *Service {
	s.recorder = r
	return s
}

// secondPerson refuses that who proposed records applies them: applying is the
// confirmation (DESIGN.md §1.6).
func secondPerson(p Plan, actor int64) error {
	if p.Kind == Records && p.CreatedBy == actor {
		return apperr.New(apperr.Forbidden, "error.evidence.second_person", nil)
	}
	return nil
}

func (s *Service) lockRecords(ctx context.Context, tx *db.Tx, d Draft) error {
	if s.recorder == nil || len(d.Records) == 0 {
		return nil
	}
	return s.recorder.LockRecords(ctx, tx, d.Records)
}

// record writes the records of a draft into the batch, and says how many in counts.
func (s *Service) record(ctx context.Context, tx *db.Tx, done computed, day calendar.Date, batch, confirmer int64) error {
	if s.recorder == nil || len(done.draft.Records) == 0 {
		return nil
	}
	n, err := s.recorder.Record(ctx, tx, done.draft.Records, day, batch, done.proposer, confirmer)
	if err != nil {
		return err
	}
	all := counts(done)
	all["records"] = n
	return setCounts(ctx, tx, batch, all)
}
