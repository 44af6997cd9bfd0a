package reminder

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// unhurried lifts the limits of a page for the long read of a job.
func unhurried(ctx context.Context, tx *db.Tx) error {
	for _, limit := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
		if err := tx.Query(ctx).Exec(`set local ` + limit + ` = 0`).Error; err != nil {
			return fmt.Errorf("reminder: %s: %w", limit, err)
		}
	}
	return nil
}

// keyRows are rows of reminder_keys for one person and message.
type keyRows struct {
	person, recipient int64
	channel           Channel
	trial             bool
	at                time.Time
}

// insert writes the keys of a message; ok is false if one of them has been used.
// A key that was suppressed sent nothing and is taken up again.
func (k keyRows) insert(ctx context.Context, tx *db.Tx, outboxID int64, items []Item) (ok bool, err error) {
	n, err := k.write(ctx, tx, outboxID, items, "", `
		do update set outbox_id = excluded.outbox_id, due_on = excluded.due_on, policy = excluded.policy,
			created_at = excluded.created_at, suppressed = ''
		where r.suppressed <> ''`)
	return n == len(items), err
}

// insertOlder records the steps that a newer one has replaced.
func (k keyRows) insertOlder(ctx context.Context, tx *db.Tx, items []Item) error {
	_, err := k.write(ctx, tx, 0, items, NewerStep, leftOut)
	return err
}

// leave records the steps that are not sent, by their reason.
func (k keyRows) leave(ctx context.Context, tx *db.Tx, left []Left) error {
	byReason := map[Reason][]Item{}
	for _, one := range left {
		byReason[one.Why] = append(byReason[one.Why], one.Item)
	}
	for _, why := range slices.Sorted(maps.Keys(byReason)) {
		if _, err := k.write(ctx, tx, 0, byReason[why], why, leftOut); err != nil {
			return err
		}
	}
	return nil
}

// leftOut keeps the newest reason, and nothing that was sent.
const leftOut = `
	do update set suppressed = excluded.suppressed, outbox_id = null, due_on = excluded.due_on, created_at = excluded.created_at
	where r.suppressed not in ('', excluded.suppressed)`

func (k keyRows) write(ctx context.Context, tx *db.Tx, outboxID int64, items []Item, reason Reason, conflict string) (int, error) {
	if len(items) == 0 {
		return 0, nil
	}
	type row struct {
		Key
		On     calendar.Date `json:"due"`
		Policy int           `json:"policy"`
	}
	rows := make([]row, len(items))
	for i, item := range items {
		rows[i] = row{item.Key, item.On, item.Policy}
	}
	encoded, err := json.Marshal(rows)
	if err != nil {
		return 0, fmt.Errorf("reminder: encode keys: %w", err)
	}
	result := tx.Query(ctx).Exec(`
		insert into reminder_keys as r (person_id, course_id, cycle, step, occurrence, recipient_id, channel, trial,
			outbox_id, due_on, policy, created_at, suppressed)
		select @person, i.course, i.cycle, i.step, i.occurrence, @recipient, @channel, @trial,
			nullif(@outbox, 0), i.due, i.policy, @at, @reason
		from jsonb_to_recordset(cast(@rows as jsonb)) as i (course bigint, cycle smallint, step text, occurrence smallint, due date, policy integer)
		on conflict (person_id, course_id, cycle, step, occurrence, recipient_id, channel, trial) `+conflict,
		map[string]any{
			"person": k.person, "recipient": k.recipient, "channel": string(k.channel), "trial": k.trial, "outbox": outboxID,
			"at": k.at, "reason": string(reason), "rows": string(encoded),
		})
	if result.Error != nil {
		return 0, fmt.Errorf("reminder: keys of person %d: %w", k.person, result.Error)
	}
	return int(result.RowsAffected), nil
}

// suppress records why a step of a message was left out of it.
func suppress(ctx context.Context, tx *db.Tx, outboxID, person int64, key Key, reason Reason) error {
	if err := tx.Query(ctx).Exec(`
		update reminder_keys set suppressed = @reason
		where outbox_id = @outbox and person_id = @person and course_id = @course and cycle = @cycle and step = @step
			and occurrence = @occurrence`,
		map[string]any{
			"reason": string(reason), "outbox": outboxID, "person": person, "course": key.CourseID, "cycle": key.Cycle,
			"step": key.Step, "occurrence": key.Occurrence,
		}).Error; err != nil {
		return fmt.Errorf("reminder: suppress: %w", err)
	}
	return nil
}

// suppressAll records one reason for all steps of a message.
func suppressAll(ctx context.Context, tx *db.Tx, outboxID int64, reason Reason) error {
	if err := tx.Query(ctx).Exec(`update reminder_keys set suppressed = ? where outbox_id = ?`, string(reason), outboxID).Error; err != nil {
		return fmt.Errorf("reminder: suppress: %w", err)
	}
	return nil
}

