package outbox_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/testing/mailtest"
)

// atMark calls do when the nth mail (from 1) has been marked.
func atMark(nth int, do func()) func(mailtest.Moment) bool {
	n := 0
	return func(at mailtest.Moment) bool {
		if at == mailtest.AfterMark {
			if n++; n == nth {
				do()
			}
		}
		return false
	}
}

// free is how many rows wait, are held by nobody and have not been tried.
func (f *fixture) free(t *testing.T) (n int) {
	t.Helper()
	if err := db.One(f.db.Query(t.Context()), &n, `select count(*) from outbox where state = 'waiting' and taken_until is null and attempts = 0`); err != nil {
		t.Fatal(err)
	}
	return n
}

func (f *fixture) everybodyGotOne(t *testing.T, names []string) {
	t.Helper()
	got := f.got()
	for _, name := range names {
		if n := got[name]; n != 1 {
			t.Errorf("%s got %d mails", name, n)
		}
	}
}

// All that is due leaves in one run and over one connection, whether it is decided on
// together or one by one.
func TestAllThatIsDueLeavesInOneRun(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]outbox.Renderer{"together": &many{}, "one by one": &renderer{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, func(o *outbox.Options) { o.Kinds[0].Renderer = kind })
			names := namesOf(300)
			f.enqueue(t, names...)
			if counts := f.dispatch(t, monday); counts != (outbox.Counts{Sent: 300}) || f.server.Connections() != 1 {
				t.Errorf("%+v over %d connections", counts, f.server.Connections())
			}
			f.everybodyGotOne(t, names)
		})
	}
}

// A stop in the middle of a run finishes the mail in hand; all others are free at once.
func TestARunThatIsStopped(t *testing.T) {
	t.Parallel()
	f, kind, names := newTown(t, 300)
	ctx, stop := context.WithCancel(t.Context())
	box := f.mortalBox(t, kind, atMark(120, stop))
	if counts, err := box.Dispatch(ctx, monday); err != nil || counts != (outbox.Counts{Sent: 120}) {
		t.Errorf("%+v, %v", counts, err)
	}
	if n := f.free(t); n != 180 {
		t.Errorf("%d are free", n)
	}
	if counts := f.dispatch(t, monday); counts != (outbox.Counts{Sent: 180}) {
		t.Errorf("%+v", counts)
	}
	f.everybodyGotOne(t, names)
}

// A process that dies in the middle of a run leaves one mail in doubt, although it had
// taken more than it was handing over.
func TestARunWhoseProcessDies(t *testing.T) {
	t.Parallel()
	f, kind, names := newTown(t, 300)
	n := 0
	box := f.mortalBox(t, kind, func(at mailtest.Moment) bool {
		if at == mailtest.AfterTaken {
			n++
		}
		return at == mailtest.AfterTaken && n == 120
	})
	if mailtest.Live(func() { _, _ = box.Dispatch(t.Context(), monday) }) {
		t.Fatal("the process has not died")
	}
	f.dispatch(t, monday.Add(time.Minute))
	if counts := f.dispatch(t, monday.Add(time.Hour)); counts.Uncertain != 1 {
		t.Errorf("%+v", counts)
	}
	f.everybodyGotOne(t, names)
	states, err := outbox.CountByState(t.Context(), f.db)
	if err != nil || states[outbox.Uncertain] != 1 || states[outbox.Sent] != 299 {
		t.Errorf("%v, %v", states, err)
	}
}

// A mail server that is lost in the middle of a run is not asked for each of the rest.
func TestARunWhoseServerIsLost(t *testing.T) {
	t.Parallel()
	f, kind, _ := newTown(t, 300)
	box := f.mortalBox(t, kind, atMark(60, f.server.Stop))
	counts, err := box.Dispatch(t.Context(), monday)
	if err == nil || counts.Sent != 59 || counts.Retried+counts.Uncertain != 1 {
		t.Errorf("%+v, %v", counts, err)
	}
	if n := f.free(t); n != 240 {
		t.Errorf("%d are free", n)
	}
	if got := len(f.server.Taken()); got != 59 || f.server.Connections() != 1 {
		t.Errorf("%d mails over %d connections", got, f.server.Connections())
	}
}

// A mail server that takes nothing for now is not asked for each: fifty running, and the
// others wait for the next run.
func TestAServerThatTakesNothingForNow(t *testing.T) {
	t.Parallel()
	f, _, _ := newTown(t, 120)
	var asked atomic.Int64
	f.server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
		if stage != mailtest.To {
			return mailtest.Fault{}
		}
		asked.Add(1)
		return mailtest.Fault{Code: 451}
	})
	counts, err := f.box.Dispatch(t.Context(), monday)
	if err == nil || !strings.Contains(err.Error(), "451") || counts != (outbox.Counts{Retried: 50}) || asked.Load() != 50 {
		t.Errorf("asked %d times: %+v, %v", asked.Load(), counts, err)
	}
	if n := f.free(t); n != 70 {
		t.Errorf("%d are free", n)
	}
	f.server.Fail(nil)
	if counts := f.dispatch(t, monday.Add(time.Hour)); counts != (outbox.Counts{Sent: 120}) {
		t.Errorf("%+v", counts)
	}
}

