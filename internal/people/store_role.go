package people

import (
	"context"
	"fmt"
	"strconv"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// LockRoles lets one transaction at a time decide on roles, so that of two
// administrators who end each other's role one comes too late.
func LockRoles(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(4, 0)`).Error; err != nil {
		return fmt.Errorf("people: lock roles: %w", err)
	}
	return nil
}

// GrantRole gives the role as a new dated fact and returns its ID. Errors: those
// of Check; NotFound for a person or department nobody knows; Conflict where the
// person has the role for the same subtree on one of the days. The caller ends
// what sessions of the person rest on (auth.GrantRole).
func GrantRole(ctx context.Context, tx *db.Tx, g Grant, today calendar.Date) (int64, error) {
	if wrong := g.Check(today); len(wrong) > 0 {
		return 0, wrong[0]
	}
	if err := LockRoles(ctx, tx); err != nil {
		return 0, err
	}
	if err := grantable(ctx, tx, g); err != nil {
		return 0, err
	}
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return 0, err
	}
	var id int64
	if err := db.One(tx.Query(ctx), &id, `
		insert into role_grants (person_id, role, department_id, granted_by, purpose, valid_from, valid_to, known_from)
		values (@person, @role, nullif(@department, 0), nullif(@by, 0), @purpose, @from, @to, @stamp) returning id`,
		map[string]any{
			"person": g.PersonID, "role": string(g.Role), "department": g.DepartmentID, "by": g.By, "purpose": g.Purpose,
			"from": g.From, "to": dayAfter(g.Until), "stamp": stamp,
		}); err != nil {
		return 0, fmt.Errorf("people: grant a role: %w", err)
	}
	return id, recordRole(ctx, tx, "people.role.granted", g.By, g.PersonID, id, g.Role)
}

// grantable refuses what the rows on record forbid.
func grantable(ctx context.Context, tx *db.Tx, g Grant) error {
	var found struct {
		Person, Department bool
		From, To           calendar.Date
	}
	if err := db.One(tx.Query(ctx), &found, `
		select exists (select from persons where id = @person and forgotten_at is null) as person,
			@department = 0 or exists (select from department_facts where department_id = @department
				and valid_from <= @from and valid_to > @from and known_to = '9999-12-31 00:00:00+00') as department,
			o.valid_from as "from", o.valid_to as "to"
		from (select) one
		left join lateral (
			select valid_from, valid_to from role_grants
			where person_id = @person and role = @role and coalesce(department_id, 0) = @department
				and valid_from < @to and valid_to > @from and known_to = '9999-12-31 00:00:00+00'
			order by valid_from limit 1) o on true`,
		map[string]any{
			"person": g.PersonID, "role": string(g.Role), "department": g.DepartmentID, "from": g.From, "to": dayAfter(g.Until),
		}); err != nil {
		return fmt.Errorf("people: look for a role: %w", err)
	}
	switch {
	case !found.Person:
		return apperr.New(apperr.NotFound, "error.person.not_found", nil)
	case !found.Department:
		return apperr.New(apperr.Invalid, "error.role.department", nil).At("department")
	case found.To == calendar.Forever:
		return apperr.New(apperr.Conflict, "error.role.has_since", map[string]any{"from": found.From}).At("role")
	case !found.To.IsZero():
		return apperr.New(apperr.Conflict, "error.role.has", map[string]any{"from": found.From, "until": found.To.AddDays(-1)}).At("role")
	}
	return nil
}

// RevokeRole ends a grant: today is the first day without it. The grant before
// stays on record. It returns what was ended. Errors: NotFound; Forbidden for a
// role of one's own; Conflict if it has ended already.
func RevokeRole(ctx context.Context, tx *db.Tx, id, actor int64, today calendar.Date) (Grant, error) {
	if err := LockRoles(ctx, tx); err != nil {
		return Grant{}, err
	}
	g, err := grantByID(ctx, tx, id)
	if err != nil {
		return g, err
	}
	switch {
	case g.PersonID == actor:
		return g, apperr.New(apperr.Forbidden, "error.role.own", nil)
	case g.Until < today:
		return g, apperr.New(apperr.Conflict, "error.role.ended", nil)
	}
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return g, err
	}
	args := map[string]any{"id": id, "day": today, "stamp": stamp}
	if err := tx.Query(ctx).Exec(`update role_grants set known_to = @stamp where id = @id`, args).Error; err != nil {
		return g, fmt.Errorf("people: end a role: %w", err)
	}
	if g.From < today { // else it has never held
		if err := db.One(tx.Query(ctx), &id, `
			insert into role_grants (person_id, role, department_id, granted_by, purpose, valid_from, valid_to, known_from)
			select person_id, role, department_id, granted_by, purpose, valid_from, @day, @stamp from role_grants where id = @id
			returning id`, args); err != nil {
			return g, fmt.Errorf("people: keep an ended role: %w", err)
		}
	}
	return g, recordRole(ctx, tx, "people.role.revoked", actor, g.PersonID, id, g.Role)
}

func grantByID(ctx context.Context, c db.Conn, id int64) (Grant, error) {
	var row grantRow
	err := db.One(c.Query(ctx), &row, `select `+grantColumns+` from role_grants g
		where g.id = ? and g.known_to = '9999-12-31 00:00:00+00'`, id)
	if db.IsNotFound(err) {
		return Grant{}, apperr.New(apperr.NotFound, "error.role.not_found", nil)
	}
	if err != nil {
		return Grant{}, fmt.Errorf("people: read a role: %w", err)
	}
	return row.grant(), nil
}

func recordRole(ctx context.Context, tx *db.Tx, action string, actor, person, id int64, role Role) error {
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: action, ObjectKind: "role_grant", ObjectID: strconv.FormatInt(id, 10), SubjectID: person,
		Fields: []string{string(role)},
	})
}

// dayAfter is the end of a span as it is kept: the first day that is out of it.
func dayAfter(last calendar.Date) calendar.Date {
	if last == calendar.Forever {
		return last
	}
	return last.AddDays(1)
}