// readHistories is what the persons have got: steps for ever, mails of the seven
// days that end with day.
func readHistories(ctx context.Context, c db.Conn, ids []int64, day calendar.Date, trial bool) (map[int64]History, error) {
	histories := make(map[int64]History, len(ids))
	for _, id := range ids {
		histories[id] = History{Sent: map[Key]bool{}, LeftOut: map[Key]Reason{}}
	}
	args := map[string]any{
		"ids": db.Numbers(ids), "trial": trial, "kind": KindPerson, "since": day.AddDays(-6).String(), "day": day.String(),
		"after": day.AddDays(-40).Time(),
	}
	var keys []struct {
		PersonID int64
		Key
		Suppressed Reason
	}
	if err := c.Query(ctx).Raw(`
		select person_id, course_id, cycle, step, occurrence, suppressed from reminder_keys
		where person_id = any(cast(@ids as bigint[])) and trial = @trial`, args).Scan(&keys).Error; err != nil {
		return nil, fmt.Errorf("reminder: keys: %w", err)
	}
	for _, k := range keys {
		if k.Suppressed == "" {
			histories[k.PersonID].Sent[k.Key] = true
		} else {
			histories[k.PersonID].LeftOut[k.Key] = k.Suppressed
		}
	}
	var mails []struct {
		RecipientID int64
		Day         string
	}
	if err := c.Query(ctx).Raw(`
		select recipient_id, payload ->> 'day' as day from outbox
		where kind = @kind and recipient_id = any(cast(@ids as bigint[])) and state <> 'suppressed'
			and payload ->> 'day' between @since and @day
			and coalesce(cast(payload ->> 'trial' as boolean), false) = @trial`, args).Scan(&mails).Error; err != nil {
		return nil, fmt.Errorf("reminder: mails: %w", err)
	}
	for _, m := range mails {
		on, err := calendar.ParseISO(m.Day)
		if err != nil {
			return nil, fmt.Errorf("reminder: mails: %w", err)
		}
		h := histories[m.RecipientID]
		h.Mails = append(h.Mails, on)
		histories[m.RecipientID] = h
	}
	return histories, nil
}

// handedSince are the days of the person's other mails that were handed over on
// or after day.
func handedSince(ctx context.Context, c db.Conn, person, notThis int64, day calendar.Date) ([]calendar.Date, error) {
	var moments []time.Time
	if err := c.Query(ctx).Raw(`
		select handed_at from outbox
		where kind = ? and recipient_id = ? and id <> ? and state in ('handing_over', 'sent', 'uncertain') and handed_at >= ?`,
		KindPerson, person, notThis, at(day, 0)).Scan(&moments).Error; err != nil {
		return nil, fmt.Errorf("reminder: mails handed over: %w", err)
	}
	days := make([]calendar.Date, len(moments))
	for i, m := range moments {
		days[i] = calendar.DateOf(m)
	}
	return days, nil
}

// recipientLock is the first number of the advisory locks of recipients.
const recipientLock = 4

// lockRecipient holds the mails of one recipient apart until the transaction ends.
func lockRecipient(ctx context.Context, tx *db.Tx, person int64) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(?, hashtext(cast(? as text)))`, recipientLock, fmt.Sprint(person)).Error; err != nil {
		return fmt.Errorf("reminder: wait for the recipient's other mails: %w", err)
	}
	return nil
}

// handedOn reports whether another mail of reminders went to the person on the day.
func handedOn(ctx context.Context, c db.Conn, person, notThis int64, day calendar.Date) (bool, error) {
	var handed bool
	if err := c.Query(ctx).Raw(`
		select exists (select from outbox
			where kind in @kinds and recipient_id = @person and id <> @not and state in ('handing_over', 'sent', 'uncertain')
				and handed_at >= @from and handed_at < @to)`,
		map[string]any{"kinds": []string{KindPerson, KindDigest}, "person": person, "not": notThis, "from": at(day, 0), "to": at(day.AddDays(1), 0)}).
		Scan(&handed).Error; err != nil {
		return false, fmt.Errorf("reminder: mails of the day: %w", err)
	}
	return handed, nil
}

// readRounds are the days from the given one on with a finished round.
func readRounds(ctx context.Context, c db.Conn, from calendar.Date, trial bool) (map[calendar.Date]bool, error) {
	var days []time.Time
	if err := c.Query(ctx).Raw(`select day from reminder_rounds where day >= ? and trial = ?`, from, trial).Scan(&days).Error; err != nil {
		return nil, fmt.Errorf("reminder: rounds: %w", err)
	}
	looked := make(map[calendar.Date]bool, len(days))
	for _, d := range days {
		looked[calendar.NewDate(d.Date())] = true
	}
	return looked, nil
}

func writeRound(ctx context.Context, c db.Conn, day calendar.Date, trial bool, now time.Time, counts map[string]int) error {
	encoded, err := json.Marshal(counts)
	if err != nil {
		return fmt.Errorf("reminder: counts: %w", err)
	}
	if err := c.Query(ctx).Exec(`
		insert into reminder_rounds (day, trial, finished_at, counts) values (?, ?, ?, cast(? as jsonb))
		on conflict do nothing`, day, trial, now, string(encoded)).Error; err != nil {
		return fmt.Errorf("reminder: round: %w", err)
	}
	return nil
}
