package planned

import (
	"context"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Sweep deletes the runs that were due before the day, with to whom they went, and the
// plans that ended before it, with all of theirs. The last run of a plan stays as long
// as the plan does: what is due next follows from it. It returns how many runs and
// plans went.
func Sweep(ctx context.Context, tx *db.Tx, before calendar.Date) (int, error) {
	var gone int
	if err := tx.Query(ctx).Raw(`
		with ended as (
			select r.id from report_plans r
			where r.state = 'ended' and r.changed_at < cast(cast(@before as date) as timestamp) at time zone 'Europe/Zurich'
			for update
		), old as (
			select n.id from report_runs n
			where n.plan_id in (select id from ended)
				or n.due_on < @before and exists (select from report_runs l where l.plan_id = n.plan_id and (l.due_on, l.id) > (n.due_on, n.id))
		), readers as (
			delete from report_run_people p using old where p.run_id = old.id
		), runs as (
			delete from report_runs n using old where n.id = old.id returning n.id
		), recipients as (
			delete from report_plan_people p using ended where p.plan_id = ended.id
		), plans as (
			delete from report_plans r using ended where r.id = ended.id returning r.id
		)
		select (select count(*) from runs) + (select count(*) from plans)`, map[string]any{"before": before}).Scan(&gone).Error; err != nil {
		return 0, fmt.Errorf("planned: sweep: %w", err)
	}
	return gone, nil
}
