package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
)

// errTogether says that deciding on several rows at once failed, for one of them
// perhaps.
var errTogether = errors.New("outbox: not decided on together")

// errGate says that the gate is no longer as it was when the turn began.
var errGate = errors.New("outbox: the gate has moved")

// take locks the rows whose turn it is, at most so many, and lets their renderer
// decide on all of them in one transaction; those to be handed over are held, and
// worded from now on. None is looked at if none is due, or if the gate has moved
// meanwhile: then the next turn goes by the new one. It fails with errTogether, and has
// then done nothing, if it was more than one row that could not be decided on.
func (t *turn) take(ctx context.Context, which queue, most int) (*load, error) {
	fresh, cancel := context.WithTimeout(ctx, holds)
	l := &load{fresh: fresh, release: cancel}
	var items []Item
	var failed error
	var found Counts
	err := t.db.Write(ctx, func(tx *db.Tx) error {
		// Thousands leave in one turn, and somebody may stop them meanwhile.
		if gate, err := t.Outbox.gate(ctx, tx, t.now); err != nil {
			return fmt.Errorf("gate: %w", err)
		} else if gate != t.gate {
			return errGate
		}
		// One first: what is decided on one by one is not kept from other processes.
		locked, err := lockNext(ctx, tx, t.now, which, 1)
		if err == nil && most > 1 && t.many(locked[0].Kind) {
			locked, err = lockNext(ctx, tx, t.now, which, most)
		}
		if err != nil {
			return err
		}
		if items = t.together(locked); len(items) == 0 {
			return nil
		}
		decisions, err := t.decide(ctx, tx, items, t.now)
		if failed = err; failed != nil {
			return failed // what it may have written is undone
		}
		var changes []change
		for i, d := range decisions {
			ch := change{id: items[i].ID, from: []State{Waiting}, reason: d.reason}
			switch {
			case d.delivers():
				l.rows = append(l.rows, &taken{item: items[i], decision: d, written: make(chan struct{})})
				continue
			case !d.later.IsZero():
				ch.to, ch.next = Waiting, latest(d.later, t.now.Add(time.Minute))
				found.Later++
			default:
				ch.to, ch.done = Suppressed, t.now
				found.Suppressed++
			}
			changes = append(changes, ch)
		}
		if err := tx.Raw(func(conn *pgx.Conn) error { _, err := apply(ctx, conn, changes...); return err }); err != nil {
			return err
		}
		return hold(ctx, tx, l.rows, heldUntil(t.now))
	})
	if err == nil {
		l.looked = len(items)
		t.counts.Later += found.Later
		t.counts.Suppressed += found.Suppressed
		stop := t.write(l.rows)
		l.release = func() { stop(); cancel() }
		return l, nil
	}
	cancel()
	l = &load{}
	switch {
	case failed != nil && ctx.Err() == nil && len(items) > 1:
		return l, errTogether
	case failed != nil && ctx.Err() == nil:
		l.looked, l.release = 1, func() {}
		_, err := t.store(ctx, t.putBack(items[0], 1, failed.Error()))
		return l, err
	case db.IsNotFound(err) || errors.Is(err, errGate):
		return l, nil
	default:
		return l, fmt.Errorf("outbox: take messages: %w", err)
	}
}

// together are the first of the rows that can be decided on at once: of one kind
// that can, and not two for one recipient, nor one for somebody who is being written
// to, since what becomes of the second depends on the first. The others wait for their
// turn.
func (t *turn) together(items []Item) []Item {
	recipients := map[int64]bool{}
	for i, item := range items {
		if item.Kind != items[0].Kind || item.RecipientID != 0 && (recipients[item.RecipientID] || t.busy[item.RecipientID]) {
			return items[:i]
		}
		if recipients[item.RecipientID] = true; !t.many(item.Kind) {
			return items[:i+1]
		}
	}
	return items
}

// many reports whether the kind decides on many rows at once.
func (o *Outbox) many(kind string) bool {
	_, can := o.kinds[kind].Renderer.(ManyRenderer)
	return can
}

// decide asks the kind of the rows; a panic concerns these, not the others.
func (o *Outbox) decide(ctx context.Context, tx *db.Tx, items []Item, now time.Time) (list []Decision, err error) {
	kind, known := o.kinds[items[0].Kind]
	if !known {
		return nil, fmt.Errorf("outbox: nobody renders the kind %q", items[0].Kind)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("outbox: rendering %s panicked: %v", kind.Name, p)
		}
	}()
	if many, can := kind.Renderer.(ManyRenderer); can {
		list, err = many.RenderMany(ctx, tx, items, now)
	} else {
		list = make([]Decision, 1)
		list[0], err = kind.Renderer.Render(ctx, tx, items[0], now)
	}
	if err != nil {
		return nil, err
	}
	if len(list) != len(items) {
		return nil, fmt.Errorf("outbox: %s decided on %d of %d", kind.Name, len(list), len(items))
	}
	for _, d := range list {
		if !d.delivers() && d.reason == "" {
			return nil, fmt.Errorf("outbox: %s decided without a reason", kind.Name)
		}
	}
	return list, nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
