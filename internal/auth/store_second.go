package auth

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/db"
)

func insertChallenge(ctx context.Context, c db.Conn, hash db.Bytes, p purpose, person int64, data string, until time.Time) error {
	if err := c.Query(ctx).Exec(`
		insert into challenges (token_hash, purpose, person_id, data, expires_at)
		values (@hash, @purpose, nullif(@person, 0), cast(@data as jsonb), @until)`,
		map[string]any{"hash": hash, "purpose": p, "person": person, "data": data, "until": until}).Error; err != nil {
		return fmt.Errorf("auth: keep a challenge: %w", err)
	}
	return nil
}

func takeChallenge(ctx context.Context, c db.Conn, hash db.Bytes, p purpose, person int64, now time.Time) (string, error) {
	var data string
	err := db.One(c.Query(ctx), &data, `
		delete from challenges where token_hash = @hash and purpose = @purpose and coalesce(person_id, 0) = @person and expires_at > @now
		returning data::text`,
		map[string]any{"hash": hash, "purpose": p, "person": person, "now": now})
	if err != nil && !db.IsNotFound(err) {
		return "", fmt.Errorf("auth: take a challenge: %w", err)
	}
	return data, err
}

// totpRow is the code app of a person.
type totpRow struct {
	Secret      []byte
	ConfirmedAt *time.Time
	LastStep    int64
}

func readTOTP(ctx context.Context, c db.Conn, person int64) (totpRow, error) {
	var row totpRow
	err := db.One(c.Query(ctx), &row, `select secret, confirmed_at, last_step from totp_secrets where person_id = ?`, person)
	if err != nil && !db.IsNotFound(err) {
		return row, fmt.Errorf("auth: read a code app: %w", err)
	}
	return row, err
}

// startTOTP keeps a new secret; one that is confirmed already stays, and nothing
// is written.
func startTOTP(ctx context.Context, tx *db.Tx, person int64, secret db.Bytes, now time.Time) error {
	if err := tx.Query(ctx).Exec(`
		insert into totp_secrets (person_id, secret, created_at) values (@person, @secret, @now)
		on conflict (person_id) do update set secret = excluded.secret, created_at = excluded.created_at, last_step = 0
		where totp_secrets.confirmed_at is null`,
		map[string]any{"person": person, "secret": secret, "now": now}).Error; err != nil {
		return fmt.Errorf("auth: keep a code app: %w", err)
	}
	return nil
}

// acceptStep marks the step of a code as used; it answers false where that step or
// a later one has been used already. confirm also confirms the app.
func acceptStep(ctx context.Context, tx *db.Tx, person, step int64, confirm bool, now time.Time) (bool, error) {
	result := tx.Query(ctx).Exec(`
		update totp_secrets set last_step = @step, confirmed_at = case when @confirm then @now else confirmed_at end
		where person_id = @person and last_step < @step and (confirmed_at is null) = @confirm`,
		map[string]any{"person": person, "step": step, "confirm": confirm, "now": now})
	if result.Error != nil {
		return false, fmt.Errorf("auth: accept a code: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

func deleteTOTP(ctx context.Context, tx *db.Tx, person int64) (bool, error) {
	result := tx.Query(ctx).Exec(`delete from totp_secrets where person_id = ?`, person)
	if result.Error != nil {
		return false, fmt.Errorf("auth: remove a code app: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

func replaceRecoveryCodes(ctx context.Context, tx *db.Tx, person int64, hashes []db.Bytes) error {
	if err := deleteRecoveryCodes(ctx, tx, person); err != nil {
		return err
	}
	for _, hash := range hashes {
		if err := tx.Query(ctx).Exec(`insert into recovery_codes (person_id, code_hash) values (?, ?)`, person, hash).Error; err != nil {
			return fmt.Errorf("auth: keep a recovery code: %w", err)
		}
	}
	return nil
}

func deleteRecoveryCodes(ctx context.Context, tx *db.Tx, person int64) error {
	if err := tx.Query(ctx).Exec(`delete from recovery_codes where person_id = ?`, person).Error; err != nil {
		return fmt.Errorf("auth: remove recovery codes: %w", err)
	}
	return nil
}

func useRecoveryCode(ctx context.Context, tx *db.Tx, person int64, hash db.Bytes, now time.Time) (bool, error) {
	result := tx.Query(ctx).Exec(`update recovery_codes set used_at = ? where person_id = ? and code_hash = ? and used_at is null`, now, person, hash)
	if result.Error != nil {
		return false, fmt.Errorf("auth: use a recovery code: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

// lockSecond lets one transaction at a time change the person's second factors:
// of two that are left, two windows must not remove one each.
func lockSecond(ctx context.Context, tx *db.Tx, person int64) error {
	if err := tx.Query(ctx).Exec(`select from persons where id = ? for no key update`, person).Error; err != nil {
		return fmt.Errorf("auth: lock a person: %w", err)
	}
	return nil
}

func countSecond(ctx context.Context, tx *db.Tx, person int64) (int, error) {
	var n int
	if err := db.One(tx.Query(ctx), &n, `
		select (select count(*) from passkeys where person_id = @person)
			+ (select count(*) from totp_secrets where person_id = @person and confirmed_at is not null)`,
		map[string]any{"person": person}); err != nil {
		return 0, fmt.Errorf("auth: count second factors: %w", err)
	}
	return n, nil
}

// passSecond marks the session as complete and gives it another token; the old
// one dies at once, but for the form that is open.
func passSecond(ctx context.Context, tx *db.Tx, token string, hash db.Bytes, now time.Time) (bool, error) {
	result := tx.Query(ctx).Exec(`
		update sessions set token_hash = @new, second_at = @now, renew = false, previous_hash = null, previous_form = @form
		where token_hash = @old or previous_hash = @old`,
		map[string]any{"new": hash, "old": hashToken(token), "form": formHash(token), "now": now})
	if result.Error != nil {
		return false, fmt.Errorf("auth: complete a session: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}
