package outbox

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/mail"
)

// one takes, decides and hands over a single row; more is false if none was due.
func (o *Outbox) one(ctx context.Context, now time.Time, gate Gate, which queue, line *line, counts *Counts) (more bool, err error) {
	item, message, err := o.claim(ctx, now, which, counts)
	if db.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if message == nil {
		return true, nil
	}
	message.MessageID, message.Date = item.MessageID, now
	if gate.RedirectTo != "" {
		redirect(message, gate.RedirectTo)
	}
	result := line.send(ctx, message)
	// What the server said is kept even if the process is told to stop.
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return true, o.store(keep, now, item, handed{result, message, gate}, counts)
}

// claim locks the next row and lets its renderer decide; a row to be sent is
// «handing over» and committed when claim returns a message.
func (o *Outbox) claim(ctx context.Context, now time.Time, which queue, counts *Counts) (Item, *mail.Message, error) {
	var item Item
	var decision Decision
	var failed error
	err := o.db.Write(ctx, func(tx *db.Tx) (err error) {
		if item, err = lockNext(ctx, tx, now, which); err != nil {
			return err
		}
		if decision, failed = o.render(ctx, tx, item, now); failed != nil {
			return failed // what it may have written is undone
		}
		ch := change{id: item.ID, from: []State{Waiting}, reason: decision.reason}
		switch {
		case decision.mail != nil:
			ch.to, ch.handed, ch.attempts = HandingOver, now, 1
		case !decision.later.IsZero():
			ch.to, ch.next = Waiting, latest(decision.later, now.Add(time.Minute))
			counts.Later++
		default:
			ch.to, ch.done = Suppressed, now
			counts.Suppressed++
		}
		return ch.apply(ctx, tx)
	})
	if failed != nil && ctx.Err() == nil {
		return item, nil, o.putBack(ctx, now, item, 1, failed.Error(), counts)
	}
	if err != nil && !db.IsNotFound(err) {
		err = fmt.Errorf("outbox: take a message: %w", err)
	}
	return item, decision.mail, err
}

// render asks the kind; a panic concerns this row, not the others.
func (o *Outbox) render(ctx context.Context, tx *db.Tx, item Item, now time.Time) (d Decision, err error) {
	kind, known := o.kinds[item.Kind]
	if !known {
		return d, fmt.Errorf("outbox: nobody renders the kind %q", item.Kind)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("outbox: rendering %s panicked: %v", item.Kind, p)
		}
	}()
	d, err = kind.Renderer.Render(ctx, tx, item, now)
	if err == nil && d.mail == nil && d.reason == "" {
		err = fmt.Errorf("outbox: %s decided without a reason", item.Kind)
	}
	return d, err
}

// redirect sends to the trial's address and shows whom it was for.
func redirect(m *mail.Message, to string) {
	for i, a := range m.To {
		m.To[i] = mail.Address{Name: a.Email, Email: to}
	}
	m.To = m.To[:1]
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
