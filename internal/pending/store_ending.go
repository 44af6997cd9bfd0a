package pending

import (
	"context"
	"fmt"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// ends is the condition on assignments a that the duty is fulfilled on @day and,
// with nothing more learned, no longer on the day of the argument. The dates come
// first: they have an index.
func ends(after string) string {
	return `a.mandatory and (a.valid_until >= @day and a.valid_until < ` + after + ` or a.prev_valid_until >= @day and a.prev_valid_until < ` + after + `)
		and ` + ledger.StatusSQL("a", "@day") + ` in ('fulfilled', 'expiring')
		and coalesce(` + ledger.StatusSQL("a", after) + `, '') not in ('fulfilled', 'expiring')`
}

// ReadEnding counts the completions of whom the scope contains today that end in the
// first, the first two and all three of Spans.
func ReadEnding(ctx context.Context, c db.Conn, scope people.Scope) (counts [3]int, err error) {
	table, args := staff(scope)
	for i, days := range Spans {
		args[fmt.Sprintf("after%d", i)] = scope.Day.AddDays(days + 1)
	}
	var row struct{ First, Second, Third int }
	if err := c.Query(ctx).Raw(`
		with `+table+`
		select count(*) filter (where `+ends("@after0")+`) as first, count(*) filter (where `+ends("@after1")+`) as second, count(*) as third
		from assignments a join staff s on s.person_id = a.person_id
		where `+ends("@after2"), args).Scan(&row).Error; err != nil {
		return counts, fmt.Errorf("pending: what ends: %w", err)
	}
	return [3]int{row.First, row.Second, row.Third}, nil
}

// Ending lists the completions that end within the days, the first to end first,
// limit rows from offset, and how many there are.
func Ending(ctx context.Context, c db.Conn, scope people.Scope, days, limit, offset int) ([]Ends, int, error) {
	table, args := staff(scope)
	args["after"], args["limit"], args["offset"] = scope.Day.AddDays(days+1), limit, offset
	var rows []struct {
		Ends
		Total int
	}
	// Of two completions that are valid the later one counts.
	if err := c.Query(ctx).Raw(`
		with `+table+`, ending as (
			select s.person_id, s.department_id, a.course_id,
				greatest(case when a.valid_until >= @day and a.valid_until < @after then a.valid_until end,
					case when a.prev_valid_until >= @day and a.prev_valid_until < @after then a.prev_valid_until end) as last_day
			from assignments a join staff s on s.person_id = a.person_id
			where `+ends("@after")+`
		)
		select p.id, p.uid, coalesce(p.personnel_no, '') as personnel_no, p.last_name, p.first_name, coalesce(n.name, '') as department, e.course_id,
			e.last_day as "on", count(*) over () as total
		from ending e
		join persons p on p.id = e.person_id
		left join department_facts n on n.department_id = e.department_id and n.valid_from <= @day and n.valid_to > @day
			and n.known_to = '9999-12-31 00:00:00+00'
		order by e.last_day, p.sort_name collate "de-CH-x-icu", p.uid, e.course_id limit @limit offset @offset`, args).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("pending: list of what ends: %w", err)
	}
	list, total := make([]Ends, len(rows)), 0
	for i, r := range rows {
		list[i], total = r.Ends, r.Total
	}
	return list, total, nil
}
