package people

import (
	"context"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Find is the one person with the mail address, personnel number or login.
// NotFound if there is none, Conflict if there are several.
func Find(ctx context.Context, c db.Conn, name string) (Person, error) {
	var found []Person
	if err := c.Query(ctx).Raw(`
		select `+personColumns+` from persons p
		where (p.personnel_no = @name or lower(p.email) = lower(@name) or lower(p.login) = lower(@name)) and p.withdrawn_at is null
		limit 2`, map[string]any{"name": name}).Scan(&found).Error; err != nil {
		return Person{}, fmt.Errorf("people: find: %w", err)
	}
	switch len(found) {
	case 0:
		return Person{}, &apperr.Error{Kind: apperr.NotFound, Key: "error.person.not_found", Cause: fmt.Errorf("nobody is known as %q", name)}
	case 1:
		return found[0], nil
	default:
		return Person{}, &apperr.Error{Kind: apperr.Conflict, Key: "error.person.several",
			Cause: fmt.Errorf("several people are known as %q; use the personnel number", name)}
	}
}

// RoleHolder is a person with one role.
type RoleHolder struct {
	Person
	Role Role
}

// RoleHolders lists who has which granted role on the day, by role and name.
func RoleHolders(ctx context.Context, c db.Conn, day calendar.Date) ([]RoleHolder, error) {
	var list []RoleHolder
	if err := c.Query(ctx).Raw(`
		select `+personColumns+`, g.role from role_grants g
		join persons p on p.id = g.person_id
		where g.valid_from <= ? and g.valid_to > ? and g.known_to = '9999-12-31 00:00:00+00'
		order by g.role, p.last_name, p.first_name, p.id`, day, day).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("people: role holders: %w", err)
	}
	return list, nil
}

// Numbers maps personnel numbers to persons.
func Numbers(ctx context.Context, c db.Conn) (map[string]int64, error) {
	var rows []struct {
		PersonnelNo string
		ID          int64
	}
	if err := c.Query(ctx).Raw(`select personnel_no, id from persons where personnel_no is not null and withdrawn_at is null`).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("people: numbers: %w", err)
	}
	numbers := make(map[string]int64, len(rows))
	for _, r := range rows {
		numbers[r.PersonnelNo] = r.ID
	}
	return numbers, nil
}
