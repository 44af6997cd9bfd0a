package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"zaemme/internal/mail"
)

// backoff is the pause after the n-th failed hand-over; after the last one a
// message is parked.
var backoff = []time.Duration{
	time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// handed is a message with what became of it.
type handed struct {
	mail.Result
	message *mail.Message
	gate    Gate
}

// refusedAddress is the hash of the recipient's own address, if that is what the
// server refused for good: not the address of a trial.
func (h handed) refusedAddress() string {
	if !h.NoMailbox || h.gate.RedirectTo != "" || len(h.message.To) != 1 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.ToLower(h.message.To[0].Email)))
	return hex.EncodeToString(sum[:])
}

// store keeps what became of a message.
func (o *Outbox) store(ctx context.Context, now time.Time, item Item, result handed, counts *Counts) error {
	problem := ""
	if result.Err != nil {
		problem = result.Err.Error()
	}
	// A sweep may have been faster; what the server said is better knowledge.
	ch := change{id: item.ID, from: []State{HandingOver, Uncertain}, done: now, problem: problem}
	switch {
	case result.Outcome == mail.Sent:
		ch.to = Sent
		counts.Sent++
	case result.Outcome == mail.Permanent:
		ch.to, ch.reason, ch.refused = Parked, "refused", result.refusedAddress()
		counts.Parked++
	case result.Outcome == mail.Unknown && !o.kinds[item.Kind].AgainIfUnknown:
		ch.to, ch.reason = Uncertain, "no_answer"
		counts.Uncertain++
	default:
		return o.putBack(ctx, now, item, 0, problem, counts)
	}
	return ch.apply(ctx, o.db)
}

// putBack lets a row wait for its next try, or parks it after the last one.
// attempts is what this try still has to count.
func (o *Outbox) putBack(ctx context.Context, now time.Time, item Item, attempts int, problem string, counts *Counts) error {
	ch := change{id: item.ID, from: []State{Waiting, HandingOver, Uncertain}, attempts: attempts, problem: problem}
	if item.Attempts >= len(backoff) {
		ch.to, ch.done, ch.reason = Parked, now, "tries_used_up"
		counts.Parked++
	} else {
		ch.to, ch.next, ch.reason = Waiting, now.Add(backoff[item.Attempts]), "failed"
		counts.Retried++
	}
	return ch.apply(ctx, o.db)
}