// Who closes the gate, or gives a trial's address, in the middle of a run stops what has
// not been taken yet.
func TestAGateThatMovesInTheMiddleOfARun(t *testing.T) {
	t.Parallel()
	for name, moved := range map[string]outbox.Gate{"closed": {}, "trial": {Open: true, RedirectTo: "probe@gemeinde.example"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var gate atomic.Pointer[outbox.Gate]
			gate.Store(&outbox.Gate{Open: true})
			kind := &many{}
			f := newFixture(t, func(o *outbox.Options) {
				o.Gate = func(context.Context, db.Conn, time.Time) (outbox.Gate, error) { return *gate.Load(), nil }
				o.Kinds[0].Renderer = kind
			})
			names := namesOf(300)
			f.enqueue(t, names...)
			f.server.Fail(func(mailtest.Stage, mailtest.Message) mailtest.Fault {
				gate.Store(&moved)
				return mailtest.Fault{}
			})
			counts := f.dispatch(t, monday)
			// What was being handed over, and what was taken meanwhile.
			if counts.Sent < 50 || counts.Sent > 100 || f.free(t) != 300-counts.Sent {
				t.Errorf("%+v, %d are free", counts, f.free(t))
			}
			if n := f.got()["probe"]; n != 0 {
				t.Errorf("the trial's address got %d", n)
			}
		})
	}
}

// What is taken while others are handed over is for nobody among them: what becomes of
// the second mail to a person depends on the first.
func TestNobodyIsDecidedOnWhileBeingWrittenTo(t *testing.T) {
	t.Parallel()
	kind := &careful{many: &many{}, t: t}
	f := newFixture(t, func(o *outbox.Options) { o.Kinds[0].Renderer = kind })
	anna := f.person(t)
	names := namesOf(150)
	if err := f.db.Write(t.Context(), func(tx *db.Tx) error {
		var list []outbox.Message
		for i, name := range names {
			m := outbox.Message{Kind: "test", DedupeKey: name, Payload: name, NextAt: monday}
			if i == 10 || i == 70 || i == 140 {
				m.RecipientID = anna
			}
			list = append(list, m)
		}
		_, err := outbox.EnqueueMany(t.Context(), tx, list)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if counts := f.dispatch(t, monday); counts != (outbox.Counts{Sent: 150}) {
		t.Errorf("%+v", counts)
	}
	f.everybodyGotOne(t, names)
}

// careful fails where a recipient's other mail is not over.
type careful struct {
	*many
	t *testing.T
}

func (r *careful) RenderMany(ctx context.Context, tx *db.Tx, items []outbox.Item, now time.Time) ([]outbox.Decision, error) {
	for _, item := range items {
		var n int
		if err := db.One(tx.Query(ctx), &n, `
			select count(*) from outbox
			where recipient_id = ? and id <> ? and (state = 'handing_over' or taken_until is not null)`, item.RecipientID, item.ID); err != nil {
			return nil, err
		}
		if n > 0 {
			r.t.Errorf("%s was decided on while another was under way", item.DedupeKey)
		}
	}
	return r.many.RenderMany(ctx, tx, items, now)
}

// A mail server that takes no more than some in a minute gets no more; what somebody
// waits for leaves all the same.
func TestThePaceOfAMailServer(t *testing.T) {
	t.Parallel()
	f := newFixture(t, func(o *outbox.Options) {
		o.PerMinute = 30
		o.Kinds[0].Renderer = &many{}
		o.Kinds = append(o.Kinds, outbox.Kind{Name: "asked", Renderer: &renderer{}, BeforeGoLive: true, Awaited: true})
	})
	names := namesOf(70)
	f.enqueue(t, names...)
	for minute, want := range []int{30, 30, 10} {
		now := monday.Add(time.Duration(minute) * time.Minute)
		if counts := f.dispatch(t, now); counts != (outbox.Counts{Sent: want}) {
			t.Errorf("minute %d: %+v", minute, counts)
		}
		if minute == 2 {
			continue
		}
		if counts := f.dispatch(t, now.Add(30*time.Second)); counts != (outbox.Counts{}) {
			t.Errorf("minute %d once more: %+v", minute, counts)
		}
		f.enqueueKind(t, "asked", strings.Repeat("x", minute+1), now)
		if counts := f.dispatch(t, now.Add(40*time.Second)); counts != (outbox.Counts{Sent: 1}) {
			t.Errorf("minute %d, somebody waits: %+v", minute, counts)
		}
	}
	f.everybodyGotOne(t, names)
}
