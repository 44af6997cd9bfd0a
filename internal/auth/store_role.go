package auth

import (
	"context"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// couldSignIn reports whether the person may sign in on the day, or could once
// they have a role: who was never employed (an external auditor) signs in by it.
func couldSignIn(ctx context.Context, c db.Conn, person int64, day calendar.Date) (bool, error) {
	var may bool
	if err := c.Query(ctx).Raw(`
		select exists (select from persons p where p.id = @person and p.forgotten_at is null
			and (not exists (select from employments e where e.person_id = p.id) or `+maySignIn+`))`,
		map[string]any{"person": person, "day": day}).Scan(&may).Error; err != nil {
		return false, fmt.Errorf("auth: may somebody sign in: %w", err)
	}
	return may, nil
}

// adminLeft reports whether somebody who may sign in today has the role admin.
func adminLeft(ctx context.Context, c db.Conn, day calendar.Date) (bool, error) {
	var left bool
	if err := c.Query(ctx).Raw(`
		select exists (
			select from role_grants r join persons p on p.id = r.person_id
			where r.role = 'admin' and r.valid_from <= @day and r.valid_to > @day and r.known_to = '9999-12-31 00:00:00+00'
				and p.forgotten_at is null and `+maySignIn+`)`, map[string]any{"day": day}).Scan(&left).Error; err != nil {
		return false, fmt.Errorf("auth: look for an administrator: %w", err)
	}
	return left, nil
}
