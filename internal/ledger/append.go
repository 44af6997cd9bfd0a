package ledger

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// Ledger reads and writes duties. The zero value works; it holds nothing.
type Ledger struct{}

// New is the ledger.
func New() *Ledger { return &Ledger{} }

// key names a duty.
type key struct{ person, course int64 }

func (k key) compare(o key) int {
	return cmp.Or(cmp.Compare(k.person, o.person), cmp.Compare(k.course, o.course))
}

func keyOf(e *Event) key { return key{e.PersonID, e.CourseID} }

// entry is one duty within an Append: the events known before and the new ones.
type entry struct {
	key    key
	exists bool
	known  []Event
	added  []*Event // into the events that Append returns, in the caller's order
}

// all is every event of the duty, the new ones with what they have so far.
func (n *entry) all() []Event {
	out := make([]Event, 0, len(n.known)+len(n.added))
	out = append(out, n.known...)
	for _, e := range n.added {
		out = append(out, *e)
	}
	return out
}

func (n *entry) duty() Duty {
	all := n.all()
	d := Duty{PersonID: n.key.person, CourseID: n.key.course, Revision: int64(len(all))}
	if folded := Fold(all); len(folded) > 0 {
		d.Dates = folded[len(folded)-1].Dates
	}
	return d
}

// Append records events of any number of duties, several of one duty in the
// order given, and brings both projections up to date, all in tx. It returns
// them with ID, RecordedAt and the dates that went without saying.
//
// It locks the duties in order of person and course, then stamps (many events:
// once they are decided on): call it before anything else in tx stamps, if you can.
// A single click costs four round trips with begin and commit, a million events
// stream by COPY.
//
// Errors: Invalid (something is missing or out of order), Conflict (the duty is
// not in the state that the event needs, or somebody else is opening the same
// duty: read again), Forbidden (own duty, own confirmation). Nothing is written
// then. Keys are error.ledger.<what>, arguments Person, Course, Cycle, Kind.
func (l *Ledger) Append(ctx context.Context, tx *db.Tx, events ...Event) ([]Event, error) {
	if len(events) == 0 {
		return nil, nil
	}
	out := slices.Clone(events)
	for i := range out {
		if err := prepare(&out[i]); err != nil {
			return nil, err
		}
	}
	entries := group(out)
	announced, err := l.read(ctx, tx, entries, out)
	if err != nil {
		return nil, err
	}
	var latest time.Time
	for i := range entries {
		if err := entries[i].validate(); err != nil {
			return nil, err
		}
		for j := range entries[i].known {
			latest = later(latest, entries[i].known[j].RecordedAt)
		}
	}
	if err := l.checkSources(ctx, tx, out); err != nil {
		return nil, err
	}
	var batch pgx.Batch
	if err := l.openDuties(ctx, tx, &batch, entries); err != nil {
		return nil, err
	}
	stamp, err := tx.StampAfter(ctx, latest, announced)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].RecordedAt = stamp
	}
	if err := l.write(ctx, tx, &batch, out, entries); err != nil {
		return nil, err
	}
	return out, nil
}

// group gathers events by duty, in the order in which duties are locked.
func group(events []Event) []entry {
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return keyOf(&events[a]).compare(keyOf(&events[b])) })
	var entries []entry
	added := make([]*Event, len(events))
	for n, i := range order {
		added[n] = &events[i]
		k := keyOf(&events[i])
		if m := len(entries); m == 0 || entries[m-1].key != k {
			entries = append(entries, entry{key: k, added: added[n:n:n]})
		}
		last := &entries[len(entries)-1]
		last.added = added[n-len(last.added) : n+1 : n+1]
	}
	return entries
}

// validate holds the new events to what is known of the duty.
func (n *entry) validate() error {
	for _, e := range n.added {
		if e.Kind == KindCorrected {
			if err := n.correct(e); err != nil {
				return err
			}
		}
	}
	replacing := false
	for _, e := range n.added {
		replacing = replacing || e.Kind == KindCorrected
	}
	// A late record may leave later ones without a duty; that is the truth. It may
	// not open a second cycle beside one that is open.
	second := map[int64]fault{}
	var err error
	first := n.added[0].ID // the new ones have the highest numbers
	fold(n.all(), func(e *Event, f fault) {
		switch {
		case e.ID < first && !replacing && (f == faultAssigned || f == faultOpen):
			second[e.ID] = f
		case e.ID >= first && err == nil:
			err = f.err(e)
		}
	})
	if err == nil && len(second) > 0 {
		fold(n.known, func(e *Event, _ fault) { delete(second, e.ID) })
		for _, f := range second {
			return f.err(n.added[0])
		}
	}
	return err
}

// correct holds a correction to the event it voids, whose cycle it takes.
func (n *entry) correct(c *Event) error {
	known := n.all()
	at := slices.IndexFunc(known, func(e Event) bool { return e.ID == c.Voids && e.ID < c.ID })
	if at < 0 {
		return invalid(c, "void")
	}
	others := slices.DeleteFunc(slices.Clone(known), func(e Event) bool { return e.ID >= c.ID })
	if standing(others)[c.Voids] != nil {
		return apperr.New(apperr.Conflict, "error.ledger.voided_already", detail(c))
	}
	root := known[at]
	for root.Kind == KindCorrected {
		i := slices.IndexFunc(known, func(e Event) bool { return e.ID == root.Voids })
		if i < 0 {
			return invalid(c, "void")
		}
		root = known[i]
	}
	if c.Cycle == 0 {
		c.Cycle = root.Cycle
	}
	if !c.Replaces {
		return nil
	}
	complete(c, root.Kind)
	return checkKind(c, root.Kind)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
