package auth

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

func insertTablet(ctx context.Context, tx *db.Tx, hash db.Bytes, name string, actor int64, now time.Time) (id int64, err error) {
	if err := db.One(tx.Query(ctx), &id, `insert into tablets (token_hash, name, set_up_at, set_up_by) values (?, ?, ?, ?) returning id`,
		hash, name, now, actor); err != nil {
		return 0, fmt.Errorf("auth: store a tablet: %w", err)
	}
	return id, nil
}

func endTablet(ctx context.Context, tx *db.Tx, id, actor int64, now time.Time) error {
	result := tx.Query(ctx).Exec(`update tablets set ended_at = ?, ended_by = ? where id = ? and ended_at is null`, now, actor, id)
	if result.Error != nil {
		return fmt.Errorf("auth: end a tablet: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return apperr.New(apperr.NotFound, "error.tablet.ended", nil)
	}
	if err := tx.Query(ctx).Exec(`delete from sessions where tablet_id = ?`, id).Error; err != nil {
		return fmt.Errorf("auth: end the sessions of a tablet: %w", err)
	}
	return nil
}

// FindTablet is the shared tablet that keeps the token; the zero Tablet where the
// device is none, or none any more.
func FindTablet(ctx context.Context, c db.Conn, token string) (Tablet, error) {
	var tablet Tablet
	err := db.One(c.Query(ctx), &tablet, `select id, name from tablets where token_hash = ? and ended_at is null`, hashToken(token))
	if err != nil && !db.IsNotFound(err) {
		return Tablet{}, fmt.Errorf("auth: find a tablet: %w", err)
	}
	return tablet, nil
}

// Tablets are those in use, by name.
func Tablets(ctx context.Context, c db.Conn) ([]Tablet, error) {
	var list []Tablet
	if err := c.Query(ctx).Raw(`
		select t.id, t.name, t.set_up_at, trim(p.first_name || ' ' || p.last_name) as set_up_by, t.used_at
		from tablets t
		join persons p on p.id = t.set_up_by
		where t.ended_at is null
		order by lower(t.name), t.id`).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("auth: tablets: %w", err)
	}
	return list, nil
}

// StayOnTablet is a sign of life of a session on a shared tablet, and of the
// tablet.
func StayOnTablet(ctx context.Context, c db.Conn, token string, now time.Time) error {
	if err := c.Query(ctx).Exec(`
		with alive as (update sessions set idle_until = @idle where token_hash = @hash returning tablet_id)
		update tablets set used_at = @now where id in (select tablet_id from alive)`,
		map[string]any{"idle": now.Add(KioskIdle), "hash": hashToken(token), "now": now}).Error; err != nil {
		return fmt.Errorf("auth: keep a session on a tablet: %w", err)
	}
	return nil
}
