package auth

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// GrantRole gives somebody a role and lets their sessions follow. Errors: those
// of people.GrantRole; Conflict where the person could not sign in on the first
// day, so that no right waits for somebody who is not here.
func GrantRole(ctx context.Context, tx *db.Tx, g people.Grant, now time.Time) error {
	if wrong := g.Check(calendar.DateOf(now)); len(wrong) > 0 {
		return wrong[0]
	}
	may, err := couldSignIn(ctx, tx, g.PersonID, g.From)
	if err != nil {
		return err
	}
	if !may {
		return apperr.New(apperr.Conflict, "error.role.no_sign_in", map[string]any{"day": g.From})
	}
	if _, err := people.GrantRole(ctx, tx, g, calendar.DateOf(now)); err != nil {
		return err
	}
	return RightsChanged(ctx, tx, g.PersonID)
}

// RevokeRole ends a grant from today on and lets the person's sessions follow.
// Errors: those of people.RevokeRole; Conflict where nobody who may sign in
// would be left to administer.
func RevokeRole(ctx context.Context, tx *db.Tx, grant, actor int64, now time.Time) (people.Grant, error) {
	g, err := people.RevokeRole(ctx, tx, grant, actor, calendar.DateOf(now))
	if err != nil {
		return g, err
	}
	if g.Role == people.RoleAdmin {
		left, err := adminLeft(ctx, tx, calendar.DateOf(now))
		if err != nil {
			return g, err
		}
		if !left {
			return g, apperr.New(apperr.Conflict, "error.role.last_admin", nil)
		}
	}
	return g, RightsChanged(ctx, tx, g.PersonID)
}
