package report

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// ReadList counts a scope and hands the chosen rows to fn in their order, all in one
// statement, which looks up each person by index where the scope is small and never
// keeps more than one row here. The caller logs whom it shows.
//
// NotFound: no such department at (D, T).
func ReadList(ctx context.Context, tx *db.Tx, q ListQuery, fn func(Listed) error) (*Listing, error) {
	read := &listReader{query: q, courses: map[int64]bool{}, out: &Listing{}}
	statement, args := q.statement()
	if q.Limit == 0 || q.Scope.Everyone { // a file may be of everybody too, and take longer than a page
		if err := prepareReading(ctx, tx); err != nil {
			return nil, err
		}
	}
	if err := tx.Raw(func(conn *pgx.Conn) error { return read.run(ctx, conn, statement, args, fn) }); err != nil {
		return nil, fmt.Errorf("report: list: %w", err)
	}
	return read.out, nil
}

// heldNow is a T at which holds what is held to be true now.
func heldNow() time.Time { return people.KnownForever.Add(-time.Microsecond) }

func (q ListQuery) statement() (string, pgx.NamedArgs) {
	atDay, today, where := inScope(q.Scope, q.Day, "p.id")
	known := q.Known
	if known.IsZero() {
		known = heldNow()
	}
	args := pgx.NamedArgs{"day": q.Day.Time(), "known": known.UTC().Truncate(time.Microsecond), "department": q.Department, "alone": q.Alone, "viewer": q.Scope.Viewer,
		"outside": outsideTotal(), "name": q.Filter.Name, "course": q.Filter.Course, "circle": string(q.Filter.Circle),
		"limit": q.Limit, "offset": q.Offset}
	maps.Copy(args, plain(where))
	args["course_ids"], args["course_codes"], args["course_places"] = q.places()
	asides := `array[]::bigint[]`
	if len(q.Asides) > 0 {
		list := make([]string, len(q.Asides))
		for i, aside := range q.Asides {
			aside = aside.Prefixed(fmt.Sprintf("aside_%c_", 'a'+rune(i)))
			list[i] = aside.SQL
			maps.Copy(args, plain(aside.Args))
		}
		asides = `array[` + strings.Join(list, ", ") + `]::bigint[]`
	}
	review := `select 0::bigint as person_id, 0::bigint as course_id where false`
	if q.InReview != nil {
		review = q.InReview(`in (select person_id from page)`)
	}
	text := `
		with recursive ` + within + `,
		population as materialized (
			select p.id, p.uid, p.sort_name, p.first_name || ' ' || p.last_name || ' ' || p.first_name as names,
				coalesce(t.has_pc, p.email is not null) as has_pc, (` + today + ` or p.id = @viewer) as named, w.departments, w.counted
			from persons p
			cross join lateral (
				select array_agg(distinct f.department_id order by f.department_id) as departments, bool_or(f.category <> all (@outside::text[])) as counted
				from employment_facts f
				where f.person_id = p.id and f.entry_on <= @day and f.exit_on >= @day and ` + knownAt("f") + `
			) w
			left join person_traits t on t.person_id = p.id and ` + knownAt("t") + `
			where w.departments is not null and ` + atDay + `
				and (@department = '' or w.departments && array(select department_id from within))
		),
		heads as materialized (
			select row_number() over () as head, departments, counted, has_pc as pc, named, count(*) as persons from population
			group by departments, counted, has_pc, named
		),
		above (department_id) as (
			select unnest(departments) from heads
			union
			select department_id from within
			union
			select f.parent_id from above a join department_facts f on f.department_id = a.department_id and ` + knownAt("f") + `
			where f.parent_id is not null
		),
		duties as materialized (
			select s.person_id, s.course_id, h.head, replace(` + ledger.StatusSQL("s", "@day::date") + `, 'in_progress', 'open') as status,
				` + ledger.DueSQL("s", "@day::date") + ` as due, s.first_due_on,
				case when s.completed_on <= @day and s.valid_until >= @day
						and (s.prev_cycle > s.cycle and s.prev_completed_on <= @day and s.prev_valid_until >= @day) is not true
					then s.valid_until else s.prev_valid_until end as valid_until
			from population p
			join heads h on h.departments = p.departments and h.counted = p.counted and h.pc = p.has_pc and h.named = p.named
			join assignment_states s on s.person_id = p.id and s.mandatory and ` + ledger.AtSQL("s", "@day::date", "@known::timestamptz") + `
			where p.named and s.course_id = any (@course_ids::bigint[])
		),
		heaps as materialized (
			select d.head, d.course_id as course, d.status, ` + wasDueSQL + ` as was_due, count(*) as rows, min(d.due) filter (where ` + isToDo + `) as soonest,
				count(*) filter (where ` + GroupLate30.sql() + `) as late30, count(*) filter (where ` + GroupLate60.sql() + `) as late60,
				count(*) filter (where ` + GroupEnding30.sql() + `) as ending30, count(*) filter (where ` + GroupEnding60.sql() + `) as ending60,
				count(*) filter (where ` + GroupEnding.sql() + `) as ending
			from duties d
			where d.status is not null
			group by 1, 2, 3, 4
		),
		chosen as materialized (
			select d.person_id, d.course_id, p.sort_name, p.uid, c.code, c.by_title, ` + urgencySQL + ` as urgency,
				coalesce(case when ` + isToDo + ` then d.due when ` + isFulfilled + ` then d.valid_until end, date '9999-12-31') as until
			from duties d
			join population p on p.id = d.person_id
			join unnest(@course_ids::bigint[], @course_codes::text[], @course_places::integer[]) as c (id, code, by_title) on c.id = d.course_id
			where d.status is not null and (` + q.Filter.Group.sql() + `) and (@course = '' or c.code = @course)
				and (@circle = '' or p.counted = (@circle = 'total'))
				and (@name = '' or position(lower(@name collate "de-CH-x-icu") in lower(p.names collate "de-CH-x-icu")) > 0)
		),
		page as materialized (
			select person_id, course_id, row_number() over (` + q.order() + `) as place from chosen
			` + q.order() + `
			limit nullif(@limit, 0) offset least(@offset, greatest(0, (select count(*) - 1 from chosen) / greatest(@limit, 1) * greatest(@limit, 1)))
		),
		review as (` + review + `)
		select ` + lines(asides) + `, coalesce(g.has_pc, false), g.employments, coalesce(g.in_review, false), coalesce(g.course_id, 0), ` + ledger.DatesColumns("g") + `
		from (select 1) as one
		left join (
			select page.place, exists (select from review r where r.person_id = page.person_id and r.course_id = page.course_id) as in_review,
				p.id, p.uid, n.last_name, n.first_name, p.has_pc, w.employments, s.course_id, ` + ledger.DatesColumns("s") + `
			from page
			join population p on p.id = page.person_id
			join persons n on n.id = page.person_id
			join assignment_states s on s.person_id = page.person_id and s.course_id = page.course_id
				and ` + ledger.AtSQL("s", "@day::date", "@known::timestamptz") + `
			cross join lateral (` + employmentsOf("page.person_id") + `) w
		) g on true
		order by g.place`
	return text, args
}

