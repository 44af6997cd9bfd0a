package reminder

import (
	"context"
	"encoding/json"
	"fmt"
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
