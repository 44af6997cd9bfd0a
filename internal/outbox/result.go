package outbox

import (
	"crypto/sha256"
	"strings"
	"time"

	"zaemme/internal/mail"
)

// backoff is the pause after the n-th failed hand-over; after the last one a
// message is parked.
var backoff = []time.Duration{
	time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// refusedAddress is the hash of the recipient's own address, if that is what the
// server refused for good: not the address of a trial.
func refusedAddress(m *mail.Message, gate Gate, result mail.Result) []byte {
	if !result.NoMailbox || gate.RedirectTo != "" || len(m.To) != 1 {
		return nil
	}
	sum := sha256.Sum256([]byte(strings.ToLower(m.To[0].Email)))
	return sum[:]
}

// outcome is what becomes of a message by the server's answer.
func (t *turn) outcome(one *taken, result mail.Result) change {
	problem := ""
	if result.Err != nil {
		problem = result.Err.Error()
	}
	// A sweep may have been faster; what the server said is better knowledge.
	ch := change{id: one.item.ID, from: []State{HandingOver, Uncertain}, done: t.now, problem: problem}
	switch {
	case result.Outcome == mail.Sent:
		ch.to = Sent
		t.counts.Sent++
	case result.Outcome == mail.Permanent:
		ch.to, ch.reason, ch.refused = Parked, "refused", refusedAddress(one.message, t.gate, result)
		t.counts.Parked++
	case result.Outcome == mail.Unknown && !t.kinds[one.item.Kind].AgainIfUnknown:
		ch.to, ch.reason = Uncertain, "no_answer"
		t.counts.Uncertain++
	default:
		return t.putBack(one.item, 0, problem)
	}
	return ch
}

// putBack lets a row wait for its next try, or parks it after the last one.
// attempts is what this try still has to count.
func (t *turn) putBack(item Item, attempts int, problem string) change {
	ch := change{id: item.ID, from: []State{Waiting, HandingOver, Uncertain}, attempts: attempts, problem: problem}
	if item.Attempts >= len(backoff) {
		ch.to, ch.done, ch.reason = Parked, t.now, "tries_used_up"
		t.counts.Parked++
	} else {
		ch.to, ch.next, ch.reason = Waiting, t.now.Add(backoff[item.Attempts]), "failed"
		t.counts.Retried++
	}
	return ch
}
