package auth

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

const selectKeys = `
	select t.id, t.name, coalesce(t.department_id, 0) as department_id, coalesce(d.code, '') as department_code,
		coalesce((select f.name from department_facts f
			where f.department_id = t.department_id and f.valid_from <= @day and f.valid_to > @day
				and f.known_to = '9999-12-31 00:00:00+00'), d.code, '') as department,
		t.may, t.created_by as creator_id, trim(b.first_name || ' ' || b.last_name) as creator, t.created_at, t.expires_at, t.last_used_at, t.revoked_at,
		coalesce(trim(r.first_name || ' ' || r.last_name), '') as revoker
	from api_tokens t
	join persons b on b.id = t.created_by
	left join persons r on r.id = t.revoked_by
	left join departments d on d.id = t.department_id`

// APITokens lists all keys, those that work first, the newest before older ones.
func APITokens(ctx context.Context, c db.Conn, now time.Time) ([]APIToken, error) {
	var list []APIToken
	if err := c.Query(ctx).Raw(selectKeys+`
		order by case when t.revoked_at is null and t.expires_at > @now then 0 else 1 end, t.id desc limit 500`,
		map[string]any{"day": calendar.DateOf(now), "now": now}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("auth: keys: %w", err)
	}
	return list, nil
}

// APITokenByID is one key. NotFound if there is none.
func APITokenByID(ctx context.Context, c db.Conn, id int64, today calendar.Date) (APIToken, error) {
	var t APIToken
	err := db.One(c.Query(ctx), &t, selectKeys+` where t.id = @id`, map[string]any{"id": id, "day": today})
	if db.IsNotFound(err) {
		return t, apperr.New(apperr.NotFound, "error.token.not_found", nil)
	}
	if err != nil {
		return t, fmt.Errorf("auth: read a key: %w", err)
	}
	return t, nil
}

func readAPIToken(ctx context.Context, c db.Conn, hash db.Bytes, today calendar.Date) (APIToken, error) {
	var t APIToken
	err := db.One(c.Query(ctx), &t, selectKeys+` where t.token_hash = @hash`, map[string]any{"hash": hash, "day": today})
	if err != nil && !db.IsNotFound(err) {
		err = fmt.Errorf("auth: find a key: %w", err)
	}
	return t, err
}

func insertAPIToken(ctx context.Context, tx *db.Tx, hash db.Bytes, n NewAPIToken, now time.Time) (int64, error) {
	var id int64
	err := db.One(tx.Query(ctx), &id, `
		insert into api_tokens (token_hash, name, department_id, may, created_by, created_at, expires_at)
		select @hash, @name, nullif(@department, 0), @may, @by, @now, @expires
		where @department = 0 or exists (select from department_facts where department_id = @department
			and valid_from <= @day and valid_to > @day and known_to = '9999-12-31 00:00:00+00')
		returning id`, map[string]any{
		"hash": hash, "name": n.Name, "department": n.DepartmentID, "may": cmp.Or(n.May, MayReports), "by": n.By, "now": now,
		"expires": n.Until.End(), "day": calendar.DateOf(now),
	})
	if db.IsNotFound(err) {
		return 0, apperr.New(apperr.Invalid, "error.role.department", nil).At("department")
	}
	if err != nil {
		return 0, fmt.Errorf("auth: store a key: %w", err)
	}
	return id, nil
}

func touchAPIToken(ctx context.Context, c db.Conn, id int64, now time.Time) error {
	if err := c.Query(ctx).Exec(`update api_tokens set last_used_at = ? where id = ?`, now, id).Error; err != nil {
		return fmt.Errorf("auth: note the use of a key: %w", err)
	}
	return nil
}

func revokeAPIToken(ctx context.Context, tx *db.Tx, id, actor int64, now time.Time) error {
	var revoked bool
	err := db.One(tx.Query(ctx), &revoked, `select revoked_at is not null from api_tokens where id = ? for update`, id)
	switch {
	case db.IsNotFound(err):
		return apperr.New(apperr.NotFound, "error.token.not_found", nil)
	case err != nil:
		return fmt.Errorf("auth: read a key: %w", err)
	case revoked:
		return apperr.New(apperr.Conflict, "error.token.revoked", nil)
	}
	if err := tx.Query(ctx).Exec(`update api_tokens set revoked_at = ?, revoked_by = ? where id = ?`, now, actor, id).Error; err != nil {
		return fmt.Errorf("auth: revoke a key: %w", err)
	}
	return nil
}

func recordAPIToken(ctx context.Context, tx *db.Tx, action string, actor, id int64) error {
	return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: action, ObjectKind: "api_token", ObjectID: strconv.FormatInt(id, 10)})
}
