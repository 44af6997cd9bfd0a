package people

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

const grantColumns = `g.id as grant_id, g.person_id, g.role, coalesce(g.department_id, 0) as department_id, g.purpose,
	g.valid_from, g.valid_to, coalesce(g.granted_by, 0) as granted_by`

// grantRow is a row of role_grants.
type grantRow struct {
	GrantID, PersonID, DepartmentID, GrantedBy int64
	Role                                       Role
	Purpose                                    string
	ValidFrom, ValidTo                         calendar.Date
}

func (r grantRow) grant() Grant {
	g := Grant{PersonID: r.PersonID, Role: r.Role, DepartmentID: r.DepartmentID, Purpose: r.Purpose,
		From: r.ValidFrom, Until: r.ValidTo, By: r.GrantedBy}
	if g.Until != calendar.Forever {
		g.Until = g.Until.AddDays(-1)
	}
	return g
}

func (r grantRow) state(day calendar.Date) GrantState {
	switch {
	case r.ValidTo <= day:
		return GrantEnded
	case r.ValidFrom > day:
		return GrantLater
	default:
		return GrantHolds
	}
}

// departmentName is the name of a grant's department today, else its last one.
const departmentName = `coalesce((select f.name from department_facts f
	where f.department_id = g.department_id and f.known_to = '9999-12-31 00:00:00+00'
	order by case when f.valid_from <= @day and f.valid_to > @day then 0 else 1 end, f.valid_from desc limit 1), '') as department`

// grantFrom joins a grant with its person and its granter. A grant that was cut
// short keeps the moment at which it was given.
const grantFrom = `
	from role_grants g
	join persons p on p.id = g.person_id
	left join persons b on b.id = g.granted_by
	where g.known_to = '9999-12-31 00:00:00+00'
		and (@id = 0 or g.id = @id)
		and (@person = 0 or g.person_id = @person)
		and (@role = '' or g.role = @role)
		and (@state = '' or case when g.valid_to <= @day then 'ended' when g.valid_from > @day then 'later' else 'holds' end = @state)`

// Grants lists the grants of whom the scope contains, by role, name and day, and
// how many there are in all.
func Grants(ctx context.Context, c db.Conn, s Scope, f GrantFilter) ([]GrantEntry, int, error) {
	if f.Limit == 0 {
		f.Limit = 50
	}
	where, args := s.Where("p.id")
	maps.Copy(args, map[string]any{
		"day": s.Day, "id": f.ID, "person": f.PersonID, "role": string(f.Role), "state": string(f.State), "viewer": s.Viewer,
		"limit": f.Limit, "offset": f.Offset,
	})
	var search strings.Builder
	for i, word := range words(f.Search) {
		name := fmt.Sprintf("word%d", i)
		args[name] = word
		fmt.Fprintf(&search, ` and concat_ws(' ', p.first_name, p.last_name, p.first_name, p.personnel_no) ilike @%s`, name)
	}
	var rows []struct {
		Row                 grantRow `gorm:"embedded"`
		Person              `gorm:"embedded"`
		Department, Granter string
		GrantedAt           time.Time
		Total               int
	}
	if err := c.Query(ctx).Raw(`
		select `+grantColumns+`, `+personColumns+`, `+departmentName+`, coalesce(trim(b.first_name || ' ' || b.last_name), '') as granter,
			(select min(o.known_from) from role_grants o where o.person_id = g.person_id and o.role = g.role
				and o.department_id is not distinct from g.department_id and o.valid_from = g.valid_from) as granted_at,
			count(*) over () as total`+grantFrom+search.String()+` and (p.id = @viewer or `+where+`)
		order by `+f.order()+`
		limit @limit offset @offset`, args).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("people: roles: %w", err)
	}
	list, total := make([]GrantEntry, len(rows)), 0
	for i, r := range rows {
		list[i] = GrantEntry{ID: r.Row.GrantID, Grant: r.Row.grant(), Person: r.Person, Department: r.Department, Granter: r.Granter,
			GrantedAt: r.GrantedAt, State: r.Row.state(s.Day)}
		total = r.Total
	}
	return list, total, nil
}

// order is the ORDER BY; the names of columns come from here, never from outside.
func (f GrantFilter) order() string {
	direction := ""
	if f.Descending {
		direction = " desc"
	}
	role := `array_position(cast('{` + joinRoles() + `}' as text[]), g.role)` // in the order of lists
	usual := role + ", lower(p.sort_name), g.valid_from desc, g.id"
	switch f.Sort {
	case GrantByName:
		return "lower(p.sort_name)" + direction + ", " + usual
	case GrantByRole:
		return role + direction + ", " + usual
	case GrantByFrom:
		return "g.valid_from" + direction + ", " + usual
	case GrantByTime:
		return "granted_at" + direction + ", " + usual
	default:
		return "case when g.valid_to <= @day then 1 else 0 end, " + usual
	}
}

func joinRoles() string {
	list := make([]string, len(Roles))
	for i, r := range Roles {
		list[i] = string(r)
	}
	return strings.Join(list, ",")
}

// RoleHistory lists what was done about the person's roles, newest first, limit
// rows from offset, and how many acts there are in all.
func RoleHistory(ctx context.Context, c db.Conn, person int64, day calendar.Date, limit, offset int) ([]GrantAct, int, error) {
	var rows []struct {
		Row                       grantRow `gorm:"embedded"`
		At                        time.Time
		Action, Actor, Department string
		Total                     int
	}
	if err := c.Query(ctx).Raw(`
		select `+grantColumns+`, `+departmentName+`, l.at, l.action, coalesce(trim(b.first_name || ' ' || b.last_name), '') as actor,
			count(*) over () as total
		from audit_log l
		join role_grants g on l.object_kind = 'role_grant' and g.id = l.object_id::bigint
		left join persons b on b.id = l.actor_id
		where l.subject_id = @person and l.object_kind = 'role_grant'
		order by l.id desc limit @limit offset @offset`,
		map[string]any{"person": person, "day": day, "limit": limit, "offset": offset}).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("people: history of roles: %w", err)
	}
	list, total := make([]GrantAct, len(rows)), 0
	for i, r := range rows {
		g := r.Row.grant()
		list[i] = GrantAct{At: r.At, Actor: r.Actor, Ended: r.Action == "people.role.revoked", Role: g.Role, Department: r.Department,
			Purpose: g.Purpose, From: g.From, Until: g.Until}
		total = r.Total
	}
	return list, total, nil
}
