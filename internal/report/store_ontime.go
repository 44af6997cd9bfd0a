package report

import (
	"context"
	"fmt"

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
// completed by then. original: the first date of each cycle; else the last one
// that was in effect. Each cycle is judged by the slice that holds on its due date.
func (s *snapshot) readOnTime(ctx context.Context, original bool) (Rate, error) {
	due := "due_on"
	if original {
		due = "original_due_on"
	}
	departments, err := s.departmentsOn(ctx, s.query.AsOf)
	if err != nil {
		return Rate{}, err
	}
	// Who has left since is in scope of the whole organisation and of a department;
	// a line and a part granted are whom they name today.
	var persons []int64
	if !s.query.Scope.Everyone {
		persons = []int64{}
		for _, one := range s.subjects {
			persons = append(persons, one.ID)
		}
	}
	branch := func(prefix string) string {
		day := "s." + prefix + due
		return `
			select s.person_id, s.course_id, s.` + prefix + `cycle as cycle, ` + day + ` as due, coalesce(s.` + prefix + `completed_on <= ` + day + `, false) as done
			from assignment_states s
			join courses c on c.id = s.course_id and (@courses::text[] is null or c.code = any (@courses::text[]))
			where ` + day + ` between @from and @day and s.` + prefix + `assigned_on <= ` + day + ` and s.mandatory
				and ` + ledger.AtSQL("s", day, "@known") + `
				and coalesce(` + ledger.StatusSQL("s", day) + `, 'exempt') not in ('exempt', 'paused')
				and (@persons::bigint[] is null or s.person_id = any (@persons::bigint[]))
				and exists (select from employment_facts f where f.person_id = s.person_id and ` + contains(day) + `
					and (@departments::bigint[] is null or f.department_id = any (@departments::bigint[])))
				and exists (select from employment_facts f where f.person_id = s.person_id and ` + contains(day) + `
					and f.category <> all (@outside::text[]))`
	}
	var r Rate
	err = s.tx.Raw(func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `
			select count(*) filter (where u.done), count(*) from (
				select distinct on (person_id, course_id, cycle) done from (`+branch("")+`
					union all`+branch("prev_")+`
				) cycles
				order by person_id, course_id, cycle, due desc
			) u`, pgx.NamedArgs{
			"from": periodFrom(s.query.AsOf).Time(), "day": s.query.AsOf.Time(), "known": s.known, "courses": s.query.Filter.Courses,
			"persons": persons, "departments": departments, "outside": outsideTotal(),
		}).Scan(&r.Num, &r.Den)
	})
	if err != nil {
		return r, fmt.Errorf("report: completed in time: %w", err)
	}
	return r, nil
}
