package report

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// readHeap hands the persons in scope, and their rows, to fn in heaps of those who
// are alike: by departments, whether they belong to the total, PC, course, status,
// and whether the row was due.
func readHeap(ctx context.Context, tx *db.Tx, q Query, known time.Time, fn func(heap)) error {
	atDay, today, args := inScope(q.Scope, q.AsOf)
	named := pgx.NamedArgs{"day": q.AsOf.Time(), "known": known, "counted": counted(), "courses": q.Filter.Courses}
	maps.Copy(named, plain(args))
	courses := ``
	if len(q.Filter.Courses) > 0 {
		courses = ` and s.course_id in (select c.id from courses c where c.code = any (@courses::text[]))`
	}
	err := tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			with population as materialized (
				select p.id, string_agg(f.department_id::text, ',' order by f.department_id) as departments,
					bool_or(f.category = any (@counted::text[])) as counted, coalesce(t.has_pc, p.email is not null) as pc
				from persons p
				join employment_facts f on f.person_id = p.id and f.entry_on <= @day and f.exit_on >= @day and `+knownAt("f")+`
				left join person_traits t on t.person_id = p.id and `+knownAt("t")+`
				where `+atDay+` and `+today+`
				group by p.id, t.has_pc
			), duties as (
				select s.person_id, s.course_id, s.first_due_on, `+ledger.StatusSQL("s", "@day::date")+` as status,
					`+ledger.DueSQL("s", "@day::date")+` as due
				from assignment_states s
				where s.mandatory and `+ledger.AtSQL("s", "@day::date", "@known::timestamptz")+courses+`
			)
			select departments, counted, pc, 0::bigint, '', false, count(*), 0::bigint
			from population
			group by departments, counted, pc
			union all
			select p.departments, p.counted, p.pc, d.course_id, d.status,
				case when d.status in ('fulfilled', 'expiring') then coalesce(d.first_due_on <= @day, false)
					when d.status in ('open', 'in_progress') then coalesce(d.due = @day, false)
					else d.status in ('overdue', 'expired', 'in_grace') end as was_due, 0::bigint, count(*)
			from duties d
			join population p on p.id = d.person_id
			where d.status is not null
			group by p.departments, p.counted, p.pc, d.course_id, d.status, was_due`, named)
		if err != nil {
			return err
		}
		defer rows.Close()
		var h heap
		var status string
		for rows.Next() {
			if err := rows.Scan(&h.departments, &h.counted, &h.pc, &h.course, &status, &h.due, &h.persons, &h.row); err != nil {
				return err
			}
			if h.status = slices.Index(statuses, ledger.Status(status).Public()); h.course != 0 && h.status < 0 {
				return fmt.Errorf("status %q", status)
			}
			fn(h)
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("report: overview: %w", err)
	}
	return nil
}
