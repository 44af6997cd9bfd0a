package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// keysOf are the person's passkeys, oldest first.
func keysOf(ctx context.Context, c db.Conn, person int64) ([]webauthn.Credential, error) {
	var rows []string
	if err := c.Query(ctx).Raw(`select credential::text from passkeys where person_id = ? order by id`, person).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("auth: read passkeys: %w", err)
	}
	return decodeKeys(rows)
}

// findHolder is the person with the handle and their passkeys, if they may sign in.
func findHolder(ctx context.Context, c db.Conn, handle uuid.UUID, today calendar.Date) (*holder, error) {
	var person people.Person
	err := db.One(c.Query(ctx), &person, `
		select p.id, p.uid, p.last_name, p.first_name from persons p
		where p.uid = @uid and p.forgotten_at is null and `+maySignIn,
		map[string]any{"uid": handle, "day": today})
	if err != nil {
		return nil, fmt.Errorf("auth: find the holder of a passkey: %w", err)
	}
	keys, err := keysOf(ctx, c, person.ID)
	return &holder{person: person, keys: keys}, err
}

func insertPasskey(ctx context.Context, tx *db.Tx, person int64, id db.Bytes, name, data string, now time.Time) error {
	if err := tx.Query(ctx).Exec(`
		insert into passkeys (person_id, credential_id, name, credential, created_at)
		values (@person, @id, @name, cast(@data as jsonb), @now)`,
		map[string]any{"person": person, "id": id, "name": name, "data": data, "now": now}).Error; err != nil {
		return fmt.Errorf("auth: keep a passkey: %w", err)
	}
	return nil
}

// usePasskey keeps the counter and when the passkey was used.
func usePasskey(ctx context.Context, tx *db.Tx, id db.Bytes, data string, now time.Time) error {
	if err := tx.Query(ctx).Exec(`update passkeys set credential = cast(? as jsonb), used_at = ? where credential_id = ?`,
		data, now, id).Error; err != nil {
		return fmt.Errorf("auth: note the use of a passkey: %w", err)
	}
	return nil
}

func deletePasskey(ctx context.Context, tx *db.Tx, person int64, passkey string) (bool, error) {
	result := tx.Query(ctx).Exec(`delete from passkeys where person_id = ? and uid::text = lower(?)`, person, passkey)
	if result.Error != nil {
		return false, fmt.Errorf("auth: remove a passkey: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

func deletePasskeys(ctx context.Context, tx *db.Tx, person int64) error {
	if err := tx.Query(ctx).Exec(`delete from passkeys where person_id = ?`, person).Error; err != nil {
		return fmt.Errorf("auth: remove passkeys: %w", err)
	}
	return nil
}

// Ways are a person's ways in, without anything secret.
type Ways struct {
	PasswordAt *time.Time // when it was set, nil: there is none
	AppAt      *time.Time // when the code app was confirmed, nil: there is none
	Passkeys   []Passkey  // oldest first
	CodesLeft  int        // recovery codes not used yet
	LinkedAt   *time.Time // when the account of the identity provider was linked
	Sessions   int        // that hold
}

// HasSecond reports whether there is a second factor.
func (w Ways) HasSecond() bool { return w.AppAt != nil || len(w.Passkeys) > 0 }

// WaysOf reads a person's ways in. issuer is the identity provider's, "" for none.
func WaysOf(ctx context.Context, c db.Conn, person int64, issuer string, now time.Time) (Ways, error) {
	var row struct {
		PasswordAt, AppAt, LinkedAt *time.Time
		CodesLeft, Sessions         int
	}
	args := map[string]any{"person": person, "issuer": issuer, "now": now}
	if err := db.One(c.Query(ctx), &row, `
		select (select changed_at from credentials where person_id = @person) as password_at,
			(select confirmed_at from totp_secrets where person_id = @person) as app_at,
			(select count(*) from recovery_codes where person_id = @person and used_at is null) as codes_left,
			(select linked_at from identities where person_id = @person and issuer = @issuer) as linked_at,
			(select count(*) from sessions where person_id = @person and expires_at > @now) as sessions`, args); err != nil {
		return Ways{}, fmt.Errorf("auth: read the ways in: %w", err)
	}
	w := Ways{PasswordAt: row.PasswordAt, AppAt: row.AppAt, CodesLeft: row.CodesLeft, LinkedAt: row.LinkedAt, Sessions: row.Sessions}
	if err := c.Query(ctx).Raw(`select uid, name, created_at, used_at from passkeys where person_id = @person order by id`, args).
		Scan(&w.Passkeys).Error; err != nil {
		return w, fmt.Errorf("auth: read passkeys: %w", err)
	}
	return w, nil
}
