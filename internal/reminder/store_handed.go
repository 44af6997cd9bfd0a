package reminder

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// underWay are messages that were handed over, or that a dispatcher has taken and is
// about to hand over, other than those of the rows.
const underWay = `
	recipient_id = any(cast(@ids as bigint[])) and not id = any(cast(@rows as bigint[]))
	and (state in ('handing_over', 'sent', 'uncertain') and handed_at >= @from and handed_at < @to
		or state = 'waiting' and taken_until > @now)`

// numbers are the persons and the rows of the list as arrays of Postgres.
func numbers(list []recipient) (ids, rows string) {
	persons, numbers := make([]int64, len(list)), make([]int64, len(list))
	for i, who := range list {
		persons[i], numbers[i] = who.ID, who.row
	}
	return db.Numbers(persons), db.Numbers(numbers)
}

// handedSince are the days, from the given one on, of the persons' other mails that
// were handed over; what is about to be counts as today's.
func handedSince(ctx context.Context, c db.Conn, list []recipient, since calendar.Date, now time.Time) (map[int64][]calendar.Date, error) {
	if len(list) == 0 {
		return nil, nil
	}
	ids, numbers := numbers(list)
	var rows []struct {
		RecipientID int64
		At          time.Time
	}
	if err := c.Query(ctx).Raw(`
		select recipient_id, case when state = 'waiting' then @now else handed_at end as at from outbox
		where kind = @kind and `+underWay,
		map[string]any{"kind": KindPerson, "ids": ids, "rows": numbers, "from": at(since, 0), "to": at(calendar.DateOf(now).AddDays(1), 0), "now": now}).
		Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reminder: mails handed over: %w", err)
	}
	days := map[int64][]calendar.Date{}
	for _, r := range rows {
		days[r.RecipientID] = append(days[r.RecipientID], calendar.DateOf(r.At))
	}
	return days, nil
}

// handedOn are those of the persons to whom another mail of reminders went on the day
// of now, or is about to go.
func handedOn(ctx context.Context, c db.Conn, list []recipient, now time.Time) (map[int64]bool, error) {
	ids, numbers := numbers(list)
	day := calendar.DateOf(now)
	var persons []int64
	if err := c.Query(ctx).Raw(`
		select distinct recipient_id from outbox
		where kind in @kinds and `+underWay,
		map[string]any{"kinds": []string{KindPerson, KindDigest}, "ids": ids, "rows": numbers, "from": at(day, 0), "to": at(day.AddDays(1), 0), "now": now}).
		Scan(&persons).Error; err != nil {
		return nil, fmt.Errorf("reminder: mails of the day: %w", err)
	}
	handed := map[int64]bool{}
	for _, id := range persons {
		handed[id] = true
	}
	return handed, nil
}

// recipientLock is the first number of the advisory locks of recipients.
const recipientLock = 4

// lockRecipients holds the mails of each recipient apart until the transaction ends.
// All take the locks in one order, so that nobody waits for each other.
func lockRecipients(ctx context.Context, tx *db.Tx, list []recipient) error {
	ids, _ := numbers(list)
	if err := tx.Query(ctx).Exec(`
		select pg_advisory_xact_lock(@lock, number)
		from (select distinct hashtext(cast(id as text)) as number from unnest(cast(@ids as bigint[])) as id order by number) sorted`,
		map[string]any{"lock": recipientLock, "ids": ids}).Error; err != nil {
		return fmt.Errorf("reminder: wait for the recipients' other mails: %w", err)
	}
	return nil
}
