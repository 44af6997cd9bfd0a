package pending

import (
	"context"
	"fmt"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// ReadWorkload is what whom the scope contains today will have to learn in the
// coming months: what is to do on the last day of them with nothing learned until
// then, in the month in which it is due, and what is late already in the first. So
// open duties and renewals stand in it once; what is paused or exempt on that day
// does not, nor what is due after somebody's last day.
//
// tree are the departments of today, minutes the length of a course.
func ReadWorkload(ctx context.Context, c db.Conn, scope people.Scope, tree []people.TreeNode, minutes func(course int64) int) (Work, error) {
	table, args := staff(scope)
	until := Work{First: scope.Day}.Month(Months).AddDays(-1)
	args["until"] = until
	var loads []load
	if err := c.Query(ctx).Raw(`
		with `+table+`
		select s.department_id, a.course_id, cast(date_trunc('month', greatest(d.due, @day)) as date) as month, count(*) as count,
			count(*) filter (where d.due < @day) as late
		from assignments a
		join staff s on s.person_id = a.person_id
		cross join lateral (select `+ledger.DueSQL("a", "@until")+` as due) d
		where a.mandatory and (a.completed_on is null and a.due_on <= @until or a.valid_until <= @until or a.prev_valid_until <= @until)
			and `+ledger.StatusSQL("a", "@until")+` in ('open', 'in_progress', 'in_grace', 'overdue', 'expired')
			and d.due <= @until and (d.due <= s.last_on or d.due < @day)
		group by 1, 2, 3`, args).Scan(&loads).Error; err != nil {
		return Work{}, fmt.Errorf("pending: workload: %w", err)
	}
	return newWork(scope.Day, tree, loads, minutes), nil
}
