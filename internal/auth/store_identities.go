package auth

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

type linkedIdentity struct {
	ID, PersonID int64
	May          bool // the person may sign in
}

func findIdentity(ctx context.Context, tx *db.Tx, issuer, subject string, today calendar.Date) (linkedIdentity, error) {
	var found linkedIdentity
	err := db.One(tx.Query(ctx), &found, `
		select i.id, i.person_id, p.forgotten_at is null and `+maySignIn+` as may
		from identities i
		join persons p on p.id = i.person_id
		where i.issuer = @issuer and i.subject = @subject`,
		map[string]any{"issuer": issuer, "subject": subject, "day": today})
	if err != nil && !db.IsNotFound(err) {
		return found, fmt.Errorf("auth: find an identity: %w", err)
	}
	return found, err
}

// claimants are the persons whose personnel number or login the value is, who may
// sign in and are not linked to another account of the issuer; two at most.
func claimants(ctx context.Context, tx *db.Tx, value, issuer string, today calendar.Date) ([]int64, error) {
	var found []int64
	if err := tx.Query(ctx).Raw(`
		select p.id from persons p
		where (p.personnel_no = @value or lower(p.login) = lower(@value)) and p.forgotten_at is null
			and not exists (select from identities i where i.person_id = p.id and i.issuer = @issuer)
			and `+maySignIn+`
		limit 2`, map[string]any{"value": value, "issuer": issuer, "day": today}).Scan(&found).Error; err != nil {
		return nil, fmt.Errorf("auth: look for the person of an identity: %w", err)
	}
	return found, nil
}

func insertIdentity(ctx context.Context, tx *db.Tx, person int64, who identity, claim string, now time.Time) (int64, error) {
	var id int64
	err := db.One(tx.Query(ctx), &id, `
		insert into identities (person_id, issuer, subject, claim, linked_at) values (@person, @issuer, @subject, @claim, @now)
		on conflict do nothing returning id`,
		map[string]any{"person": person, "issuer": who.issuer, "subject": who.subject, "claim": claim, "now": now})
	if db.IsNotFound(err) { // two first sign-ins at once: the second one begins anew
		return 0, apperr.New(apperr.Invalid, "error.access.provider_answer", nil)
	}
	if err != nil {
		return 0, fmt.Errorf("auth: link an identity: %w", err)
	}
	return id, nil
}

func deleteIdentities(ctx context.Context, tx *db.Tx, person int64) (bool, error) {
	result := tx.Query(ctx).Exec(`delete from identities where person_id = ?`, person) // and the sessions it opened
	if result.Error != nil {
		return false, fmt.Errorf("auth: unlink an identity: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

func endAtProvider(ctx context.Context, tx *db.Tx, issuer, subject, session string) error {
	if err := tx.Query(ctx).Exec(`
		delete from sessions s using identities i
		where i.id = s.identity_id and i.issuer = @issuer
			and (@subject = '' or i.subject = @subject) and (@session = '' or s.provider_session = @session)`,
		map[string]any{"issuer": issuer, "subject": subject, "session": session}).Error; err != nil {
		return fmt.Errorf("auth: end what the provider has ended: %w", err)
	}
	return nil
}

func idTokenOf(ctx context.Context, tx *db.Tx, token string) (hint string, at bool, err error) {
	var row struct {
		IDToken string `gorm:"column:id_token"`
		At      bool
	}
	err = db.One(tx.Query(ctx), &row, `
		select coalesce(id_token, '') as id_token, identity_id is not null as at from sessions
		where token_hash = @hash or previous_hash = @hash`, map[string]any{"hash": hashToken(token)})
	if db.IsNotFound(err) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("auth: read a session: %w", err)
	}
	return row.IDToken, row.At, nil
}
