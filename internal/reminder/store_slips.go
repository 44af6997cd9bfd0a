package reminder

import (
	"context"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// slipKey is a step that went on a slip.
type slipKey struct {
	PersonID int64
	Key
}

// readSlipKeys are the steps on slips in the recipient's digests since a day, that
// were not left out.
func readSlipKeys(ctx context.Context, c db.Conn, recipient int64, since calendar.Date) ([]slipKey, error) {
	var keys []slipKey
	if err := c.Query(ctx).Raw(`
		select k.person_id, k.course_id, k.cycle, k.step, k.occurrence from reminder_keys k
		where k.recipient_id = ? and k.channel = 'slip' and not k.trial and k.suppressed = '' and k.outbox_id is not null and k.created_at >= ?
		order by k.person_id, k.due_on`, recipient, since.Time()).Scan(&keys).Error; err != nil {
		return nil, fmt.Errorf("reminder: slips: %w", err)
	}
	return keys, nil
}

// readCared are those of the persons whose category has the viewer as contact.
func readCared(ctx context.Context, c db.Conn, viewer int64, current settings.Settings, ids []int64, day calendar.Date) ([]int64, error) {
	var list []int64
	if err := c.Query(ctx).Raw(`
		select distinct f.person_id from employment_facts f
		join persons v on v.id = @viewer
		where f.person_id = any(cast(@ids as bigint[])) and f.valid_from <= @day and f.valid_to > @day
			and f.entry_on <= @day and f.exit_on >= @day and f.known_to = '9999-12-31 00:00:00+00'
			and (f.category = @militia and lower(v.email) = lower(@militia_contact)
				or f.category = @external and lower(v.email) = lower(@external_contact))`,
		map[string]any{
			"viewer": viewer, "ids": db.Numbers(ids), "day": day, "militia": string(people.Militia), "external": string(people.External),
			"militia_contact": current.Text("militia_contact"), "external_contact": current.Text("external_contact"),
		}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("reminder: whom somebody looks after: %w", err)
	}
	return list, nil
}
