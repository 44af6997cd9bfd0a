package pending

import (
	"context"
	"fmt"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// lacks is the condition on a row of staff that it has the gap on @day.
func lacks(gap Gap) string {
	switch gap {
	case NoManager:
		return `(s.manager_id is null and s.category not in ('official', 'militia') and not exists (
			select from department_facts h where h.head_id = s.person_id and h.parent_id is null and h.valid_from <= @day and h.valid_to > @day
				and h.known_to = '9999-12-31 00:00:00+00'))`
	case NoMail:
		return `(exists (select from persons m where m.id = s.person_id and m.email is null) and not exists (
			select from cards k where k.person_id = s.person_id and k.ended_at is null) and not exists (
			select from person_traits t where t.person_id = s.person_id and not t.has_pc and t.pc_source <> 'mail' and t.valid_from <= @day
				and t.valid_to > @day and t.known_to = '9999-12-31 00:00:00+00'))`
	default:
		return `not exists (select from assignments a where a.person_id = s.person_id and ` + ledger.StatusSQL("a", "@day") + ` is not null)`
	}
}

// ReadGaps counts what is missing of whom the scope contains today.
func ReadGaps(ctx context.Context, c db.Conn, scope people.Scope) (Gaps, error) {
	table, args := staff(scope)
	var g Gaps
	if err := c.Query(ctx).Raw(`
		with `+table+`
		select count(*) as staff, count(*) filter (where `+lacks(NoManager)+`) as no_manager, count(*) filter (where `+lacks(NoMail)+`) as no_mail,
			count(*) filter (where `+lacks(NoDuty)+`) as no_duty
		from staff s`, args).Scan(&g).Error; err != nil {
		return g, fmt.Errorf("pending: gaps: %w", err)
	}
	return g, nil
}

// Without lists who has the gap, by name, limit rows from offset, and how many do.
func Without(ctx context.Context, c db.Conn, scope people.Scope, gap Gap, limit, offset int) ([]Lacking, int, error) {
	table, args := staff(scope)
	args["limit"], args["offset"] = limit, offset
	var rows []struct {
		Lacking
		Total int
	}
	if err := c.Query(ctx).Raw(`
		with `+table+`
		select p.id, p.uid, coalesce(p.personnel_no, '') as personnel_no, p.last_name, p.first_name, coalesce(n.name, '') as department, s.category,
			count(*) over () as total
		from staff s
		join persons p on p.id = s.person_id
		left join department_facts n on n.department_id = s.department_id and n.valid_from <= @day and n.valid_to > @day
			and n.known_to = '9999-12-31 00:00:00+00'
		where `+lacks(gap)+`
		order by p.sort_name collate "de-CH-x-icu", p.uid limit @limit offset @offset`, args).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("pending: who lacks %s: %w", gap, err)
	}
	list, total := make([]Lacking, len(rows)), 0
	for i, r := range rows {
		list[i], total = r.Lacking, r.Total
	}
	return list, total, nil
}
