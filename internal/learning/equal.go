package learning

import (
	"context"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// fulfilOthers records the completion for every duty that it fulfils Besides. The
// system is the actor: nobody decides about the own duty.
func (s *Service) fulfilOthers(ctx context.Context, tx *db.Tx, act Act, source ledger.Event) error {
	known, err := s.ledger.EventsOf(ctx, tx, act.PersonID)
	if err != nil {
		return err
	}
	byCourse := map[int64][]ledger.Event{}
	for _, e := range known {
		byCourse[e.CourseID] = append(byCourse[e.CourseID], e)
	}
	events, err := Besides(s.courses, source, byCourse, act.Today)
	if err != nil {
		return err
	}
	_, err = s.ledger.Append(ctx, tx, events...)
	return err
}
