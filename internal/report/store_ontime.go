package report

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// onTimeMonths is the period of the rate Fristgerecht: so many months up to D.
const onTimeMonths = 12

// periodFrom is the first day of that period.
func periodFrom(day calendar.Date) calendar.Date { return day.AddMonths(-onTimeMonths).AddDays(1) }

// readOnTime counts the cycles whose due date lies in the period, of persons in
// scope on that day and neither exempt nor paused on it, and of them those
// completed by then: by the first date of each cycle, and by the last one that was in
// effect. Each cycle is judged by the slice that holds on its due date. Most have one
// date, so they are judged once for both rates.
func (s *snapshot) readOnTime(ctx context.Context) (original, effective Rate, err error) {
	departments, err := s.departmentsOn(ctx, s.query.AsOf)
	if err != nil {
		return original, effective, err
	}
	// Who has left since is in scope of the whole organisation and of a department;
	// a line and a part granted are whom they name today.
	var persons []int64
	if !s.query.Scope.Everyone {
		if persons, err = s.ids(ctx, true); err != nil {
			return original, effective, err
		}
	}
	// the condition is left out where it is none: each takes a second
	located := func(string) string { return "" }
	if departments != nil {
		located = func(day string) string {
			return `
				and exists (select from employment_facts f where f.person_id = s.person_id and ` + contains(day) + `
					and f.department_id = any (@departments::bigint[]))`
		}
	}
	// branch judges a cycle of the slices by one of its dates: a number that is odd where
	// it was completed by then, and greater the later the date.
	branch := func(prefix, due, forOriginal, forEffective, and string) string {
		day := "s." + prefix + due
		return strings.NewReplacer("%p", "s."+prefix, "%d", day).Replace(`
			select s.person_id, s.course_id, %pcycle as cycle, `+forOriginal+` as original, `+forEffective+` as effective,
				(%d - date '2000-01-01') * 2 + coalesce(%pcompleted_on <= %d, false)::int as judged
			from assignment_states s
			where %d between @from and @day and %passigned_on <= %d and s.mandatory `+and+`
				and (@courses::text[] is null or s.course_id in (select c.id from courses c where c.code = any (@courses::text[])))
				and (@persons::bigint[] is null or s.person_id = any (@persons::bigint[]))`) + `
				and ` + ledger.AtSQL("s", day, "@known") + `
				and coalesce(` + ledger.StatusSQL("s", day) + `, 'exempt') not in ('exempt', 'paused')
				and exists (select from employment_facts f where f.person_id = s.person_id and ` + contains(day) + `
					and f.category <> all (@outside::text[]))` + located(day)
	}
	both := func(prefix string) string {
		return branch(prefix, "original_due_on", "true", "%pdue_on = %d", "") + `
			union all` + branch(prefix, "due_on", "false", "true", "and %d is distinct from %poriginal_due_on")
	}
	err = s.hashing(ctx, func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `
			select count(*) filter (where u.original & 1 = 1), count(u.original), count(*) filter (where u.effective & 1 = 1), count(u.effective)
			from (
				select max(c.judged) filter (where c.original) as original, max(c.judged) filter (where c.effective) as effective
				from (`+both("")+`
					union all`+both("prev_")+`
				) c
				group by c.person_id, c.course_id, c.cycle
			) u`, pgx.NamedArgs{
			"from": periodFrom(s.query.AsOf).Time(), "day": s.query.AsOf.Time(), "known": s.known, "courses": s.query.Filter.Courses,
			"persons": persons, "departments": departments, "outside": outsideTotal(),
		}).Scan(&original.Num, &original.Den, &effective.Num, &effective.Den)
	})
	if err != nil {
		return original, effective, fmt.Errorf("report: completed in time: %w", err)
	}
	return original, effective, nil
}
