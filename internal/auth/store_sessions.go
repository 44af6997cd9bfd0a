package auth

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/db"
)

func insertSession(ctx context.Context, tx *db.Tx, hash db.Bytes, o Opening, now time.Time) error {
	if err := tx.Query(ctx).Exec(`
		insert into sessions (token_hash, person_id, created_at, seen_at, expires_at, device, opened_by,
			second_at, identity_id, provider_session, id_token, card_id, tablet_id, idle_until)
		values (@hash, @person, @now, @now, @expires, @device, @by,
			case when @complete and (exists (select from totp_secrets where person_id = @person and confirmed_at is not null)
				or exists (select from passkeys where person_id = @person)) then cast(@now as timestamptz) end,
			nullif(@identity, 0), nullif(@session, ''), nullif(@token, ''),
			nullif(@card, 0), nullif(@tablet, 0), case when @tablet > 0 then cast(@idle as timestamptz) end)`,
		map[string]any{"hash": hash, "person": o.Person, "now": now, "expires": now.Add(SessionLife), "device": o.Device, "by": o.By, "complete": o.Complete,
			"identity": o.identity, "session": o.providerSession, "token": o.idToken,
			"card": o.card, "tablet": o.tablet, "idle": now.Add(KioskIdle)}).Error; err != nil {
		return fmt.Errorf("auth: open a session: %w", err)
	}
	return nil
}

func markForRenewal(ctx context.Context, tx *db.Tx, person int64) error {
	if err := tx.Query(ctx).Exec(`update sessions set renew = true where person_id = ?`, person).Error; err != nil {
		return fmt.Errorf("auth: mark sessions: %w", err)
	}
	return nil
}

// formHash is what is stored of the form token of a token that is replaced.
func formHash(token string) db.Bytes {
	sum := sha256.Sum256([]byte(FormToken(token)))
	return sum[:]
}

func replaceToken(ctx context.Context, tx *db.Tx, token string, hash db.Bytes, now time.Time) (bool, error) {
	old := hashToken(token)
	result := tx.Query(ctx).Exec(`
		update sessions set token_hash = @new, previous_hash = @old, previous_form = @form, renewed_at = @now, renew = false
		where token_hash = @old and renew`,
		map[string]any{"new": hash, "old": old, "form": formHash(token), "now": now})
	if result.Error != nil {
		return false, fmt.Errorf("auth: renew a session: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

func noteSeen(ctx context.Context, c db.Conn, session uuid.UUID, now time.Time) error {
	if err := c.Query(ctx).Exec(`update sessions set seen_at = ? where uid = ?`, now, session).Error; err != nil {
		return fmt.Errorf("auth: note that a session was seen: %w", err)
	}
	return nil
}

// Sessions lists the person's sessions that hold, last seen first.
func Sessions(ctx context.Context, c db.Conn, person int64, now time.Time) ([]Sign, error) {
	var list []Sign
	if err := c.Query(ctx).Raw(`
		select uid, device, opened_by, created_at, seen_at from sessions
		where person_id = ? and expires_at > ?
		order by seen_at desc, created_at desc, uid`, person, now).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("auth: list sessions: %w", err)
	}
	return list, nil
}

func deleteSession(ctx context.Context, tx *db.Tx, person int64, session string) (bool, error) {
	result := tx.Query(ctx).Exec(`delete from sessions where person_id = ? and uid::text = lower(?)`, person, session)
	if result.Error != nil {
		return false, fmt.Errorf("auth: end a session: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

func deleteOtherSessions(ctx context.Context, tx *db.Tx, person int64, keep uuid.UUID) (int, error) {
	result := tx.Query(ctx).Exec(`delete from sessions where person_id = ? and uid <> ?`, person, keep)
	if result.Error != nil {
		return 0, fmt.Errorf("auth: end sessions: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}
