package task_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/task"
	"zaemme/internal/testing/dbtest"
)

var now = time.Date(2026, time.November, 22, 9, 0, 0, 0, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// runner of a process, which ends with the test.
func runner(t *testing.T, d *db.DB, work task.Func) *task.Runner {
	t.Helper()
	r := task.New(d, slog.New(slog.DiscardHandler), func() time.Time { return now }, map[string]task.Func{"add": work})
	t.Cleanup(func() { must(t, r.Stop()) })
	return r
}

func person(t *testing.T, d *db.DB) (id int64) {
	t.Helper()
	must(t, d.Query(t.Context()).Raw(`insert into persons (last_name, first_name) values ('Muster', 'Andrea') returning id`).Scan(&id).Error)
	return id
}

func exec(t *testing.T, d *db.DB, sql string, args ...any) {
	t.Helper()
	must(t, d.Query(t.Context()).Exec(sql, args...).Error)
}

func inputOf(t *testing.T, d *db.DB, uid uuid.UUID) (text string) {
	t.Helper()
	must(t, d.Query(t.Context()).Raw(`select input::text from tasks where uid = cast(? as uuid)`, uid.String()).Scan(&text).Error)
	return text
}

func TestWorkIsDoneAndItsInputForgotten(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	r := runner(t, d, func(_ context.Context, one task.Task, at time.Time, p *task.Progress) (any, error) {
		p.Stage("adding", 2)
		p.Step()
		var numbers []int
		must(t, json.Unmarshal(one.Input, &numbers))
		if !at.Equal(now) || one.State != task.Running || one.Tries != 1 {
			t.Errorf("%+v at %v", one, at)
		}
		return numbers[0] + numbers[1], nil
	})
	owner, other := person(t, d), person(t, d)
	uid, err := r.Start(t.Context(), task.Request{Kind: "add", Title: "two numbers", Owner: owner, Input: []int{1, 2}}, now)
	must(t, err)
	done, err := r.Wait(t.Context(), uid, owner, time.Minute)
	must(t, err)
	if done.State != task.Done || string(done.Result) != "3" || done.Title != "two numbers" || done.Done != done.Total || inputOf(t, d, uid) != "{}" {
		t.Errorf("%+v", done)
	}
	for _, uid := range []string{uid.String(), uuid.NewString(), "nonsense"} {
		if _, err := task.Load(t.Context(), d, uid, other); !apperr.Is(err, apperr.NotFound) {
			t.Errorf("somebody else's task: %v", err)
		}
	}
	if _, err := r.Start(t.Context(), task.Request{Kind: "no such", Owner: owner}, now); err == nil {
		t.Error("work that nobody does was taken")
	}
}

func TestAFailureIsKeptAsItsOwnerMaySeeIt(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	owner := person(t, d)
	for name, c := range map[string]struct {
		work task.Func
		kind apperr.Kind
		key  string
	}{
		"refused": {func(context.Context, task.Task, time.Time, *task.Progress) (any, error) {
			return 7, apperr.New(apperr.Stale, "error.change.stale", map[string]any{"persons": 2, "day": calendar.NewDate(2027, time.April, 1), "name": "Jan"}).At("from")
		}, apperr.Stale, "error.change.stale"},
		"internal": {func(context.Context, task.Task, time.Time, *task.Progress) (any, error) {
			return nil, errors.New("secret")
		}, apperr.Internal, "error.task.failed"},
		"panic": {func(context.Context, task.Task, time.Time, *task.Progress) (any, error) { panic("secret") }, apperr.Internal, "error.task.failed"},
	} {
		r := runner(t, d, c.work)
		uid, err := r.Start(t.Context(), task.Request{Kind: "add", Owner: owner}, now)
		must(t, err)
		failed, err := r.Wait(t.Context(), uid, owner, time.Minute)
		must(t, err)
		if failed.State != task.Failed || failed.Failure.Kind != c.kind || failed.Failure.Key != c.key {
			t.Errorf("%s: %+v %+v", name, failed, failed.Failure)
		}
		if name == "refused" && (string(failed.Failure.Value) != "7" || apperr.KindOf(failed.Failure.Err()) != apperr.Stale) {
			t.Errorf("%+v", failed.Failure)
		}
		var known *apperr.Error
		if name == "refused" && (!errors.As(failed.Failure.Err(), &known) || known.Field != "from" ||
			!maps.Equal(known.Args, map[string]any{"persons": 2, "day": calendar.NewDate(2027, time.April, 1), "name": "Jan"})) {
			t.Errorf("what the text says of the error is not what it was: %+v", known)
		}
	}
}

// A process dies: its lease runs out, and another one begins the work anew.
func TestACrashHandsTheWorkOn(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	owner := person(t, d)
	began, goOn := make(chan struct{}), make(chan struct{})
	frozen := runner(t, d, func(context.Context, task.Task, time.Time, *task.Progress) (any, error) {
		close(began)
		<-goOn // even past the end of its context
		return "late", nil
	})
	uid, err := frozen.Start(t.Context(), task.Request{Kind: "add", Owner: owner, Input: "rows"}, now)
	must(t, err)
	<-began
	other := runner(t, d, func(_ context.Context, one task.Task, _ time.Time, _ *task.Progress) (any, error) {
		return string(one.Input), nil
	})
	if did, err := other.RunOne(t.Context()); did || err != nil {
		t.Fatalf("work that somebody does was taken: %v", err)
	}
	exec(t, d, `update tasks set lease_until = clock_timestamp() - interval '1 second'`)
	if did, err := other.RunOne(t.Context()); !did || err != nil {
		t.Fatalf("nobody took it up: %v", err)
	}
	close(goOn)
	_, err = frozen.Wait(t.Context(), uid, owner, time.Minute)
	must(t, err)
	done, err := task.Load(t.Context(), d, uid.String(), owner)
	must(t, err)
	if string(done.Result) != `"\"rows\""` || done.Tries != 2 {
		t.Errorf("%s after %d tries: the one who lost the lease wrote", done.Result, done.Tries)
	}
}

func TestWhatKeepsCrashingIsGivenUp(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	owner := person(t, d)
	r := runner(t, d, func(context.Context, task.Task, time.Time, *task.Progress) (any, error) { return nil, nil })
	exec(t, d, `insert into tasks (kind, title, owner_id, input, created_at, state, tries, lease_until, expires_at)
		values ('add', '', ?, '{"a":1}', ?, 'running', 3, now() - interval '1 minute', ?)`, owner, now, now.Add(task.Term))
	if did, err := r.RunOne(t.Context()); did || err != nil {
		t.Errorf("it was begun a fourth time: %v", err)
	}
	var uid uuid.UUID
	must(t, d.Query(t.Context()).Raw(`select uid from tasks`).Row().Scan(&uid))
	given, err := task.Load(t.Context(), d, uid.String(), owner)
	must(t, err)
	if given.State != task.Failed || given.Failure.Key != "error.task.given_up" || inputOf(t, d, uid) != "{}" {
		t.Errorf("%+v", given)
	}
}

// numbers say what they are about.
type numbers []int

func (n numbers) About() any { return map[string]int{"Count": len(n)} }

// What a task is about outlives its input, however it ends; only what has failed can
// be dismissed, which alters nothing else.
func TestWhatATaskIsAboutStays(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	owner := person(t, d)
	about := func(uid uuid.UUID) string {
		t.Helper()
		one, err := task.Load(t.Context(), d, uid.String(), owner)
		must(t, err)
		return string(one.About)
	}
	fails := false
	r := runner(t, d, func(_ context.Context, one task.Task, _ time.Time, _ *task.Progress) (any, error) {
		if string(one.About) != `{"Count": 2}` {
			t.Errorf("the work is told %s", one.About)
		}
		if fails {
			return nil, apperr.New(apperr.Stale, "error.change.stale", nil)
		}
		return 3, nil
	})
	done, err := r.Start(t.Context(), task.Request{Kind: "add", Owner: owner, Input: numbers{1, 2}}, now)
	must(t, err)
	ended, err := r.Wait(t.Context(), done, owner, time.Minute)
	must(t, err)
	if string(ended.Result) != "3" || about(done) != `{"Count": 2}` || inputOf(t, d, done) != "{}" {
		t.Errorf("%+v", ended)
	}
	fails = true
	failed, err := r.Start(t.Context(), task.Request{Kind: "add", Owner: owner, Input: numbers{1, 2}}, now)
	must(t, err)
	_, err = r.Wait(t.Context(), failed, owner, time.Minute)
	must(t, err)
	crashing := uuid.New()
	exec(t, d, `insert into tasks (uid, kind, title, owner_id, input, result, created_at, state, tries, lease_until, expires_at)
		values (?, 'add', '', ?, '[1,2]', '{"About":{"Count":2}}', ?, 'running', 3, now() - interval '1 minute', ?)`, crashing, owner, now, now.Add(task.Term))
	_, err = r.RunOne(t.Context())
	must(t, err)
	if about(failed) != `{"Count": 2}` || about(crashing) != `{"Count": 2}` {
		t.Errorf("of what failed %s is left, of what was given up %s", about(failed), about(crashing))
	}
	for _, uid := range []string{done.String(), uuid.NewString(), "nonsense"} {
		if err := task.Dismiss(t.Context(), d, uid, "add"); !apperr.Is(err, apperr.NotFound) {
			t.Errorf("%s: %v", uid, err)
		}
	}
	if err := task.Dismiss(t.Context(), d, failed.String(), "other"); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("another kind: %v", err)
	}
	must(t, task.Dismiss(t.Context(), d, failed.String(), "add"))
	gone, err := task.Load(t.Context(), d, failed.String(), owner)
	must(t, err)
	var marked bool
	must(t, d.Query(t.Context()).Raw(`select (result ->> 'Dismissed')::bool from tasks where uid = ?`, failed).Scan(&marked).Error)
	if !marked || gone.State != task.Failed || gone.Failure.Key != "error.change.stale" || about(failed) != `{"Count": 2}` {
		t.Errorf("dismissed: %v, %+v", marked, gone)
	}
}

