package curriculum

import (
	"context"
	"slices"

	"zaemme/internal/db"
)

// Lock locks curricula and rules, and the duties of everybody the effects
// concern. Whoever stamps before Apply calls it first; who is new has a
// provisional ID and no duties yet.
func (s *Service) Lock(ctx context.Context, tx *db.Tx, effects Effects) error {
	if err := lockBook(ctx, tx); err != nil {
		return err
	}
	var persons []int64
	for _, e := range effects {
		if e.PersonID > 0 {
			persons = append(persons, e.PersonID)
		}
	}
	if len(persons) == 0 {
		return nil
	}
	slices.Sort(persons)
	return s.ledger.LockPersons(ctx, tx, slices.Compact(persons))
}
