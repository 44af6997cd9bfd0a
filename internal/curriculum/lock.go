package curriculum

import (
	"context"

	"zaemme/internal/db"
)

// Lock locks curricula and rules, and the duties of the persons. Whoever stamps
// before Apply calls it first, with everybody the effects concern.
func (s *Service) Lock(ctx context.Context, tx *db.Tx, persons []int64) error {
	if err := lockBook(ctx, tx); err != nil || len(persons) == 0 {
		return err
	}
	return s.ledger.LockPersons(ctx, tx, persons)
}
