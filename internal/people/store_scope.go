package people

import (
	"context"
	"fmt"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// ScopeOf reads what viewer may see on the day.
func ScopeOf(ctx context.Context, c db.Conn, viewer int64, today calendar.Date) (Scope, error) {
	s := Scope{Viewer: viewer, Day: today, principals: []int64{viewer}}
	var rows []struct {
		Kind string
		Role Role
		ID   int64
	}
	if err := c.Query(ctx).Raw(`
		select 'role' as kind, role, coalesce(department_id, 0) as id from role_grants
		where person_id = @viewer and valid_from <= @day and valid_to > @day and known_to = '9999-12-31 00:00:00+00'
		union all
		select 'deputy', '', person_id from deputies
		where deputy_id = @viewer and valid_from <= @day and valid_to > @day and known_to = '9999-12-31 00:00:00+00'
		union all
		select 'official', '', d.id from departments d where d.official and exists (
			select from role_grants where person_id = @viewer and role = 'officials_care' and valid_from <= @day and valid_to > @day
				and known_to = '9999-12-31 00:00:00+00')
		union all
		select 'line', '', 1 where exists (
			select from people_line((select array_agg(person_id) || cast(@viewer as bigint) from deputies
				where deputy_id = @viewer and valid_from <= @day and valid_to > @day
					and known_to = '9999-12-31 00:00:00+00'), cast(@day as date)))`,
		map[string]any{"viewer": viewer, "day": today}).Scan(&rows).Error; err != nil {
		return s, fmt.Errorf("people: scope: %w", err)
	}
	for _, r := range rows {
		switch r.Kind {
		case "deputy":
			s.principals = append(s.principals, r.ID)
		case "line":
			s.Line = true
		case "official":
			s.officials = append(s.officials, r.ID)
		default:
			s.roles = append(s.roles, r.Role)
			if r.Role == RoleHR && r.ID == 0 {
				s.Everyone = true
			} else if r.Role == RoleHR {
				s.roots = append(s.roots, r.ID)
			}
			if r.Role == RoleAuditor {
				s.audits = append(s.audits, r.ID)
			}
		}
	}
	return s, nil
}

// Target is the person with the given Kennung if the scope contains them, else a
// NotFound error: nobody learns whether a person exists who is not theirs.
func (s Scope) Target(ctx context.Context, c db.Conn, uid string) (Person, error) {
	var p Person
	where, args := s.Where("p.id")
	args["uid"] = uid
	args["viewer"] = s.Viewer
	err := db.One(c.Query(ctx), &p, `select `+personColumns+` from persons p
		where p.uid::text = lower(@uid) and (p.id = @viewer or `+where+`)`, args)
	if db.IsNotFound(err) {
		return p, apperr.New(apperr.NotFound, "error.person.not_found", nil)
	}
	if err != nil {
		return p, fmt.Errorf("people: target: %w", err)
	}
	return p, nil
}

// Nearest are the persons of a line down to so many levels, 1 for direct reports
// alone; whom the viewer sees by a granted role is always among them. A person's
// superior is the manager, if that is somebody of the line, else who heads the
// department or the one above.
func (s Scope) Nearest(ctx context.Context, c db.Conn, levels int) (map[int64]bool, error) {
	var list []int64
	if err := c.Query(ctx).Raw(`
		with recursive
		line as materialized (select person_id from people_line(cast(@principals as bigint[]), cast(@day as date))),
		headed (department_id, head_id, above_id) as (
			select f.department_id, f.head_id, f.head_id from department_facts f
			where f.head_id = any (cast(@principals as bigint[])) and f.valid_from <= @day and f.valid_to > @day
				and f.known_to = '9999-12-31 00:00:00+00'
			union
			select f.department_id, coalesce(f.head_id, h.head_id), h.head_id
			from department_facts f
			join headed h on f.parent_id = h.department_id
			where f.valid_from <= @day and f.valid_to > @day and f.known_to = '9999-12-31 00:00:00+00'
		),
		superiors as materialized (
			select e.person_id, case
				when e.manager_id = any (cast(@principals as bigint[])) or e.manager_id in (select person_id from line) then e.manager_id
				when h.head_id <> e.person_id then h.head_id
				else h.above_id end as superior_id
			from employment_facts e
			left join headed h on h.department_id = e.department_id
			where e.person_id in (select person_id from line) and e.valid_from <= @day and e.valid_to > @day and e.exit_on >= @day
				and e.known_to = '9999-12-31 00:00:00+00'
		),
		near (person_id, level) as (
			select person_id, 1 from superiors where superior_id = any (cast(@principals as bigint[]))
			union
			select s.person_id, n.level + 1 from near n join superiors s on s.superior_id = n.person_id where n.level < @levels
		)
		select person_id from near
		union
		select person_id from people_within(cast(@roots as bigint[]), cast(@day as date))`, map[string]any{
		"principals": db.Numbers(s.principals), "roots": db.Numbers(slices.Concat(s.roots, s.officials)), "day": s.Day, "levels": levels,
	}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("people: the nearest of a line: %w", err)
	}
	near := make(map[int64]bool, len(list))
	for _, id := range list {
		near[id] = true
	}
	return near, nil
}

// Includes reports whether Target finds the person.
func (s Scope) Includes(ctx context.Context, c db.Conn, uid string) (bool, error) {
	_, err := s.Target(ctx, c, uid)
	if apperr.Is(err, apperr.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// Beyond are those of the persons who lead, or deputise for somebody who leads,
// people outside the scope: who may help them with signing in would see more than
// the scope allows. What somebody sees by a granted role the caller judges.
func (s Scope) Beyond(ctx context.Context, c db.Conn, persons ...int64) (map[int64]bool, error) {
	beyond := map[int64]bool{}
	if s.Everyone || len(persons) == 0 {
		return beyond, nil
	}
	where, args := s.Where("l.person_id")
	args["persons"], args["viewer"], args["day"] = db.Numbers(persons), s.Viewer, s.Day
	var list []int64
	if err := c.Query(ctx).Raw(`
		select p.id from unnest(cast(@persons as bigint[])) p(id)
		where exists (
			select from people_line(array(
				select p.id
				union
				select d.person_id from deputies d
				where d.deputy_id = p.id and d.valid_from <= @day and d.valid_to > @day
					and d.known_to = '9999-12-31 00:00:00+00'), cast(@day as date)) l
			where l.person_id <> @viewer and not (`+where+`))`, args).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("people: who sees beyond a scope: %w", err)
	}
	for _, id := range list {
		beyond[id] = true
	}
	return beyond, nil
}

// Get is a person by ID.
func Get(ctx context.Context, c db.Conn, id int64) (Person, error) {
	var p Person
	err := db.One(c.Query(ctx), &p, `select `+personColumns+` from persons p where p.id = ?`, id)
	if db.IsNotFound(err) {
		return p, apperr.New(apperr.NotFound, "error.person.not_found", nil)
	}
	if err != nil {
		return p, fmt.Errorf("people: person %d: %w", id, err)
	}
	return p, nil
}
