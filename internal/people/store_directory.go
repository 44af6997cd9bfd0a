package people

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// mainEmployment yields one row per person: the main employment of @day, else
// the next one, else the last one.
const mainEmployment = `
	left join lateral (
		select r.* from (
			select f.department_id, f.function, f.category, f.entry_on, f.exit_on, f.manager_id, f.pensum, f.valid_from, f.employment_id,
				case when f.entry_on > @day or f.valid_from > @day then 'later'
					when f.exit_on < @day or f.valid_to <= @day then 'gone' else 'employed' end as presence
			from employment_facts f
			where f.person_id = p.id and f.known_to = '9999-12-31 00:00:00+00') r
		order by case r.presence when 'employed' then 0 when 'later' then 1 else 2 end,
			case when r.presence = 'employed' then r.pensum end desc nulls last,
			case when r.presence = 'gone' then r.valid_from end desc, r.entry_on, r.employment_id
		limit 1) e on true`

// mainDepartment yields the name of the main employment's department.
const mainDepartment = `
	left join lateral (
		select n.name from department_facts n
		where n.department_id = e.department_id and n.known_to = '9999-12-31 00:00:00+00'
		order by case when n.valid_from <= @day and n.valid_to > @day then 0 else 1 end, n.valid_from desc
		limit 1) d on true`

// What the directory shows of a person beside it.
const (
	firstSignIn = `
	left join first_sign_ins s on s.person_id = p.id`
	lastInvitation = `
	left join lateral (
		select max(r.asked_at) as invited_at from sign_in_requests r where r.person_id = p.id and r.purpose = 'invitation') i on true`
	traits = `
	left join person_traits t on t.person_id = p.id and t.valid_from <= @day and t.valid_to > @day and t.known_to = '9999-12-31 00:00:00+00'`
)

// condition is one of the filter, with the joins that it looks at.
type condition struct {
	sql   string
	joins []string
}

func (f DirectoryFilter) conditions(args map[string]any) (list []condition) {
	add := func(set bool, sql string, joins ...string) {
		if set {
			list = append(list, condition{sql, joins})
		}
	}
	add(f.Department != 0, `e.department_id in (select id from tree)`, mainEmployment)
	add(f.HasPC != "", `coalesce(t.has_pc, p.email is not null) = (@pc = 'yes')`, traits)
	add(f.Category != "", `e.category = @category`, mainEmployment)
	add(f.Presence != "", `coalesce(e.presence, 'gone') = @presence`, mainEmployment)
	add(f.Access != "", `(s.person_id is not null) = (@access = 'used')`, firstSignIn)
	add(f.Access == AccessInvited, `i.invited_at is not null`, lastInvitation)
	add(f.NoManager, `e.manager_id is null`, mainEmployment)
	for i, word := range words(f.Search) {
		name := fmt.Sprintf("word%d", i)
		args[name] = word
		add(true, `concat_ws(' ', p.first_name, p.last_name, p.first_name, p.personnel_no, p.email, e.function, d.name) ilike @`+name, mainEmployment, mainDepartment)
	}
	return list
}

// Directory lists whom the scope contains, narrowed by the filter, and how many
// there are with and without it. Of those who are not on the page only that is read
// by which they are chosen and sorted.
func Directory(ctx context.Context, c db.Conn, s Scope, f DirectoryFilter) (list []DirectoryEntry, found, all int, err error) {
	where, args := s.Where("p.id")
	if f.Limit == 0 {
		f.Limit = 50
	}
	maps.Copy(args, map[string]any{
		"day": s.Day, "department": f.Department, "pc": string(f.HasPC), "category": string(f.Category), "presence": string(f.Presence),
		"access": string(f.Access), "limit": f.Limit, "offset": f.Offset,
	})
	key, joins := f.key()
	var conditions strings.Builder
	for _, one := range f.conditions(args) {
		conditions.WriteString(` and ` + one.sql)
		for _, join := range one.joins {
			if !slices.Contains(joins, join) {
				joins = append(joins, join)
			}
		}
	}
	rows := []struct {
		DirectoryEntry
		Found, Everybody int
	}{}
	if err := c.Query(ctx).Raw(`
		with recursive tree(id) as (
			select cast(@department as bigint)
			union
			select f.department_id from department_facts f join tree on f.parent_id = tree.id
			where f.valid_from <= @day and f.valid_to > @day and f.known_to = '9999-12-31 00:00:00+00'
		), everybody as materialized (
			select p.id from persons p where p.forgotten_at is null and p.withdrawn_at is null and `+where+`
		), found as materialized (
			select p.id, `+key+` as key, lower(p.sort_name) as name
			from everybody join persons p using (id)`+strings.Join(joins, "")+`
			where true`+conditions.String()+`
		), page as materialized (
			select id, row_number() over (order by `+f.order()+`) as place from found order by place limit @limit offset @offset
		)
		select `+personColumns+`, coalesce(t.has_pc, p.email is not null) as has_pc, coalesce(e.presence, 'gone') as presence,
			coalesce(e.department_id, 0) as department_id, coalesce(d.name, '') as department, coalesce(e.function, '') as function,
			coalesce(e.category, '') as category, e.entry_on, e.exit_on, coalesce(e.manager_id, 0) as manager_id,
			s.person_id is not null as been_in, i.invited_at, (select count(*) from found) as found, (select count(*) from everybody) as everybody
		from page join persons p using (id)`+firstSignIn+lastInvitation+traits+mainEmployment+mainDepartment+`
		order by page.place`, args).Scan(&rows).Error; err != nil {
		return nil, 0, 0, fmt.Errorf("people: directory: %w", err)
	}
	for _, r := range rows {
		list, found, all = append(list, r.DirectoryEntry), r.Found, r.Everybody
	}
	if len(rows) == 0 {
		all, err = count(ctx, c, s)
	}
	return list, found, all, err
}

