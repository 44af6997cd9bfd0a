package auth

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// FirstAdminLife is how long the link for the first administrator holds.
const FirstAdminLife = 24 * time.Hour

// NewFirstAdminLink makes the token of the first administrator's link and voids
// earlier ones. It is refused (Conflict) once somebody has the role admin.
func NewFirstAdminLink(ctx context.Context, tx *db.Tx, now time.Time) (string, error) {
	taken, err := adminExists(ctx, tx)
	if err != nil {
		return "", err
	}
	if taken {
		return "", apperr.New(apperr.Conflict, "error.first_admin.taken", nil)
	}
	token, hash, err := newToken()
	if err != nil {
		return "", err
	}
	if err := tx.Query(ctx).Exec(`delete from one_time_links where purpose = 'first_admin'`).Error; err != nil {
		return "", fmt.Errorf("auth: void links: %w", err)
	}
	if err := tx.Query(ctx).Exec(`insert into one_time_links (token_hash, purpose, expires_at) values (?, 'first_admin', ?)`,
		hash, now.Add(FirstAdminLife)).Error; err != nil {
		return "", fmt.Errorf("auth: store a link: %w", err)
	}
	return token, nil
}

// CheckLink reports whether a link of the purpose is still good; looking does
// not consume it, because mail scanners open links.
func CheckLink(ctx context.Context, c db.Conn, purpose, token string, now time.Time) error {
	var n int
	if err := c.Query(ctx).Raw(`select count(*) from one_time_links
		where token_hash = ? and purpose = ? and used_at is null and expires_at > ?`, hashToken(token), purpose, now).
		Scan(&n).Error; err != nil {
		return fmt.Errorf("auth: check a link: %w", err)
	}
	if n == 0 {
		return apperr.New(apperr.NotFound, "error.link.used", nil)
	}
	return nil
}

// useLink consumes the link; of two who try at once, one succeeds.
func useLink(ctx context.Context, tx *db.Tx, purpose, token string, now time.Time) error {
	result := tx.Query(ctx).Exec(`update one_time_links set used_at = ?
		where token_hash = ? and purpose = ? and used_at is null and expires_at > ?`, now, hashToken(token), purpose, now)
	if result.Error != nil {
		return fmt.Errorf("auth: use a link: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return apperr.New(apperr.NotFound, "error.link.used", nil)
	}
	return nil
}

func insertLink(ctx context.Context, tx *db.Tx, hash db.Bytes, purpose Purpose, person int64, until time.Time) error {
	if err := tx.Query(ctx).Exec(`insert into one_time_links (token_hash, purpose, person_id, expires_at) values (?, ?, ?, ?)`,
		hash, purpose, person, until).Error; err != nil {
		return fmt.Errorf("auth: store a link: %w", err)
	}
	return nil
}

// linkOwner is whom a link that holds lets in; IsNotFound without one.
func linkOwner(ctx context.Context, c db.Conn, purpose Purpose, token string, now time.Time, today calendar.Date) (people.Person, error) {
	var person people.Person
	err := db.One(c.Query(ctx), &person, `
		select p.id, p.uid, coalesce(p.personnel_no, '') as personnel_no, p.last_name, p.first_name,
			coalesce(p.email, '') as email, coalesce(p.login, '') as login, p.language
		from one_time_links l
		join persons p on p.id = l.person_id
		where l.token_hash = @hash and l.purpose = @purpose and l.used_at is null and l.expires_at > @now
			and p.forgotten_at is null and `+maySignIn,
		map[string]any{"hash": hashToken(token), "purpose": purpose, "now": now, "day": today})
	if err != nil && !db.IsNotFound(err) {
		err = fmt.Errorf("auth: whose link: %w", err)
	}
	return person, err
}

// ownerOf is whom a link was sent to, spent and expired ones too; 0 for nobody
// and for whom may not sign in.
func ownerOf(ctx context.Context, c db.Conn, purpose Purpose, token string, today calendar.Date) (int64, error) {
	var person int64
	if err := c.Query(ctx).Raw(`
		select p.id from one_time_links l
		join persons p on p.id = l.person_id
		where l.token_hash = @hash and l.purpose = @purpose and p.forgotten_at is null and `+maySignIn,
		map[string]any{"hash": hashToken(token), "purpose": purpose, "day": today}).Scan(&person).Error; err != nil {
		return 0, fmt.Errorf("auth: whose link it was: %w", err)
	}
	return person, nil
}

// spendOthers voids all links of a person who is in: none of them is needed now.
func spendOthers(ctx context.Context, tx *db.Tx, person int64, now time.Time) error {
	if err := tx.Query(ctx).Exec(`update one_time_links set used_at = ? where person_id = ? and used_at is null`, now, person).
		Error; err != nil {
		return fmt.Errorf("auth: void links: %w", err)
	}
	return nil
}

func adminExists(ctx context.Context, c db.Conn) (bool, error) {
	var exists bool
	if err := c.Query(ctx).Raw(`select exists (select from role_grants where role = 'admin' and known_to = '9999-12-31 00:00:00+00')`).
		Scan(&exists).Error; err != nil {
		return false, fmt.Errorf("auth: look for an administrator: %w", err)
	}
	return exists, nil
}
