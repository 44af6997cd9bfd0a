package outbox

import (
	"context"
	"errors"
	"time"
)

// turn is one call of Dispatch.
type turn struct {
	*Outbox
	now    time.Time
	gate   Gate
	which  queue
	line   *line
	counts *Counts
	alone  int // so many are taken one by one
}

// all takes and hands over until nothing is due, 50 rows have come to a decision, or
// five minutes are over.
func (t *turn) all(ctx context.Context) error {
	until, cancel := context.WithTimeout(ctx, batchTime)
	defer cancel()
	for room := batchRows; room > 0 && until.Err() == nil; {
		// Before rows are taken: a server that is down is not asked for each.
		if err := t.line.open(until); err != nil {
			return err
		}
		looked, left, err := t.next(until, min(room, t.size()))
		if err != nil || looked == 0 {
			return err
		}
		room -= looked - left
	}
	return nil
}

// next takes at most so many rows and hands over those that may leave. looked is
// how many it has decided on, 0 if none is due, and left how many of those are to be
// taken anew.
func (t *turn) next(ctx context.Context, most int) (looked, left int, err error) {
	fresh, cancel := context.WithTimeout(ctx, holds)
	defer cancel()
	if t.alone > 0 {
		most = 1
	}
	batch, looked, err := t.take(ctx, most)
	if errors.Is(err, errTogether) {
		t.alone = most
		batch, looked, err = t.take(ctx, 1)
	}
	if err != nil || looked == 0 {
		return 0, 0, err
	}
	t.alone = max(0, t.alone-looked)
	left, err = t.hand(ctx, fresh, batch)
	t.learn(len(batch)-left, left)
	return looked, left, err
}

// size is how many messages to take at once: as many as the mail server has lately
// taken while a decision holds, at most 50.
func (o *Outbox) size() int { return batchRows - int(o.fewer.Load()) }

// learn adapts size to how many of a batch were handed over in time, and how many
// were left.
func (o *Outbox) learn(inTime, left int) {
	size := o.size()
	switch {
	case left > 0:
		size = max(1, inTime)
	case inTime >= size:
		size = min(batchRows, 2*size)
	}
	o.fewer.Store(int64(batchRows - size))
}