// key is the column sorted by, with the joins that it needs; it comes from here, never
// from outside.
func (f DirectoryFilter) key() (column string, joins []string) {
	switch f.Sort {
	case SortNumber:
		return `coalesce(p.personnel_no, '')`, nil
	case SortDepartment:
		return `coalesce(d.name, '')`, []string{mainEmployment, mainDepartment}
	default:
		return `lower(p.sort_name)`, nil
	}
}

// order is the ORDER BY.
func (f DirectoryFilter) order() string {
	if f.Descending {
		return "key desc, name, id"
	}
	return "key, name, id"
}

func count(ctx context.Context, c db.Conn, s Scope) (n int, err error) {
	where, args := s.Where("p.id")
	if err := c.Query(ctx).Raw(`select count(*) from persons p where p.forgotten_at is null and p.withdrawn_at is null and `+where, args).Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("people: count: %w", err)
	}
	return n, nil
}

// Named are persons by PersonKey, with the employment of the day; unknown keys
// are left out.
func Named(ctx context.Context, c db.Conn, keys []string, day calendar.Date) (map[string]DirectoryEntry, error) {
	if keys == nil {
		keys = []string{}
	}
	encoded, err := json.Marshal(keys)
	if err != nil {
		return nil, fmt.Errorf("people: keys: %w", err)
	}
	var list []DirectoryEntry
	if err := c.Query(ctx).Raw(`
		select `+personColumns+`, coalesce(e.presence, 'gone') as presence, coalesce(e.department_id, 0) as department_id,
			coalesce(d.name, '') as department, coalesce(e.function, '') as function
		from persons p`+mainEmployment+mainDepartment+`
		where `+keyOf("p")+` in (select jsonb_array_elements_text(cast(@keys as jsonb)))`,
		map[string]any{"keys": string(encoded), "day": day}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("people: names: %w", err)
	}
	named := make(map[string]DirectoryEntry, len(list))
	for _, e := range list {
		named[e.PersonKey()] = e
	}
	return named, nil
}

// Names are the names of persons by ID; unknown IDs are left out.
func Names(ctx context.Context, c db.Conn, ids ...int64) (map[int64]string, error) {
	var list []Person
	if err := c.Query(ctx).Raw(`select `+personColumns+` from persons p where p.id = any (cast(? as bigint[]))`, db.Numbers(ids)).
		Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("people: names by id: %w", err)
	}
	names := make(map[int64]string, len(list))
	for _, p := range list {
		names[p.ID] = p.Name()
	}
	return names, nil
}

// Tree is the departments of a day, parents before children, with their depth.
func Tree(ctx context.Context, c db.Conn, day calendar.Date) ([]TreeNode, error) {
	var list []TreeNode
	if err := c.Query(ctx).Raw(`
		with recursive now as (
			select d.id, d.code, f.name, coalesce(f.parent_id, 0) as parent_id
			from departments d join department_facts f on f.department_id = d.id
			where f.valid_from <= @day and f.valid_to > @day and f.known_to = '9999-12-31 00:00:00+00'
		), tree as (
			select id, code, name, parent_id, 0 as depth, array[code] as path from now
			where parent_id = 0 or parent_id not in (select id from now)
			union all
			select n.id, n.code, n.name, n.parent_id, t.depth + 1, t.path || n.code from now n join tree t on n.parent_id = t.id
			where t.depth < 20
		)
		select id, code, name, parent_id, depth from tree order by path`, map[string]any{"day": day}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("people: tree: %w", err)
	}
	return list, nil
}

// TreeNode is a department with its depth, 0 at the top.
type TreeNode struct {
	Department
	Depth int
}

// Among are those of the persons whom the scope contains, by ID.
func (s Scope) Among(ctx context.Context, c db.Conn, ids []int64) (map[int64]Person, error) {
	where, args := s.Where("p.id")
	args["ids"], args["viewer"] = db.Numbers(ids), s.Viewer
	var list []Person
	if err := c.Query(ctx).Raw(`
		select `+personColumns+` from persons p
		where p.id = any (cast(@ids as bigint[])) and (p.id = @viewer or `+where+`)`, args).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("people: among: %w", err)
	}
	found := make(map[int64]Person, len(list))
	for _, p := range list {
		found[p.ID] = p
	}
	return found, nil
}
