package outbox_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/outbox"
)

// asked is a second kind beside «test»: somebody waits for it.
func asked(f *fixture) outbox.Kind {
	return outbox.Kind{Name: "asked", Renderer: f.kind, BeforeGoLive: true, Awaited: true}
}

func (f *fixture) enqueueKind(t *testing.T, kind, name string, at time.Time) {
	t.Helper()
	if err := f.db.Write(t.Context(), func(tx *db.Tx) error {
		_, _, err := outbox.Enqueue(t.Context(), tx, outbox.Message{Kind: kind, DedupeKey: kind + name, Payload: name, NextAt: at})
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// twoKinds is an outbox whose gate is closed until the test opens it.
func twoKinds(t *testing.T, gate *outbox.Gate) *fixture {
	t.Helper()
	f := newFixture(t, nil)
	box, err := outbox.New(f.db, outbox.Options{
		Demo: true, Gate: func(context.Context, db.Conn, time.Time) (outbox.Gate, error) { return *gate, nil },
		Kinds: []outbox.Kind{{Name: "test", Renderer: f.kind}, asked(f)},
	})
	if err != nil {
		t.Fatal(err)
	}
	f.box = box
	return f
}

func (f *fixture) caught(t *testing.T) (recipients []string) {
	t.Helper()
	list, _, err := outbox.CaughtMails(t.Context(), f.db, 10, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		recipients = append(recipients, m.Recipients)
	}
	slices.Reverse(recipients)
	return recipients
}

func TestBeforeGoLiveOnlyWhatWasAskedForLeaves(t *testing.T) {
	t.Parallel()
	gate := outbox.Gate{}
	f := twoKinds(t, &gate)
	f.enqueueKind(t, "test", "anna", monday)
	f.enqueueKind(t, "asked", "beat", monday)
	if counts := f.dispatch(t, monday); counts.Sent != 1 || counts.Held != 1 {
		t.Errorf("%+v", counts)
	}
	if counts := f.dispatch(t, monday); counts.Sent != 0 || counts.Held != 1 {
		t.Errorf("once more: %+v", counts)
	}
	gate.RedirectTo = "probe@gemeinde.example"
	f.enqueueKind(t, "asked", "carla", monday)
	f.dispatch(t, monday)
	if got := f.caught(t); !slices.Equal(got, []string{"beat@gemeinde.example", "probe@gemeinde.example"}) {
		t.Errorf("went to %v", got)
	}
}

func TestWhatSomebodyWaitsForLeavesFirst(t *testing.T) {
	t.Parallel()
	gate := outbox.Gate{Open: true}
	f := twoKinds(t, &gate)
	f.enqueueKind(t, "test", "anna", monday.Add(-time.Hour))
	f.enqueueKind(t, "asked", "beat", monday)
	f.dispatch(t, monday)
	if got := f.caught(t); !slices.Equal(got, []string{"beat@gemeinde.example", "anna@gemeinde.example"}) {
		t.Errorf("in the order %v", got)
	}
}

func TestSomeKindsAreListedNowhereAndForgotten(t *testing.T) {
	t.Parallel()
	gate := outbox.Gate{Open: true}
	f := twoKinds(t, &gate)
	f.enqueueKind(t, "test", "anna", monday)
	f.enqueueKind(t, "asked", "beat", monday)
	f.dispatch(t, monday)
	f.enqueueKind(t, "asked", "carla", monday) // waits
	rows, total, err := outbox.List(t.Context(), f.db, outbox.Filter{Except: []string{"asked"}})
	if err != nil || total != 1 || rows[0].Kind != "test" {
		t.Errorf("%+v, %d, %v", rows, total, err)
	}
	states, err := outbox.CountByState(t.Context(), f.db, "asked")
	if err != nil || len(states) != 1 || states[outbox.Sent] != 1 {
		t.Errorf("%v, %v", states, err)
	}
	forget := func(before time.Time) (n int) {
		t.Helper()
		if err := f.db.Write(t.Context(), func(tx *db.Tx) (err error) {
			n, err = outbox.Forget(t.Context(), tx, before, "asked")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := forget(monday); n != 0 {
		t.Errorf("%d young ones went", n)
	}
	if n := forget(monday.Add(time.Hour)); n != 1 {
		t.Errorf("%d went, want the one that was sent", n)
	}
}

func TestABellNeverBlocks(t *testing.T) {
	t.Parallel()
	outbox.Bell(nil).Ring()
	bell := outbox.NewBell()
	bell.Ring()
	bell.Ring()
	<-bell
	select {
	case <-bell:
		t.Error("a bell that was rung twice sounds twice")
	default:
	}
}
