package outbox

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/mail"
)

// holds is how long a decision that a message may leave is good for: whoever
// completes a course meanwhile is not reminded of it, and a mail that somebody
// waits for does not wait longer for those before it.
const holds = time.Second

// hand hands the load over, one message after the other, each marked «handing
// over» in a commit of its own before the mail server hears of it; the outcome of
// the one before is stored in the same commit. It ends early when ctx ends, when the
// load grows stale, and when the server is lost or takes nothing; what is left then is
// let go as it was found.
func (t *turn) hand(ctx context.Context, l *load) error {
	if l.looked == 0 {
		return nil
	}
	defer l.release()
	left, handed, err := t.handAll(ctx, l)
	t.learn(len(l.rows)-left, left)
	t.pace.giveBack(t.now, l.granted-min(l.granted, handed))
	return err
}

// handAll says how many rows of the load are left, to be taken anew, and how many it
// has handed over.
func (t *turn) handAll(ctx context.Context, l *load) (left, handed int, err error) {
	var past []change
	for i, one := range l.rows {
		if ctx.Err() != nil || l.stale(i) {
			left = len(l.rows) - i
			break
		}
		if <-one.written; one.fault != nil {
			ch := t.putBack(one.item, 1, one.fault.Error())
			ch.held = heldUntil(t.now)
			past = append(past, ch)
			continue
		}
		// Before a row is marked: a server that is down must not leave rows behind.
		if err = t.line.open(ctx); err != nil {
			left = len(l.rows) - i
			break
		}
		marked, result, failed := t.handOne(ctx, one, past)
		if failed != nil {
			return len(l.rows) - i, handed, failed // they are free again in a while
		}
		past = nil
		if marked {
			handed++
			past = []change{t.outcome(one, result)}
		}
	}
	if _, failed := t.store(ctx, past...); failed != nil {
		return left, handed, failed
	}
	if left == 0 {
		return 0, handed, err
	}
	return left, handed, errors.Join(err, t.letGo(ctx, l.rows[len(l.rows)-left:]))
}

// errTakenOver says that another process has the row.
var errTakenOver = errors.New("outbox: this process stood still, and another has the message")

// handOne stores past and marks the row while the mail server hears who writes to
// whom; it gets the text only once that is committed. marked is false if another
// process has the row: then nothing was handed over.
func (t *turn) handOne(ctx context.Context, one *taken, past []change) (marked bool, result mail.Result, err error) {
	mark := change{id: one.item.ID, from: []State{Waiting}, held: heldUntil(t.now), to: HandingOver, handed: t.now, attempts: 1}
	committed := make(chan struct{})
	go func() {
		defer close(committed)
		var met map[int64]bool
		met, err = t.store(ctx, append(past, mark)...)
		marked = met[one.item.ID]
	}()
	defer func() { <-committed }() // whatever happens, nothing goes on behind
	result = t.line.send(ctx, one.message, func() error {
		<-committed
		if err == nil && !marked {
			return errTakenOver
		}
		return err
	})
	<-committed
	return marked, result, err
}

// store applies the changes and says which rows they met. What the server said is
// kept even if the process is told to stop.
func (o *Outbox) store(ctx context.Context, changes ...change) (met map[int64]bool, err error) {
	if len(changes) == 0 {
		return nil, nil
	}
	keep, cancel := kept(ctx)
	defer cancel()
	err = o.db.Raw(keep, func(conn *pgx.Conn) (err error) {
		met, err = apply(keep, conn, changes...)
		return err
	})
	return met, err
}

func kept(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
}
