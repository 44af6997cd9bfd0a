package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/mail"
)

// taken is a message that is decided to leave. Its row still waits, held for this
// dispatcher; nothing of it has left.
type taken struct {
	item     Item
	decision Decision
	written  chan struct{} // closed once message or fault is there
	message  *mail.Message
	fault    error
}

// errTogether says that deciding on several rows at once failed, for one of them
// perhaps.
var errTogether = errors.New("outbox: not decided on together")

// take locks the rows whose turn it is, at most so many, and lets their renderer
// decide on all of them in one transaction; those to be handed over are held. looked
// is how many were decided on, 0 if none is due. It fails with errTogether, and has
// then done nothing, if it was more than one row that could not be decided on.
func (t *turn) take(ctx context.Context, most int) (batch []*taken, looked int, err error) {
	var items []Item
	var failed error
	var found Counts
	err = t.db.Write(ctx, func(tx *db.Tx) error {
		// One first: what is decided on one by one is not kept from other processes.
		locked, err := lockNext(ctx, tx, t.now, t.which, 1)
		if err == nil && most > 1 && t.many(locked[0].Kind) {
			locked, err = lockNext(ctx, tx, t.now, t.which, most)
		}
		if err != nil {
			return err
		}
		items = t.together(locked)
		decisions, err := t.decide(ctx, tx, items, t.now)
		if failed = err; failed != nil {
			return failed // what it may have written is undone
		}
		var changes []change
		for i, d := range decisions {
			ch := change{id: items[i].ID, from: []State{Waiting}, reason: d.reason}
			switch {
			case d.delivers():
				batch = append(batch, &taken{item: items[i], decision: d, written: make(chan struct{})})
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
		if _, err := apply(ctx, tx, changes...); err != nil {
			return err
		}
		return hold(ctx, tx, batch, heldUntil(t.now))
	})
	switch {
	case failed != nil && ctx.Err() == nil && len(items) > 1:
		return nil, 0, errTogether
	case failed != nil && ctx.Err() == nil:
		_, err := t.store(ctx, t.putBack(items[0], 1, failed.Error()))
		return nil, 1, err
	case db.IsNotFound(err):
		return nil, 0, nil
	case err != nil:
		return nil, 0, fmt.Errorf("outbox: take messages: %w", err)
	}
	t.counts.Later += found.Later
	t.counts.Suppressed += found.Suppressed
	return batch, len(items), nil
}

// heldUntil is when a message taken now is free again; in the exactness of the
// database, which is asked whether it is still the same.
func heldUntil(now time.Time) time.Time { return now.Add(grace).Truncate(time.Microsecond) }

// together are the first of the rows that can be decided on at once: of one kind
// that can, and not two for one recipient, since the second depends on what becomes
// of the first. The others wait for their turn.
func (o *Outbox) together(items []Item) []Item {
	if !o.many(items[0].Kind) {
		return items[:1]
	}
	recipients := map[int64]bool{}
	for i, item := range items {
		if item.Kind != items[0].Kind || item.RecipientID != 0 && recipients[item.RecipientID] {
			return items[:i]
		}
		recipients[item.RecipientID] = true
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
