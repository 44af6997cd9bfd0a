package outbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/mailtest"
)

var monday = time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)

// renderer renders the payload, a name, or what a test tells it.
type renderer struct {
	decide func(name string) (outbox.Decision, error)
	asked  atomic.Int64
}

func (r *renderer) Render(_ context.Context, _ *db.Tx, item outbox.Item, _ time.Time) (outbox.Decision, error) {
	r.asked.Add(1)
	var name string
	if err := json.Unmarshal(item.Payload, &name); err != nil {
		return outbox.Decision{}, err
	}
	if r.decide != nil {
		return r.decide(name)
	}
	return deliver(name), nil
}

func deliver(name string) outbox.Decision {
	return outbox.Deliver(&mail.Message{
		From: mail.Address{Email: "lernen@gemeinde.example"}, To: []mail.Address{{Email: name + "@gemeinde.example"}},
		Subject: "An " + name, Text: "Guten Tag",
	})
}

func open(context.Context, db.Conn, time.Time) (outbox.Gate, error) {
	return outbox.Gate{Open: true}, nil
}

// fixture is an outbox with a mail server.
type fixture struct {
	db     *db.DB
	server *mailtest.Server
	kind   *renderer
	box    *outbox.Outbox
}

func newFixture(t *testing.T, change func(*outbox.Options)) *fixture {
	t.Helper()
	f := &fixture{db: dbtest.New(t), server: mailtest.New(t), kind: &renderer{}}
	transport, err := mail.NewSMTP(f.server.URL, mail.Options{Timeout: 500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	o := outbox.Options{Transport: transport, Gate: open, Kinds: []outbox.Kind{{Name: "test", Renderer: f.kind}}}
	if change != nil {
		change(&o)
	}
	if f.box, err = outbox.New(f.db, o); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *fixture) enqueue(t *testing.T, names ...string) {
	t.Helper()
	err := f.db.Write(t.Context(), func(tx *db.Tx) error {
		for _, name := range names {
			if _, _, err := outbox.Enqueue(t.Context(), tx, outbox.Message{Kind: "test", DedupeKey: name, Payload: name, NextAt: monday}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) dispatch(t *testing.T, now time.Time) outbox.Counts {
	t.Helper()
	counts, err := f.box.Dispatch(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

func (f *fixture) only(t *testing.T) outbox.Row {
	t.Helper()
	rows, total, err := outbox.List(t.Context(), f.db, outbox.Filter{})
	if err != nil || total != 1 || len(rows) != 1 {
		t.Fatalf("%d rows, %v", total, err)
	}
	return rows[0]
}

func TestEnqueueIsIdempotentAndPartOfItsCause(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.enqueue(t, "anna", "anna")
	f.enqueue(t, "anna")
	undone := errors.New("the cause failed")
	err := f.db.Write(t.Context(), func(tx *db.Tx) error {
		id, fresh, err := outbox.Enqueue(t.Context(), tx, outbox.Message{Kind: "test", DedupeKey: "beat", Payload: "beat", NextAt: monday})
		if err != nil || !fresh || id == 0 {
			t.Errorf("id %d, fresh %v, %v", id, fresh, err)
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	if counts := f.dispatch(t, monday); counts.Sent != 1 {
		t.Errorf("%+v", counts)
	}
	if taken := f.server.Taken(); len(taken) != 1 || taken[0].To[0] != "anna@gemeinde.example" {
		t.Errorf("%v", taken)
	}
	if row := f.only(t); row.State != outbox.Sent || row.Attempts != 1 || row.DoneAt == nil {
		t.Errorf("%+v", row)
	}
}

func TestManyDispatchersSendEachMessageOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	var names []string
	for i := range 60 {
		names = append(names, fmt.Sprintf("p%02d", i))
	}
	f.enqueue(t, names...)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 2 {
				if _, err := f.box.Dispatch(t.Context(), monday); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	seen := map[string]int{}
	for _, m := range f.server.Taken() {
		seen[m.To[0]]++
	}
	for _, name := range names {
		if n := seen[name+"@gemeinde.example"]; n != 1 {
			t.Errorf("%s got %d mails", name, n)
		}
	}
}

func TestNothingLeavesBeforeTheGateOpens(t *testing.T) {
	t.Parallel()
	gate := outbox.Gate{}
	f := newFixture(t, func(o *outbox.Options) {
		o.Gate = func(context.Context, db.Conn, time.Time) (outbox.Gate, error) { return gate, nil }
	})
	f.enqueue(t, "anna")
	if counts := f.dispatch(t, monday); counts.Held != 1 || f.server.Connections() != 0 {
		t.Errorf("%+v, %d connections", counts, f.server.Connections())
	}
	gate = outbox.Gate{Open: true, RedirectTo: "probe@gemeinde.example"}
	f.dispatch(t, monday)
	taken := f.server.Taken()
	if len(taken) != 1 || taken[0].To[0] != "probe@gemeinde.example" || !strings.Contains(string(taken[0].Raw), "anna@gemeinde.example") {
		t.Errorf("%q", taken)
	}
}

func TestDemoDeliversIntoTheCatcherOnly(t *testing.T) {
	t.Parallel()
	f := newFixture(t, func(o *outbox.Options) { o.Demo = true })
	f.enqueue(t, "anna")
	f.dispatch(t, monday)
	if f.server.Connections() != 0 {
		t.Error("the demo spoke to the mail server")
	}
	list, total, err := outbox.CaughtMails(t.Context(), f.db, 10, 0)
	if err != nil || total != 1 || list[0].Subject != "An anna" || list[0].Recipients != "anna@gemeinde.example" {
		t.Fatalf("%+v, %v", list, err)
	}
	caught, err := outbox.CaughtMail(t.Context(), f.db, list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := mail.Read(caught.Raw); err != nil || !strings.Contains(read.Text, "Guten Tag") {
		t.Errorf("%+v, %v", read, err)
	}
	var failure *apperr.Error
	if _, err := outbox.CaughtMail(t.Context(), f.db, 999); !errors.As(err, &failure) || failure.Kind != apperr.NotFound {
		t.Errorf("a mail that is not there: %v", err)
	}
}

func TestRefusedForNowIsTriedAgainThenParked(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.enqueue(t, "anna")
	f.server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
		if stage == mailtest.To {
			return mailtest.Fault{Code: 451}
		}
		return mailtest.Fault{}
	})
	now, tries := monday, 0
	for range 20 {
		f.dispatch(t, now)
		tries++
		row := f.only(t)
		if row.State == outbox.Parked {
			break
		}
		if row.State != outbox.Waiting || !row.NextAt.After(now) || !strings.Contains(row.Error, "451") {
			t.Fatalf("try %d: %+v", tries, row)
		}
		if counts := f.dispatch(t, row.NextAt.Add(-time.Second)); counts != (outbox.Counts{}) {
			t.Fatalf("tried before its time: %+v", counts)
		}
		now = row.NextAt
	}
	row := f.only(t)
	if row.State != outbox.Parked || tries != 8 || row.Reason != "tries_used_up" {
		t.Fatalf("after %d tries %+v", tries, row)
	}
	// An admin lets it go again, with the same Message-ID.
	f.server.Fail(nil)
	if err := f.db.Write(t.Context(), func(tx *db.Tx) error { return outbox.Retry(t.Context(), tx, 0, row.ID, now) }); err != nil {
		t.Fatal(err)
	}
	if counts := f.dispatch(t, now); counts.Sent != 1 {
		t.Errorf("%+v", counts)
	}
	err := f.db.Write(t.Context(), func(tx *db.Tx) error { return outbox.Retry(t.Context(), tx, 0, row.ID, now) })
	var failure *apperr.Error
	if !errors.As(err, &failure) || failure.Kind != apperr.Conflict {
		t.Errorf("a sent mail was sent again: %v", err)
	}
}

func TestRefusedForGoodIsParkedAndHarmsNobodyElse(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.enqueue(t, "anna", "beat", "carla")
	f.server.Fail(func(stage mailtest.Stage, m mailtest.Message) mailtest.Fault {
		if stage == mailtest.To && strings.HasPrefix(m.To[0], "beat") {
			return mailtest.Fault{Code: 550}
		}
		return mailtest.Fault{}
	})
	if counts := f.dispatch(t, monday); counts != (outbox.Counts{Sent: 2, Parked: 1}) {
		t.Errorf("%+v", counts)
	}
	rows, _, err := outbox.List(t.Context(), f.db, outbox.Filter{State: outbox.Parked})
	if err != nil || len(rows) != 1 || !strings.Contains(rows[0].Error, "550") {
		t.Errorf("%+v, %v", rows, err)
	}
	states, err := outbox.CountByState(t.Context(), f.db)
	if err != nil || states[outbox.Sent] != 2 || states[outbox.Parked] != 1 {
		t.Errorf("%v, %v", states, err)
	}
}

func TestALostAnswerIsUncertainOrAgain(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]bool{"reminder": false, "sign-in": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, func(o *outbox.Options) { o.Kinds[0].AgainIfUnknown = again })
			f.enqueue(t, "anna")
			f.server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
				return mailtest.Fault{Drop: stage == mailtest.Text, Keep: true}
			})
			f.dispatch(t, monday)
			f.server.Fail(nil)
			f.dispatch(t, monday.Add(48*time.Hour))
			taken := f.server.Taken()
			if !again {
				if row := f.only(t); row.State != outbox.Uncertain || len(taken) != 1 {
					t.Errorf("%d mails, %+v", len(taken), row)
				}
				return
			}
			if len(taken) != 2 || messageID(taken[0]) != messageID(taken[1]) || messageID(taken[0]) == "" {
				t.Errorf("%d mails: %q", len(taken), taken)
			}
		})
	}
}

func messageID(m mailtest.Message) string {
	for line := range strings.SplitSeq(string(m.Raw), "\r\n") {
		if id, ok := strings.CutPrefix(line, "Message-ID: "); ok {
			return id
		}
	}
	return ""
}

func TestACrashLeavesOneUncertainRow(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.enqueue(t, "anna", "beat")
	// A process that died between its commit and the answer.
	if err := f.db.Query(t.Context()).Exec(`update outbox set state = 'handing_over', handed_at = ?, attempts = 1 where dedupe_key = 'anna'`, monday).Error; err != nil {
		t.Fatal(err)
	}
	if counts := f.dispatch(t, monday.Add(time.Minute)); counts != (outbox.Counts{Sent: 1}) {
		t.Errorf("%+v: a hand-over in progress was disturbed", counts)
	}
	if counts := f.dispatch(t, monday.Add(time.Hour)); counts != (outbox.Counts{Uncertain: 1}) {
		t.Errorf("%+v", counts)
	}
	if taken := f.server.Taken(); len(taken) != 1 {
		t.Errorf("%d mails", len(taken))
	}
}

func TestAServerThatIsDownLosesNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.enqueue(t, "anna")
	f.server.Stop()
	if _, err := f.box.Dispatch(t.Context(), monday); err == nil {
		t.Error("nobody hears that the server is down")
	}
	if row := f.only(t); row.State != outbox.Waiting || row.Attempts != 0 {
		t.Errorf("%+v", row)
	}
}

func TestAServerThatBreaksOffIsGivenUp(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.enqueue(t, "a", "b", "c", "d")
	f.server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
		return mailtest.Fault{Code: 421}
	})
	if _, err := f.box.Dispatch(t.Context(), monday); err == nil {
		t.Error("nobody hears that the server breaks off")
	}
	if f.server.Connections() != 2 {
		t.Errorf("%d connections", f.server.Connections())
	}
}

func TestTheRendererDecides(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	later := monday.Add(3 * time.Hour)
	f.kind.decide = func(name string) (outbox.Decision, error) {
		switch name {
		case "left":
			return outbox.NoLonger("left"), nil
		case "absent":
			return outbox.Later(later, "absent"), nil
		case "broken":
			return outbox.Decision{}, errors.New("a template is broken")
		case "panics":
			panic("oops")
		}
		return deliver(name), nil
	}
	f.enqueue(t, "left", "absent", "broken", "panics", "anna")
	if counts := f.dispatch(t, monday); counts != (outbox.Counts{Sent: 1, Suppressed: 1, Later: 1, Retried: 2}) {
		t.Errorf("%+v", counts)
	}
	rows, _, err := outbox.List(t.Context(), f.db, outbox.Filter{State: outbox.Suppressed})
	if err != nil || len(rows) != 1 || rows[0].Reason != "left" {
		t.Errorf("%+v, %v", rows, err)
	}
	f.kind.decide = nil
	if counts := f.dispatch(t, later); counts != (outbox.Counts{Sent: 3}) {
		t.Errorf("%+v", counts)
	}
}

func TestNoMailServerIsSaid(t *testing.T) {
	t.Parallel()
	f := newFixture(t, func(o *outbox.Options) { o.Transport = nil })
	if _, err := f.box.Dispatch(t.Context(), monday); err != nil {
		t.Errorf("nothing waits: %v", err)
	}
	f.enqueue(t, "anna")
	if _, err := f.box.Dispatch(t.Context(), monday); !errors.Is(err, outbox.ErrNoTransport) {
		t.Errorf("%v", err)
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	r := &renderer{}
	for name, o := range map[string]outbox.Options{
		"no gate":     {Kinds: []outbox.Kind{{Name: "a", Renderer: r}}},
		"twice":       {Gate: open, Kinds: []outbox.Kind{{Name: "a", Renderer: r}, {Name: "a", Renderer: r}}},
		"no renderer": {Gate: open, Kinds: []outbox.Kind{{Name: "a"}}},
	} {
		if _, err := outbox.New(nil, o); err == nil {
			t.Error(name)
		}
	}
}
