package report

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// reminded is how often a step of a course went one way.
type reminded struct {
	Step, Course, Channel, Outcome, Reason string
	Messages, Persons                      int
}

// readReminded counts the reminders of the last twelve months about the persons in
// scope: sent, waiting, bounced, suppressed, and why. What a mail server answered
// after T is not yet known then.
func (s *snapshot) readReminded(ctx context.Context) (list []reminded, err error) {
	var persons []int64
	if !s.query.Scope.Everyone || s.query.Department != "" {
		if persons, err = s.ids(ctx, true); err != nil {
			return nil, err
		}
	}
	err = s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select k.step, c.code, k.channel, k.outcome, k.why, count(*), count(distinct k.person_id)
			from (
				select k.step, k.course_id, k.channel, k.person_id,
					case when k.suppressed <> '' then 'suppressed'
						when k.channel = 'slip' then 'sent'
						when o.id is null then 'sent'
						when o.done_at is null or o.done_at > @known then 'waiting'
						when o.state = 'parked' and o.reason = 'refused' then 'bounced'
						when o.state in ('parked', 'uncertain') then 'failed'
						when o.state = 'suppressed' then 'suppressed'
						else 'sent' end as outcome,
					case when k.suppressed <> '' then k.suppressed
						when o.done_at <= @known and o.state <> 'sent' and k.channel <> 'slip' then o.reason
						else '' end as why
				from reminder_keys k
				left join outbox o on o.id = k.outbox_id
				where not k.trial and k.created_at >= @from and k.created_at < @until and k.created_at <= @known
					and (@persons::bigint[] is null or k.person_id = any (@persons::bigint[]))
			) k
			join courses c on c.id = k.course_id
			where @courses::text[] is null or c.code = any (@courses::text[])
			group by 1, 2, 3, 4, 5
			order by 1, 2, 3, 4, 5`, pgx.NamedArgs{
			"from": periodFrom(s.query.AsOf).AddDays(-1).End(), "until": s.query.AsOf.End(), "known": s.known, "persons": persons,
			"courses": s.query.Filter.Courses,
		})
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[reminded])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("report: reminders: %w", err)
	}
	return list, nil
}
