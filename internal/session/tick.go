package session

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Tick notes of one person on the list whether they are there, by Kennung; it counts
// for nothing before the session is recorded. Whoever holds the session may, too.
// Errors: NotFound (as in Record, or not on the list), Conflict (recorded or cancelled, or the day is yet to come).
func (s *Service) Tick(ctx context.Context, tx *db.Tx, uid, person string, here bool, scope people.Scope, now time.Time) error {
	one, err := lock(ctx, tx, uid)
	if err != nil {
		return err
	}
	if !one.RunBy(scope) && !one.HeldBy(scope.Viewer) {
		return notFound()
	}
	if one.State != Planned {
		return apperr.New(apperr.Conflict, "error.session.state", nil)
	}
	if one.HeldOn > calendar.DateOf(now) {
		return apperr.New(apperr.Conflict, "error.session.ahead", map[string]any{"day": one.HeldOn})
	}
	found, err := tick(ctx, tx, one.ID, person, here)
	if err == nil && !found {
		err = notFound()
	}
	return err
}
