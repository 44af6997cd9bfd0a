package people

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// History is all that has ever been recorded as a dated fact of the person,
// newest first: what holds, what held, what is to come and what was taken back.
// One statement. The caller has judged the right to see it.
func History(ctx context.Context, c db.Conn, person int64) ([]Event, error) {
	return readHistory(ctx, c, personFacts, person)
}

// DepartmentHistory is History of a department: names, parents, heads.
func DepartmentHistory(ctx context.Context, c db.Conn, department int64) ([]Event, error) {
	return readHistory(ctx, c, departmentFacts, department)
}

// nameOf is a department's name on the first day of the fact, else its code.
func nameOf(id string) string {
	return `coalesce((select n.name from department_facts n where n.department_id = ` + id + ` and n.known_to = '9999-12-31 00:00:00+00'
		order by n.valid_from <= f.valid_from desc, case when n.valid_from <= f.valid_from then n.valid_from end desc, n.valid_from limit 1),
		(select u.code from departments u where u.id = ` + id + `), '')`
}

// Each part yields kind, thing, label, facts (an array of name, key and text,
// null for none),
// the days, what was known when, the batch, and the author where there is none.
var (
	personFacts = `
		select 'identity' as kind, '' as thing, '' as label, jsonb_build_array(
				jsonb_build_array('personnel_no', i.personnel_no, i.personnel_no), jsonb_build_array('last_name', i.last_name, i.last_name),
				jsonb_build_array('first_name', i.first_name, i.first_name), jsonb_build_array('email', i.email, i.email),
				jsonb_build_array('login', i.login, i.login), jsonb_build_array('language', i.language, i.language)) as facts,
			date '2000-01-01' as valid_from, date '9999-12-31' as valid_to,
			coalesce(lag(i.until) over (order by i.until), p.created_at) as known_from, i.until as known_to,
			coalesce(lag(i.batch_id) over (order by i.until), case when lag(i.until) over (order by i.until) is null then p.batch_id end) as batch_id,
			cast(null as bigint) as author
		from persons p
		join (
			select person_id, personnel_no, last_name, first_name, email, login, language, until, batch_id
			from former_identities where person_id = @id
			union all
			select id, personnel_no, last_name, first_name, email, login, language, '9999-12-31 00:00:00+00', null from persons where id = @id
		) i on i.person_id = p.id
		union all
		select 'employment', e.no, e.no, jsonb_build_array(
				jsonb_build_array('department', f.department_id::text, ` + nameOf("f.department_id") + `),
				jsonb_build_array('function', f.function, f.function),
				jsonb_build_array('pensum', f.pensum::float8::text, f.pensum::float8::text),
				jsonb_build_array('category', f.category, f.category),
				jsonb_build_array('site', s.name, s.name),
				jsonb_build_array('manager', f.manager_id::text, trim(m.first_name || ' ' || m.last_name)),
				jsonb_build_array('trainer', f.trainer_id::text, trim(v.first_name || ' ' || v.last_name)),
				jsonb_build_array('entry_on', f.entry_on::text, f.entry_on::text),
				jsonb_build_array('exit_on', nullif(f.exit_on, '9999-12-31')::text, nullif(f.exit_on, '9999-12-31')::text)),
			f.valid_from, f.valid_to, f.known_from, f.known_to, f.batch_id, null
		from employment_facts f
		join employments e on e.id = f.employment_id
		left join sites s on s.id = f.site_id
		left join persons m on m.id = f.manager_id
		left join persons v on v.id = f.trainer_id
		where f.person_id = @id
		union all
		select 'traits', '', '', jsonb_build_array(
				jsonb_build_array('has_pc', f.has_pc::text, f.has_pc::text), jsonb_build_array('pc_source', f.pc_source, f.pc_source),
				jsonb_build_array('tags', array_to_string(f.tags, ', '), array_to_string(f.tags, ', '))),
			f.valid_from, f.valid_to, f.known_from, f.known_to, f.batch_id, null
		from person_traits f where f.person_id = @id
		union all
		select 'deputy', f.deputy_id::text, trim(p.first_name || ' ' || p.last_name), '[]',
			f.valid_from, f.valid_to, f.known_from, f.known_to, f.batch_id, null
		from deputies f join persons p on p.id = f.deputy_id where f.person_id = @id
		union all
		select 'absence', '', '', '[]', f.from_on, case when f.until_on = '9999-12-31' then f.until_on else f.until_on + 1 end,
			f.known_from, f.known_to, f.batch_id, null
		from absences f where f.person_id = @id
		union all
		select 'role', f.role || coalesce(f.department_id::text, ''), f.role, '[]',
			f.valid_from, f.valid_to, f.known_from, f.known_to, null, f.granted_by
		from role_grants f where f.person_id = @id`
	departmentFacts = `
		select 'department' as kind, '' as thing, '' as label, jsonb_build_array(
				jsonb_build_array('name', f.name, f.name),
				jsonb_build_array('parent', f.parent_id::text, ` + nameOf("f.parent_id") + `),
				jsonb_build_array('head', f.head_id::text, trim(h.first_name || ' ' || h.last_name))) as facts,
			f.valid_from, f.valid_to, f.known_from, f.known_to, f.batch_id, cast(null as bigint) as author
		from department_facts f
		left join persons h on h.id = f.head_id
		where f.department_id = @id`
)

