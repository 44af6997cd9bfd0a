package reminder

import (
	"context"
	"errors"
	"fmt"

	"zaemme/internal/db"
	"zaemme/internal/outbox"
)

// errRaced undoes messages of which another process has written a step.
var errRaced = errors.New("reminder: written elsewhere")

// note is a message with its keys: both are written, or neither.
type note struct {
	outbox.Message
	keys, older []keyRow
	written     bool
}

// writePending writes what was decided about persons: what is left out, then the
// mails.
func (r *round) writePending(ctx context.Context) error {
	var left []keyRow
	var notes []*note
	for _, reminder := range r.pending {
		to := keyRow{person: reminder.PersonID, recipient: reminder.PersonID, channel: reminder.Channel}
		for _, l := range reminder.Left {
			to.item, to.reason = l.Item, l.Why
			left = append(left, to)
		}
		if len(reminder.Items) > 0 {
			notes = append(notes, r.note(reminder))
		}
	}
	r.pending = nil
	if err := r.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := writeKeys(ctx, tx, r.trial, r.now, left, leaveOut)
		return err
	}); err != nil {
		return err
	}
	err := r.write(ctx, notes)
	for _, n := range notes {
		if n.written {
			r.counts["mails"]++
			r.counts["courses"] += len(n.keys)
		}
	}
	return err
}

// note is the one place where a mail to a person begins.
func (r *round) note(reminder Reminder) *note {
	payload := personPayload{Day: r.day, Trial: r.trial}
	n := &note{}
	to := keyRow{person: reminder.PersonID, recipient: reminder.PersonID, channel: Mail}
	for _, item := range reminder.Items {
		payload.Items = append(payload.Items, item.Key)
		to.item = item
		n.keys = append(n.keys, to)
	}
	to.reason = NewerStep
	for _, item := range reminder.Older {
		to.item = item
		n.older = append(n.older, to)
	}
	n.Message = outbox.Message{Kind: KindPerson, RecipientID: reminder.PersonID, Payload: payload}
	r.address(n, fmt.Sprintf("%s:%d:%s", KindPerson, reminder.PersonID, r.day))
	return n
}

// address gives the message its key for ever and its time.
func (r *round) address(n *note, key string) {
	if r.trial {
		key += ":trial"
	}
	n.DedupeKey, n.NextAt = key, r.now
	if from := at(r.day, r.policy.Window.From); from.After(r.now) {
		n.NextAt = from
	}
}

// writeDigests writes the digests that are not empty.
func (r *round) writeDigests(ctx context.Context) error {
	var list []*Digest
	for _, d := range r.digests {
		if !d.Empty() {
			list = append(list, d)
		}
	}
	sortDigests(list) // one order of locks for all processes
	week := r.policy.week(r.day)
	for _, d := range list {
		payload := digestPayload{Day: r.day, Trial: r.trial, Team: d.Team, Lead: d.Lead, HR: d.HR, Slips: d.Slips}
		n := &note{Message: outbox.Message{Kind: KindDigest, RecipientID: d.RecipientID, Payload: payload}}
		r.address(n, fmt.Sprintf("%s:%d:%s", KindDigest, d.RecipientID, week))
		for _, s := range d.items {
			n.keys = append(n.keys, keyRow{person: s.person, recipient: d.RecipientID, channel: Slip, item: s.item})
		}
		if err := r.write(ctx, []*note{n}); err != nil {
			return err
		}
		if n.written {
			r.counts["digests"]++
			r.counts["slips"] += len(d.Slips)
		}
	}
	return nil
}

// write writes the messages with their keys in one transaction, but for those whose
// message is there already. If another process has a key of one of the others, they
// are written one by one, and that one not.
func (r *round) write(ctx context.Context, notes []*note) error {
	if len(notes) == 0 {
		return nil
	}
	err := r.DB.Write(ctx, func(tx *db.Tx) error { return r.insert(ctx, tx, notes) })
	switch {
	case err == nil:
		return nil
	case ctx.Err() == nil && len(notes) > 1:
		for _, n := range notes {
			if err := r.write(ctx, []*note{n}); err != nil {
				return err
			}
		}
		return nil
	}
	for _, n := range notes {
		n.written = false
	}
	if errors.Is(err, errRaced) {
		r.counts["written_elsewhere"]++
		return nil
	}
	return fmt.Errorf("reminder: write %s: %w", notes[0].DedupeKey, err)
}

func (r *round) insert(ctx context.Context, tx *db.Tx, notes []*note) error {
	messages := make([]outbox.Message, len(notes))
	for i, n := range notes {
		messages[i] = n.Message
	}
	ids, err := outbox.EnqueueMany(ctx, tx, messages)
	if err != nil {
		return err
	}
	var keys, older []keyRow
	for _, n := range notes {
		id := int64(0)
		if id, n.written = ids[n.DedupeKey]; !n.written {
			continue
		}
		for _, k := range n.keys {
			k.outboxID = id
			keys = append(keys, k)
		}
		older = append(older, n.older...)
	}
	written, err := writeKeys(ctx, tx, r.trial, r.now, keys, takeUp)
	if err != nil {
		return err
	}
	if written != len(keys) {
		return errRaced
	}
	_, err = writeKeys(ctx, tx, r.trial, r.now, older, leaveOut)
	return err
}
