package outbox

import (
	"context"
	"fmt"
	"time"
)

// HandOver lets the waiting messages of one kind leave now, while somebody waits
// for the outcome of the one with the id: where no server can be reached, that
// one is parked with the server's answer instead of waiting for the next run.
// The kind must be one that leaves before go-live. The outcome stands in the row.
func (o *Outbox) HandOver(ctx context.Context, kind string, id int64, now time.Time) error {
	if !o.kinds[kind].BeforeGoLive {
		return fmt.Errorf("outbox: %q waits for the gate", kind)
	}
	gate, err := o.gate(ctx, o.db, now)
	if err != nil {
		return fmt.Errorf("outbox: gate: %w", err)
	}
	park := func(reason, problem string) error {
		_, err := o.store(ctx, change{id: id, from: []State{Waiting}, to: Parked, done: now, reason: reason, problem: problem})
		return err
	}
	if o.transport == nil {
		return park("no_transport", "")
	}
	line := &line{transport: o.transport}
	defer line.close()
	turn := &turn{Outbox: o, now: now, gate: gate, which: queue{only: []string{kind}, awaited: []string{kind}}, line: line, counts: &Counts{}}
	for range batchRows {
		if err := line.open(ctx); err != nil {
			return park("unreachable", err.Error())
		}
		l, err := turn.next(ctx, 1)
		if err != nil || l.looked == 0 {
			return err
		}
		if err := turn.hand(ctx, l); err != nil {
			return err
		}
	}
	return nil
}