func readHistory(ctx context.Context, c db.Conn, facts string, id int64) ([]Event, error) {
	var rows []struct {
		Kind                                                         EventKind
		Thing, Label, Facts                                          string
		ValidFrom, ValidTo                                           calendar.Date
		KnownFrom, KnownTo                                           time.Time
		Opener, OpenPlan, OpenPlanKind, Closer, ClosePlan, CloseKind string
	}
	if err := c.Query(ctx).Raw(`
		with facts as (`+facts+`),
		stamped as (
			select b.id, b.applied_at, coalesce(trim(a.first_name || ' ' || a.last_name), '') as actor,
				coalesce(p.uid::text, '') as plan, coalesce(p.kind, '') as plan_kind
			from batches b
			left join persons a on a.id = b.actor_id
			left join plans p on p.id = b.plan_id
			where b.id in (select batch_id from facts) or b.applied_at in (select known_to from facts)
		)
		select f.kind, f.thing, f.label, f.facts::text as facts, f.valid_from, f.valid_to, f.known_from, f.known_to,
			coalesce(o.actor, trim(g.first_name || ' ' || g.last_name), '') as opener, coalesce(o.plan, '') as open_plan,
			coalesce(o.plan_kind, '') as open_plan_kind,
			coalesce(e.actor, '') as closer, coalesce(e.plan, '') as close_plan, coalesce(e.plan_kind, '') as close_kind
		from facts f
		left join stamped o on o.id = f.batch_id
		left join stamped e on e.applied_at = f.known_to
		left join persons g on g.id = f.author`, map[string]any{"id": id}).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("people: history: %w", err)
	}
	records := make([]record, len(rows))
	for i, r := range rows {
		records[i] = record{kind: r.Kind, thing: r.Thing, label: r.Label, from: r.ValidFrom, to: r.ValidTo, knownFrom: r.KnownFrom,
			knownTo: r.KnownTo, opened: author{r.Opener, r.OpenPlan, r.OpenPlanKind}, closed: author{r.Closer, r.ClosePlan, r.CloseKind}}
		var values [][]string
		if err := json.Unmarshal([]byte(r.Facts), &values); err != nil {
			return nil, fmt.Errorf("people: facts of a history: %w", err)
		}
		for _, v := range values {
			records[i].values = append(records[i].values, value{v[0], v[1], v[2]})
		}
	}
	return events(records), nil
}
