package reminder

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
)

// keyRow is a row of reminder_keys.
type keyRow struct {
	person, recipient int64
	channel           Channel
	outboxID          int64 // 0: it was left out
	item              Item
	reason            Reason // why it was left out
}

// What becomes of a key that is there already.
const (
	// takeUp takes a key up again that was suppressed: it sent nothing.
	takeUp = `
		do update set outbox_id = excluded.outbox_id, due_on = excluded.due_on, policy = excluded.policy,
			created_at = excluded.created_at, suppressed = ''
		where r.suppressed <> ''`
	// leaveOut keeps the newest reason, and nothing that was sent.
	leaveOut = `
		do update set suppressed = excluded.suppressed, outbox_id = null, due_on = excluded.due_on, created_at = excluded.created_at
		where r.suppressed not in ('', excluded.suppressed)`
)

// writeKeys writes the rows in one statement, each key once, and says how many were
// written or changed.
func writeKeys(ctx context.Context, tx *db.Tx, trial bool, now time.Time, list []keyRow, conflict string) (int, error) {
	if len(list) == 0 {
		return 0, nil
	}
	var persons, courses, recipients, messages []int64
	var cycles, occurrences []int16
	var steps, channels, reasons []string
	var due []time.Time
	var policies []int32
	for _, row := range list {
		persons, recipients, courses = append(persons, row.person), append(recipients, row.recipient), append(courses, row.item.CourseID)
		cycles, occurrences = append(cycles, row.item.Cycle), append(occurrences, int16(row.item.Occurrence))
		steps, channels, reasons = append(steps, row.item.Step), append(channels, string(row.channel)), append(reasons, string(row.reason))
		messages, due, policies = append(messages, row.outboxID), append(due, row.item.On.Time()), append(policies, int32(row.item.Policy))
	}
	var n int64
	err := tx.Raw(func(conn *pgx.Conn) error {
		tag, err := conn.Exec(ctx, `
			insert into reminder_keys as r (person_id, course_id, cycle, step, occurrence, recipient_id, channel, trial,
				outbox_id, due_on, policy, created_at, suppressed)
			select i.person, i.course, i.cycle, i.step, i.occurrence, i.recipient, i.channel, $1,
				nullif(i.outbox, 0), i.due, i.policy, $2, i.reason
			from unnest($3::bigint[], $4::bigint[], $5::smallint[], $6::text[], $7::smallint[], $8::bigint[], $9::text[],
				$10::bigint[], $11::date[], $12::integer[], $13::text[])
				as i (person, course, cycle, step, occurrence, recipient, channel, outbox, due, policy, reason)
			on conflict (person_id, course_id, cycle, step, occurrence, recipient_id, channel, trial) `+conflict,
			trial, now, persons, courses, cycles, steps, occurrences, recipients, channels, messages, due, policies, reasons)
		n = tag.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("reminder: keys from person %d on: %w", list[0].person, err)
	}
	return int(n), nil
}
