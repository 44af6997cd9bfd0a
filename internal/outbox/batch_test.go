package outbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/testing/mailtest"
)

// many is a renderer that decides on many rows at once and words them later.
type many struct {
	renderer
	mu      sync.Mutex
	batches [][]string
	word    func(name string) error
}

func (r *many) RenderMany(ctx context.Context, tx *db.Tx, items []outbox.Item, now time.Time) ([]outbox.Decision, error) {
	var names []string
	var list []outbox.Decision
	for _, item := range items {
		var name string
		if err := json.Unmarshal(item.Payload, &name); err != nil {
			return nil, err
		}
		names = append(names, name)
		d, err := r.Render(ctx, tx, item, now)
		if err != nil {
			return nil, err
		}
		if m := d.Mail(); m != nil && r.word != nil {
			d = outbox.DeliverWritten(func() (*mail.Message, error) { return m, r.word(name) })
		}
		list = append(list, d)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.batches = append(r.batches, names)
	return list, nil
}

// town is a fixture whose kind decides on many at once, with so many messages.
func newTown(t *testing.T, n int) (*fixture, *many, []string) {
	t.Helper()
	kind := &many{}
	f := newFixture(t, func(o *outbox.Options) { o.Kinds[0].Renderer = kind })
	names := namesOf(n)
	f.enqueue(t, names...)
	return f, kind, names
}

func namesOf(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("p%02d", i))
	}
	return names
}