// What is counted of the rows that are alike in all of these: for departments and PC,
// for courses, for headings. Together they are far fewer than the heaps.
const (
	heapsByHead   = `select head, status, was_due, sum(rows) as rows from heaps group by 1, 2, 3`
	heapsByCourse = `select course, counted, status, was_due, sum(rows) as rows from heaps join heads using (head) group by 1, 2, 3, 4`
	heapsByStatus = `select counted, status, sum(rows) as rows, min(soonest) as soonest, sum(late30) as late30, sum(late60) as late60,
			sum(ending30) as ending30, sum(ending60) as ending60, sum(ending) as ending
		from heaps join heads using (head) group by 1, 2`
)

func allOf(rows string) string { return `select coalesce(json_agg(r), '[]') from (` + rows + `) r` }

// lines are what is counted, with the first row only, and who the row is about.
func lines(asides string) string {
	first := func(expression string) string {
		return `case when g.place is null or g.place = (select min(place) from page) then (` + expression + `) end, `
	}
	return first(tree+` where d.id in (select department_id from above)`) + first(`select coalesce(json_agg(heads), '[]') from heads`) + first(allOf(heapsByHead)) + first(allOf(heapsByCourse)) + first(allOf(heapsByStatus)) +
		first(`select count(*) from chosen`) + first(asides) +
		`coalesce(g.place, 0), coalesce(g.id, 0), coalesce(g.uid, '00000000-0000-0000-0000-000000000000'), coalesce(g.last_name, ''), coalesce(g.first_name, '')`
}

// places are the courses with their codes and their places by title.
func (q ListQuery) places() (ids []int64, codes []string, places []int32) {
	byTitle := q.byTitle()
	for _, c := range ByCode(q.Courses) {
		ids, codes, places = append(ids, c.ID), append(codes, c.Code), append(places, byTitle[c.ID])
	}
	return ids, codes, places
}

// order sorts by the column, rows that are alike in it by name and course.
func (q ListQuery) order() string {
	const name = `sort_name collate "de-CH-x-icu"`
	columns := []string{"urgency", "until"}
	switch q.Order {
	case OrderPerson:
		columns = []string{name, "uid", "code"}
	case OrderCourse:
		columns = []string{"by_title"}
	case OrderStatus:
		columns = []string{"urgency"}
	case OrderDue:
		columns = []string{"until"}
	}
	if q.Descending {
		columns = []string{strings.Join(columns, " desc, ") + " desc"}
	}
	if q.Order != OrderPerson {
		columns = append(columns, name, "uid", "code")
	}
	return `order by ` + strings.Join(columns, ", ")
}

// urgencySQL is Urgency.
var urgencySQL = func() string {
	var text strings.Builder
	text.WriteString("case d.status")
	for _, s := range statuses {
		fmt.Fprintf(&text, " when '%s' then %d", s, Urgency(s))
	}
	return text.String() + " end"
}()

func (r *listReader) run(ctx context.Context, conn *pgx.Conn, statement string, args pgx.NamedArgs, fn func(Listed) error) error {
	rows, err := conn.Query(ctx, statement, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	var p person
	var counted counted
	var place, course int64
	var inReview bool
	var dates ledger.Dates
	targets := append([]any{&counted.tree, &counted.heads, &counted.byHead, &counted.byCourse, &counted.byStatus, &counted.chosen, &counted.asides, &place,
		&p.ID, &p.uid, &p.LastName, &p.FirstName, &p.HasPC, &p.employments, &inReview, &course}, dates.Targets()...)
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if counted.chosen != nil {
			if err := r.count(counted); err != nil {
				return err
			}
			r.out.From = max(int(place)-1, 0)
		}
		if place == 0 {
			continue
		}
		one, err := p.finish(nil)
		if err != nil {
			return err
		}
		r.out.Tree.place(one, r.root)
		row, ok := rowOf(one, r.query.Courses[course], &dates, r.query.Day)
		if !ok {
			return fmt.Errorf("the dates of person %d and course %d make no row", one.ID, course)
		}
		if err := fn(Listed{Row: row, InReview: inReview}); err != nil {
			return err
		}
	}
	return rows.Err()
}