// A process is told to stop: the work waits for the next one, as a whole.
func TestStoppingGivesTheWorkBack(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	owner := person(t, d)
	began := make(chan struct{})
	r := task.New(d, slog.New(slog.DiscardHandler), func() time.Time { return now }, map[string]task.Func{
		"add": func(ctx context.Context, _ task.Task, _ time.Time, _ *task.Progress) (any, error) {
			close(began)
			<-ctx.Done()
			return nil, ctx.Err()
		},
	})
	uid, err := r.Start(t.Context(), task.Request{Kind: "add", Owner: owner, Input: 5}, now)
	must(t, err)
	<-began
	open, err := task.Open(t.Context(), d, owner, "add")
	must(t, err)
	if len(open) != 1 || open[0].UID != uid || open[0].Ended() {
		t.Errorf("%+v", open)
	}
	must(t, r.Stop())
	waiting, err := task.Load(t.Context(), d, uid.String(), owner)
	must(t, err)
	if waiting.State != task.Waiting || waiting.Tries != 0 || inputOf(t, d, uid) != "5" {
		t.Errorf("%+v", waiting)
	}
}

func TestManyRunnersDoItOnce(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	owner := person(t, d)
	var times atomic.Int32
	for range 5 {
		exec(t, d, `insert into tasks (kind, title, owner_id, input, created_at, expires_at) values ('add', '', ?, '1', ?, ?)`, owner, now, now.Add(task.Term))
	}
	var all sync.WaitGroup
	for range 3 {
		r := runner(t, d, func(context.Context, task.Task, time.Time, *task.Progress) (any, error) { return times.Add(1), nil })
		all.Go(func() {
			for {
				did, err := r.RunOne(context.Background())
				if err != nil {
					t.Error(err)
				}
				if !did {
					return
				}
			}
		})
	}
	all.Wait()
	if n := times.Load(); n != 5 {
		t.Errorf("five tasks were done %d times", n)
	}
}

