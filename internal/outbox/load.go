package outbox

import (
	"context"
	"time"

	"zaemme/internal/mail"
)

// load is what was taken at once. Without a row looked at it is empty and needs no
// release.
type load struct {
	rows    []*taken // to be handed over
	looked  int      // rows decided on, these among them
	early   bool     // taken while those before were handed over
	granted int      // of the minute's pace
	counts  Counts   // of taking it, where that happened beside
	fresh   context.Context
	release func() // ends the wording
}

// taken is a message that is decided to leave. Its row still waits, held for this
// dispatcher; nothing of it has left.
type taken struct {
	item     Item
	decision Decision
	written  chan struct{} // closed once message or fault is there
	message  *mail.Message
	fault    error
}

// recipients are the persons to whom something of the load goes.
func (l *load) recipients() map[int64]bool {
	list := make(map[int64]bool, len(l.rows))
	for _, one := range l.rows {
		if id := one.item.RecipientID; id != 0 {
			list[id] = true
		}
	}
	return list
}

// stale reports whether the decisions of the load are too old for its i-th row to
// leave: not the first, if it was taken just for that.
func (l *load) stale(i int) bool { return l.fresh.Err() != nil && (i > 0 || l.early) }

// putDown lets all of a load go that is not begun.
func (t *turn) putDown(ctx context.Context, l *load) error {
	if l.looked == 0 {
		return nil
	}
	l.release()
	t.pace.giveBack(t.now, l.granted)
	return t.letGo(ctx, l.rows)
}

// letGo frees rows as they were found, also where the process is told to stop.
func (t *turn) letGo(ctx context.Context, rows []*taken) error {
	if len(rows) == 0 {
		return nil
	}
	keep, cancel := kept(ctx)
	defer cancel()
	return letGo(keep, t.db, rows, heldUntil(t.now))
}

// heldUntil is when a message taken now is free again; in the exactness of the
// database, which is asked whether it is still the same.
func heldUntil(now time.Time) time.Time { return now.Add(grace).Truncate(time.Microsecond) }
