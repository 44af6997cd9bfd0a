package schedule_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/schedule"
	"zaemme/internal/testing/dbtest"
)

// morning is 07:05 in Zurich.
var morning = time.Date(2027, 3, 1, 6, 5, 0, 0, time.UTC)

func scheduler(t *testing.T, d *db.DB, now func() time.Time, jobs ...schedule.Job) *schedule.Scheduler {
	t.Helper()
	if now == nil {
		now = func() time.Time { return morning }
	}
	s, err := schedule.New(d, schedule.Options{Log: slog.New(slog.DiscardHandler), Now: now}, jobs...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func counting(n *atomic.Int64) schedule.Func {
	return func(context.Context, time.Time) (map[string]int, error) {
		return map[string]int{"runs": int(n.Add(1))}, nil
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	body := func(context.Context, time.Time) (map[string]int, error) { return nil, nil }
	for name, jobs := range map[string][]schedule.Job{
		"no name":    {{Every: time.Minute, Run: body}},
		"no body":    {{Name: "a", Every: time.Minute}},
		"no time":    {{Name: "a", Run: body}},
		"both":       {{Name: "a", Every: time.Minute, At: schedule.Daily(7, 0), Run: body}},
		"02:30":      {{Name: "a", At: schedule.Daily(2, 30), Run: body}},
		"03:59":      {{Name: "a", At: schedule.Daily(3, 59), Run: body}},
		"25 o'clock": {{Name: "a", At: schedule.Daily(25, 0), Run: body}},
		"twice":      {{Name: "a", Every: time.Minute, Run: body}, {Name: "a", Every: time.Minute, Run: body}},
		"too often":  {{Name: "a", Every: time.Millisecond, Run: body}},
	} {
		if _, err := schedule.New(nil, schedule.Options{Log: slog.Default(), Now: time.Now}, jobs...); err == nil {
			t.Error(name)
		}
	}
}

func TestAMissedSlotIsCaughtUpOnceInTheCluster(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var runs atomic.Int64
	job := schedule.Job{Name: "reminders", At: schedule.Daily(7, 0), Run: counting(&runs)}
	a, b := scheduler(t, d, nil, job), scheduler(t, d, nil, job)
	var wg sync.WaitGroup
	for range 4 {
		for _, s := range []*schedule.Scheduler{a, b} {
			wg.Go(func() {
				if err := s.CatchUp(t.Context(), morning); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	if n := runs.Load(); n != 1 {
		t.Fatalf("%d runs of one slot", n)
	}
	// Five days later: only the last slot.
	if err := a.CatchUp(t.Context(), morning.AddDate(0, 0, 5)); err != nil {
		t.Fatal(err)
	}
	if n := runs.Load(); n != 2 {
		t.Errorf("%d runs after five days", n)
	}
	list, err := a.List(t.Context(), d, morning.AddDate(0, 0, 5))
	if err != nil || len(list) != 1 || list[0].Last == nil || list[0].Last.Outcome != "done" || list[0].Last.Counts["runs"] != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	if want := morning.AddDate(0, 0, 6).Add(-5 * time.Minute); !list[0].Next.Equal(want) {
		t.Errorf("next %s, want %s", list[0].Next, want)
	}
}

func TestAFailureIsKeptAndTriedAgain(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var runs atomic.Int64
	now := morning
	s := scheduler(t, d, func() time.Time { return now }, schedule.Job{Name: "j", At: schedule.Daily(7, 0),
		Run: func(context.Context, time.Time) (map[string]int, error) {
			if runs.Add(1) == 1 {
				panic("a pointer is nil")
			}
			return nil, errors.New("the server is away")
		}})
	for range 60 { // an hour of sweeps
		before := runs.Load()
		if err := s.CatchUp(t.Context(), now); (err != nil) != (runs.Load() > before) {
			t.Fatalf("%s after %d runs: %v", now.Sub(morning), runs.Load(), err)
		}
		now = now.Add(time.Minute)
	}
	if n := runs.Load(); n != 3 {
		t.Errorf("%d tries", n)
	}
	history, err := schedule.History(t.Context(), d, "j", 10, 0)
	if err != nil || len(history) != 1 || history[0].Outcome != "failed" || history[0].Tries != 3 || !strings.Contains(history[0].Message, "away") {
		t.Errorf("%+v, %v", history, err)
	}
}

func TestARunThatDiedIsTakenOver(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var runs atomic.Int64
	s := scheduler(t, d, nil, schedule.Job{Name: "j", At: schedule.Daily(7, 0), Timeout: 2 * time.Minute, Run: counting(&runs)})
	if err := d.Query(t.Context()).Exec(`insert into job_runs (job, slot, started_at) values ('j', ?, ?)`,
		morning.Add(-5*time.Minute), morning).Error; err != nil {
		t.Fatal(err)
	}
	if err := s.CatchUp(t.Context(), morning.Add(2*time.Minute)); err != nil || runs.Load() != 0 {
		t.Errorf("a run in progress was doubled: %d runs, %v", runs.Load(), err)
	}
	if err := s.CatchUp(t.Context(), morning.Add(4*time.Minute)); err != nil || runs.Load() != 1 {
		t.Errorf("%d runs, %v", runs.Load(), err)
	}
}

func TestRunOnceIsKept(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var runs atomic.Int64
	s := scheduler(t, d, nil, schedule.Job{Name: "j", At: schedule.Daily(7, 0), Run: counting(&runs)})
	counts, err := s.RunOnce(t.Context(), "j", morning)
	if err != nil || counts["runs"] != 1 {
		t.Fatalf("%v, %v", counts, err)
	}
	// By hand does not stand for the slot.
	if err := s.CatchUp(t.Context(), morning); err != nil || runs.Load() != 2 {
		t.Errorf("%d runs, %v", runs.Load(), err)
	}
	history, err := schedule.History(t.Context(), d, "j", 10, 0)
	if err != nil || len(history) != 2 || !history[0].ByHand || history[1].ByHand {
		t.Errorf("%+v, %v", history, err)
	}
	var failure *apperr.Error
	if _, err := s.RunOnce(t.Context(), "nix", morning); !errors.As(err, &failure) || failure.Kind != apperr.NotFound {
		t.Errorf("unknown job: %v", err)
	}
}

// Two processes tick; each slot of the sweep runs once, and when the leader
// goes the other takes over.
func TestTwoProcessesRunASweepOncePerSlot(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var mu sync.Mutex
	slots := map[time.Time]int{}
	ran := make(chan int, 1000)
	sweep := func(process int) schedule.Job {
		return schedule.Job{Name: "dispatch", Every: time.Second, Run: func(_ context.Context, now time.Time) (map[string]int, error) {
			mu.Lock()
			slots[now.Truncate(time.Second)]++
			mu.Unlock()
			ran <- process
			return nil, nil
		}}
	}
	first, second := scheduler(t, d, time.Now, sweep(1)), scheduler(t, d, time.Now, sweep(2))
	if err := first.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := second.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, ran, 1)
	await(t, ran, 1)
	if err := first.Stop(); err != nil {
		t.Error(err)
	}
	await(t, ran, 2)
	if err := second.Stop(); err != nil {
		t.Error(err)
	}
	for slot, n := range slots {
		if n != 1 {
			t.Errorf("slot %s ran %d times", slot, n)
		}
	}
	// Where a ping was under way, the server notices the closed connection in its
	// own time.
	for end := time.Now().Add(20 * time.Second); ; <-time.After(20 * time.Millisecond) {
		var locks int
		if err := d.Query(t.Context()).Raw(`select count(*) from pg_locks where locktype = 'advisory'
			and database = (select oid from pg_database where datname = current_database())`).Scan(&locks).Error; err != nil {
			t.Fatal(err)
		}
		if locks == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%d locks are left", locks)
		}
	}
}

// The server ends the leader's connection, as in a failover: somebody leads
// again, and no slot runs twice.
func TestALostLeaderIsReplaced(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ran := make(chan int, 1000)
	sweep := schedule.Job{Name: "dispatch", Every: time.Second, Run: func(context.Context, time.Time) (map[string]int, error) {
		ran <- 1
		return nil, nil
	}}
	s := scheduler(t, d, time.Now, sweep)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, ran, 1)
	var ended bool
	if err := d.Query(t.Context()).Raw(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
		and database = (select oid from pg_database where datname = current_database())`).Scan(&ended).Error; err != nil || !ended {
		t.Fatalf("ended %v, %v", ended, err)
	}
	for len(ran) > 0 {
		<-ran
	}
	await(t, ran, 1)
	await(t, ran, 1)
	await(t, ran, 1)
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
}

func await(t *testing.T, ran <-chan int, process int) {
	t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		select {
		case got := <-ran:
			if got == process {
				return
			}
		case <-timeout:
			t.Fatalf("process %d does not run", process)
		}
	}
}

func TestAPanicIsLoggedWithItsStack(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s, err := schedule.New(dbtest.New(t), schedule.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Now: func() time.Time { return morning }},
		schedule.Job{Name: "j", Every: time.Minute, Run: func(context.Context, time.Time) (map[string]int, error) { panic("oops") }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.RunOnce(t.Context(), "j", morning); err == nil || strings.Contains(err.Error(), "goroutine") {
		t.Errorf("%v", err)
	}
	if !strings.Contains(log.String(), "goroutine") {
		t.Error("no stack in the log")
	}
}