// Whoever looks from another process sees how far the work is.
func TestProgressIsSeenFromOutside(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	owner := person(t, d)
	seen := make(chan struct{})
	r := runner(t, d, func(ctx context.Context, _ task.Task, _ time.Time, p *task.Progress) (any, error) {
		p.Stage("rows", 3)
		p.Step()
		select {
		case <-seen:
		case <-ctx.Done():
		}
		return nil, ctx.Err()
	})
	uid, err := r.Start(t.Context(), task.Request{Kind: "add", Owner: owner}, now)
	must(t, err)
	for deadline := time.After(20 * time.Second); ; {
		one, err := task.Load(t.Context(), d, uid.String(), owner)
		must(t, err)
		if one.Stage == "rows" && one.Done == 1 && one.Total == 3 {
			break
		}
		select {
		case <-deadline:
			t.Fatalf("%+v", one)
		default:
		}
	}
	close(seen)
	done, err := r.Wait(t.Context(), uid, owner, time.Minute)
	must(t, err)
	if done.State != task.Done {
		t.Errorf("%+v", done)
	}
}

// The loop takes up what waits, and ends with its runner.
func TestTheLoopTakesUpWhatWaits(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	owner := person(t, d)
	did := make(chan struct{})
	r := task.New(d, slog.New(slog.DiscardHandler), func() time.Time { return now }, map[string]task.Func{
		"add": func(context.Context, task.Task, time.Time, *task.Progress) (any, error) { close(did); return nil, nil },
	})
	exec(t, d, `insert into tasks (kind, title, owner_id, input, created_at, expires_at) values ('add', '', ?, '1', ?, ?)`, owner, now, now.Add(task.Term))
	ended := make(chan struct{})
	go func() { r.Run(t.Context()); close(ended) }()
	<-did
	must(t, r.Stop())
	<-ended
	open, err := task.Open(t.Context(), d, owner, "add")
	must(t, err)
	if len(open) != 0 {
		t.Errorf("%+v", open)
	}
}

func TestTasksAreSweptAfterTheirTerm(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	owner := person(t, d)
	exec(t, d, `insert into tasks (kind, title, owner_id, input, created_at, expires_at) values ('add', '', ?, '1', ?, ?)`, owner, now, now.Add(task.Term))
	for _, c := range []struct {
		at   time.Time
		want int
	}{{now.Add(task.Term - time.Second), 0}, {now.Add(task.Term), 1}} {
		must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			n, err := task.Sweep(t.Context(), tx, c.at)
			if n != c.want {
				t.Errorf("%d rows were deleted at %v", n, c.at)
			}
			return err
		}))
	}
}
