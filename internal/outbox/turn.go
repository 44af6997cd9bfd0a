package outbox

import (
	"context"
	"errors"
	"slices"
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
	alone  int            // so many are taken one by one
	busy   map[int64]bool // recipients of what is being handed over meanwhile
}

// all takes and hands over until nothing is due or the turn's time is over.
func (t *turn) all(ctx context.Context) error {
	until, cancel := context.WithTimeout(ctx, turnTime)
	defer cancel()
	next := &load{}
	for until.Err() == nil {
		now := next
		if now.looked == 0 {
			// Before rows are taken: a server that is down is not asked for each.
			if err := t.line.open(until); err != nil {
				return err
			}
			var err error
			if now, err = t.next(until, t.size()); err != nil || now.looked == 0 {
				return err
			}
		}
		taking := t.ahead(until, now)
		err := t.hand(until, now)
		next = <-taking
		t.counts.add(next.counts)
		if err != nil {
			return errors.Join(err, t.putDown(ctx, next))
		}
	}
	return t.putDown(ctx, next)
}

// next takes at most so many rows; the load has looked at none if none is due.
func (t *turn) next(ctx context.Context, most int) (*load, error) {
	if t.alone > 0 {
		most = 1
	}
	which, granted := t.which, 0
	if t.pace.limited() {
		if granted = t.pace.reserve(t.now, most); granted > 0 {
			most = granted
		} else if which = which.onlyAwaited(); len(which.only) == 0 {
			return &load{}, nil // until the next minute
		}
	}
	l, err := t.take(ctx, which, most)
	if errors.Is(err, errTogether) {
		t.alone = most
		l, err = t.take(ctx, which, 1)
	}
	t.alone = max(0, t.alone-l.looked)
	l.granted = granted
	if len(l.rows) == 0 {
		t.pace.giveBack(t.now, granted)
	}
	return l, err
}

// ahead takes and words the next rows while those of now are handed over, if there are
// as many as are taken at once and the mail server is quick; else, and where anything
// comes in between, the load is empty, and they are taken afterwards. Nobody who is
// written to now is among them.
func (t *turn) ahead(ctx context.Context, now *load) <-chan *load {
	taken := make(chan *load, 1)
	if now.looked < batchRows || t.size() < batchRows || t.alone > 0 || t.pace.limited() {
		taken <- &load{}
		return taken
	}
	other := *t
	other.counts, other.busy = &Counts{}, now.recipients()
	go func() {
		l, _ := other.take(ctx, other.which, batchRows) // what fails is met again by who takes them next
		l.early, l.counts = true, *other.counts
		taken <- l
	}()
	return taken
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

// onlyAwaited is the queue of those that somebody waits for; without any it has no
// kinds, which is not to be looked for.
func (q queue) onlyAwaited() queue {
	kinds := slices.DeleteFunc(slices.Clone(q.awaited), func(kind string) bool {
		return len(q.only) > 0 && !slices.Contains(q.only, kind)
	})
	return queue{only: kinds, awaited: kinds}
}
