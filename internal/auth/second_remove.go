package auth

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// RemoveTOTP removes the person's code app. The last second factor of somebody
// who must have one stays: Conflict.
func RemoveTOTP(ctx context.Context, tx *db.Tx, session Session, setting string, now time.Time) error {
	return removeSecond(ctx, tx, session, setting, "auth.second.app_removed", now, func() (bool, error) {
		return deleteTOTP(ctx, tx, session.Person.ID)
	})
}

// removeSecond removes one second factor under the rule that the last one may have
// to stay. With the last one go the recovery codes.
func removeSecond(ctx context.Context, tx *db.Tx, session Session, setting, action string, now time.Time,
	remove func() (bool, error)) error {
	person := session.Person.ID
	if err := lockSecond(ctx, tx, person); err != nil {
		return err
	}
	removed, err := remove()
	if err != nil {
		return err
	}
	if !removed {
		return apperr.New(apperr.NotFound, "error.access.gone", nil)
	}
	left, err := countSecond(ctx, tx, person)
	if err != nil {
		return err
	}
	if left == 0 && session.NeedsSecond(setting) {
		return apperr.New(apperr.Conflict, "error.access.last", nil) // and the removal is rolled back
	}
	if left == 0 {
		if err := deleteRecoveryCodes(ctx, tx, person); err != nil {
			return err
		}
	}
	return changedSecond(ctx, tx, person, action, now)
}

// ResetSecond removes all second factors of somebody else, ends their sessions and
// tells them: the administration's help for a lost phone. One's own is Forbidden.
func ResetSecond(ctx context.Context, tx *db.Tx, person, actor int64, now time.Time) error {
	if person == actor {
		return apperr.New(apperr.Forbidden, "error.access.own_reset", nil)
	}
	if err := lockSecond(ctx, tx, person); err != nil {
		return err
	}
	if _, err := deleteTOTP(ctx, tx, person); err != nil {
		return err
	}
	if err := deletePasskeys(ctx, tx, person); err != nil {
		return err
	}
	if err := deleteRecoveryCodes(ctx, tx, person); err != nil {
		return err
	}
	if err := EndAll(ctx, tx, person); err != nil {
		return err
	}
	if err := tellReset(ctx, tx, person, now); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "auth.second.reset", ObjectKind: "person", SubjectID: person,
	})
}
