package auth

import (
	"context"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// ErrUnlinked is the key of the error where an identity belongs to nobody who may
// sign in.
const ErrUnlinked = "error.access.unlinked"

// personOf is whose the identity is. Issuer and subject count alone once they are
// linked; before that the configured claim must be the personnel number or the
// login of exactly one person who may sign in. A mail address links nobody: at
// many providers people change it themselves.
func (o *OIDC) personOf(ctx context.Context, tx *db.Tx, who identity, now time.Time) (person, id int64, err error) {
	today := calendar.DateOf(now)
	linked, err := findIdentity(ctx, tx, who.issuer, who.subject, today)
	if err == nil {
		if !linked.May {
			return 0, 0, unlinked()
		}
		return linked.PersonID, linked.ID, nil
	}
	if !db.IsNotFound(err) {
		return 0, 0, err
	}
	value := strings.TrimSpace(who.claim)
	if value == "" {
		return 0, 0, unlinked()
	}
	found, err := claimants(ctx, tx, value, who.issuer, today)
	if err != nil {
		return 0, 0, err
	}
	if len(found) != 1 {
		return 0, 0, unlinked()
	}
	if id, err = insertIdentity(ctx, tx, found[0], who, o.Claim, now); err != nil {
		return 0, 0, err
	}
	return found[0], id, audit.Record(ctx, tx, audit.Entry{
		ActorID: found[0], Action: "auth.identity.linked", ObjectKind: "person", SubjectID: found[0], Fields: []string{o.Claim},
	})
}

func unlinked() error { return apperr.New(apperr.Forbidden, ErrUnlinked, nil) }

func recordSignIn(ctx context.Context, tx *db.Tx, person int64) error {
	return audit.Record(ctx, tx, audit.Entry{ActorID: person, Action: "auth.signed_in", ObjectKind: "person", SubjectID: person})
}

// Unlink parts a person from the account at the provider, which may have been made
// anew there, and ends the sessions that it opened. Without a link it is NotFound.
func Unlink(ctx context.Context, tx *db.Tx, person, actor int64) error {
	removed, err := deleteIdentities(ctx, tx, person)
	if err != nil {
		return err
	}
	if !removed {
		return apperr.New(apperr.NotFound, "error.access.gone", nil)
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "auth.identity.unlinked", ObjectKind: "person", SubjectID: person,
	})
}
