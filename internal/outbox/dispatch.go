package outbox

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/mail"
)

const (
	batchRows = 50               // decided on at once
	turnTime  = 50 * time.Second // no further row is begun after it: the job runs again each minute
	grace     = 15 * time.Minute // longer than turnTime and one message: then a hand-over has died
)

// ErrNoTransport says that mails wait and no mail server is configured.
var ErrNoTransport = errors.New("outbox: no mail server is configured")

// Options of an outbox.
type Options struct {
	// Transport to the mail server, nil if none is configured.
	Transport mail.Transport
	// PerMinute is how many messages at most leave this process in a minute, 0: as many
	// as the mail server takes. What somebody waits for leaves all the same.
	PerMinute int
	// Demo delivers into the catcher, whatever Transport says.
	Demo  bool
	Gate  GateFunc
	Kinds []Kind
}

// Outbox delivers.
type Outbox struct {
	db        *db.DB
	transport mail.Transport
	gate      GateFunc
	kinds     map[string]Kind
	again     []string // kinds with AgainIfUnknown
	early     []string // with BeforeGoLive
	awaited   []string
	fewer     atomic.Int64 // rows than 50 in a batch, see size
	pace      *pace
}

// New makes an outbox. It fails on a kind named twice or without a renderer, and
// without a gate.
func New(d *db.DB, o Options) (*Outbox, error) {
	box := &Outbox{db: d, transport: o.Transport, gate: o.Gate, kinds: map[string]Kind{}, pace: &pace{most: o.PerMinute}}
	if o.Demo {
		box.transport = &Catcher{DB: d}
	}
	if o.Gate == nil {
		return nil, errors.New("outbox: no gate")
	}
	for _, k := range o.Kinds {
		if _, twice := box.kinds[k.Name]; twice || k.Name == "" || k.Renderer == nil {
			return nil, fmt.Errorf("outbox: kind %q stands twice or has no renderer", k.Name)
		}
		box.kinds[k.Name] = k
		if k.AgainIfUnknown {
			box.again = append(box.again, k.Name)
		}
		if k.BeforeGoLive {
			box.early = append(box.early, k.Name)
		}
		if k.Awaited {
			box.awaited = append(box.awaited, k.Name)
		}
	}
	return box, nil
}

// Counts of one call of Dispatch, in rows.
type Counts struct {
	Sent, Suppressed, Later, Retried, Parked, Uncertain int
	Held                                                int // wait for the gate to open
}

func (c *Counts) add(d Counts) {
	c.Sent, c.Suppressed, c.Later, c.Retried = c.Sent+d.Sent, c.Suppressed+d.Suppressed, c.Later+d.Later, c.Retried+d.Retried
	c.Parked, c.Uncertain, c.Held = c.Parked+d.Parked, c.Uncertain+d.Uncertain, c.Held+d.Held
}

// Map names the counts that are not 0.
func (c Counts) Map() map[string]int {
	all := map[string]int{
		"sent": c.Sent, "suppressed": c.Suppressed, "later": c.Later, "retried": c.Retried,
		"parked": c.Parked, "uncertain": c.Uncertain, "held": c.Held,
	}
	for name, n := range all {
		if n == 0 {
			delete(all, name)
		}
	}
	return all
}

// Dispatch hands over the messages that are due, over one connection, until none is
// left, 50 seconds are over, the gate moves or the mail server takes no more; what is
// left waits for the next call. It may be called in any number of processes at once.
// An error concerns the mail server or the database; the rows it concerns wait or are
// marked uncertain.
func (o *Outbox) Dispatch(ctx context.Context, now time.Time) (Counts, error) {
	var counts Counts
	swept, err := sweep(ctx, o.db, now, grace, o.again)
	counts.Uncertain = swept
	if err != nil {
		return counts, err
	}
	due, early, err := anyDue(ctx, o.db, now, o.early)
	if err != nil || !due {
		return counts, err
	}
	gate, err := o.gate(ctx, o.db, now)
	if err != nil {
		return counts, fmt.Errorf("outbox: gate: %w", err)
	}
	which := queue{awaited: o.awaited}
	if !gate.Open {
		which.only = o.early
		due = early
	}
	if !gate.Open || o.transport == nil {
		all, leave, err := countDue(ctx, o.db, now, o.early)
		if err != nil {
			return counts, err
		}
		if counts.Held = all; o.transport != nil {
			counts.Held -= leave
		}
	}
	switch {
	case !due:
		return counts, nil
	case o.transport == nil:
		return counts, ErrNoTransport
	}
	line := &line{transport: o.transport}
	defer line.close()
	turn := &turn{Outbox: o, now: now, gate: gate, which: which, line: line, counts: &counts}
	return counts, turn.all(ctx)
}