// mortalBox is another process with the same database and mail server.
func (f *fixture) mortalBox(t *testing.T, kind outbox.Renderer, dies func(mailtest.Moment) bool) *outbox.Outbox {
	t.Helper()
	transport, err := mail.NewSMTP(f.server.URL, mail.Options{Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	box, err := outbox.New(f.db, outbox.Options{
		Transport: mailtest.Mortal(transport, dies), Gate: open, Kinds: []outbox.Kind{{Name: "test", Renderer: kind}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return box
}

// got is how many mails each name got.
func (f *fixture) got() map[string]int {
	seen := map[string]int{}
	for _, m := range f.server.Taken() {
		name, _, _ := strings.Cut(m.To[0], "@")
		seen[name]++
	}
	return seen
}

// stateOf is the state of each name's row.
func (f *fixture) stateOf(t *testing.T) map[string]outbox.State {
	t.Helper()
	var rows []struct{ DedupeKey, State string }
	if err := f.db.Query(t.Context()).Raw(`select dedupe_key, state from outbox`).Scan(&rows).Error; err != nil {
		t.Fatal(err)
	}
	states := map[string]outbox.State{}
	for _, r := range rows {
		states[r.DedupeKey] = outbox.State(r.State)
	}
	return states
}

// A process dies in the middle of a batch, at any mail and moment: the one mail in its
// hands is in doubt, those before have left, those after leave later, nobody gets two.
func TestABatchWhoseProcessDies(t *testing.T) {
	t.Parallel()
	for _, moment := range []mailtest.Moment{mailtest.BeforeText, mailtest.AfterMark, mailtest.AfterTaken} {
		for _, nth := range []int{0, 3, 7} {
			t.Run(fmt.Sprintf("%s, mail %d", moment, nth), func(t *testing.T) {
				t.Parallel()
				f, kind, names := newTown(t, 8)
				n := -1
				box := f.mortalBox(t, kind, func(at mailtest.Moment) bool {
					if at == mailtest.BeforeText {
						n++
					}
					return n == nth && at == moment
				})
				if mailtest.Live(func() { _, _ = box.Dispatch(t.Context(), monday) }) {
					t.Fatal("the process has not died")
				}
				// Before the others are free again nobody takes them.
				if counts := f.dispatch(t, monday.Add(time.Minute)); counts != (outbox.Counts{}) {
					t.Errorf("a batch in somebody's hands was taken: %+v", counts)
				}
				f.dispatch(t, monday.Add(time.Hour))
				states, got := f.stateOf(t), f.got()
				for i, name := range names {
					switch {
					case i != nth && (states[name] != outbox.Sent || got[name] != 1):
						t.Errorf("%s: %s, %d mails", name, states[name], got[name])
					case i != nth:
					case moment == mailtest.AfterTaken && (states[name] != outbox.Uncertain || got[name] != 1),
						moment == mailtest.AfterMark && (states[name] != outbox.Uncertain || got[name] != 0):
						t.Errorf("in its hands, %s: %s, %d mails", name, states[name], got[name])
					case states[name] == outbox.Uncertain && got[name] > 0 && moment == mailtest.BeforeText,
						states[name] == outbox.Sent && got[name] != 1,
						states[name] != outbox.Sent && states[name] != outbox.Uncertain:
						t.Errorf("in its hands, %s: %s, %d mails", name, states[name], got[name])
					}
				}
			})
		}
	}
}

// A process that stands still for so long that another takes its batch finds so when
// it goes on, and sends none of those.
func TestABatchThatAnotherProcessHasTakenOver(t *testing.T) {
	t.Parallel()
	f, kind, names := newTown(t, 6)
	n := 0
	box := f.mortalBox(t, kind, func(at mailtest.Moment) bool {
		if at == mailtest.AfterMark {
			if n++; n == 3 {
				f.dispatch(t, monday.Add(20*time.Minute)) // the other one
			}
		}
		return false
	})
	if _, err := box.Dispatch(t.Context(), monday); err != nil {
		t.Fatal(err)
	}
	states, got := f.stateOf(t), f.got()
	for _, name := range names {
		if states[name] != outbox.Sent || got[name] != 1 {
			t.Errorf("%s: %s, %d mails", name, states[name], got[name])
		}
	}
}

// A process that is told to stop finishes the mail in its hands and lets the others go:
// another takes them at once.
func TestABatchWhoseProcessStops(t *testing.T) {
	t.Parallel()
	f, kind, names := newTown(t, 8)
	ctx, stop := context.WithCancel(t.Context())
	n := 0
	box := f.mortalBox(t, kind, func(at mailtest.Moment) bool {
		if at == mailtest.AfterMark {
			if n++; n == 3 {
				stop()
			}
		}
		return false
	})
	if counts, err := box.Dispatch(ctx, monday); err != nil || counts != (outbox.Counts{Sent: 3}) {
		t.Errorf("%+v, %v", counts, err)
	}
	if counts := f.dispatch(t, monday); counts != (outbox.Counts{Sent: 5}) {
		t.Errorf("%+v", counts)
	}
	for _, name := range names {
		if n := f.got()[name]; n != 1 {
			t.Errorf("%s got %d mails", name, n)
		}
	}
}

// One row that cannot be decided on, and one that cannot be worded, keep nobody else.
func TestABatchWithBadRows(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(kind *many){
		"deciding fails": func(k *many) {
			k.decide = func(name string) (outbox.Decision, error) {
				if name == "p03" {
					return outbox.Decision{}, errors.New("broken")
				}
				return deliver(name), nil
			}
		},
		"deciding panics": func(k *many) {
			k.decide = func(name string) (outbox.Decision, error) {
				if name == "p03" {
					panic("broken")
				}
				return deliver(name), nil
			}
		},
		"wording fails": func(k *many) {
			k.word = func(name string) error {
				if name == "p03" {
					return errors.New("broken")
				}
				return nil
			}
		},
		"wording panics": func(k *many) {
			k.word = func(name string) error {
				if name == "p03" {
					panic("broken")
				}
				return nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, kind, names := newTown(t, 8)
			fail(kind)
			if counts := f.dispatch(t, monday); counts != (outbox.Counts{Sent: len(names) - 1, Retried: 1}) {
				t.Errorf("%+v", counts)
			}
			rows, _, err := outbox.List(t.Context(), f.db, outbox.Filter{State: outbox.Waiting})
			if err != nil || len(rows) != 1 || rows[0].Attempts != 1 || !strings.Contains(rows[0].Error, "broken") || !rows[0].NextAt.After(monday) {
				t.Errorf("%+v, %v", rows, err)
			}
			kind.decide, kind.word = nil, nil
			f.dispatch(t, monday.Add(time.Hour))
			for _, name := range names {
				if n := f.got()[name]; n != 1 {
					t.Errorf("%s got %d mails", name, n)
				}
			}
		})
	}
}

// Two messages to one person are not decided on together: the second depends on what
// becomes of the first. Another kind between them keeps its place.
func TestWhoIsDecidedOnTogether(t *testing.T) {
	t.Parallel()
	f, kind, _ := newTown(t, 0)
	anna := f.person(t)
	if err := f.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := outbox.EnqueueMany(t.Context(), tx, []outbox.Message{
			{Kind: "test", DedupeKey: "a", RecipientID: anna, Payload: "a", NextAt: monday},
			{Kind: "test", DedupeKey: "b", Payload: "b", NextAt: monday},
			{Kind: "test", DedupeKey: "c", RecipientID: anna, Payload: "c", NextAt: monday},
			{Kind: "test", DedupeKey: "d", Payload: "d", NextAt: monday},
		})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if counts := f.dispatch(t, monday); counts.Sent != 4 {
		t.Errorf("%+v", counts)
	}
	if want := [][]string{{"a", "b"}, {"c", "d"}}; !slices.EqualFunc(kind.batches, want, slices.Equal) {
		t.Errorf("%v", kind.batches)
	}
}

func (f *fixture) person(t *testing.T) (id int64) {
	t.Helper()
	if err := db.One(f.db.Query(t.Context()), &id, `insert into persons (first_name, last_name) values ('Anna', 'Muster') returning id`); err != nil {
		t.Fatal(err)
	}
	return id
}
