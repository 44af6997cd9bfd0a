package task

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

const (
	lease     = 30 * time.Second
	beat      = 500 * time.Millisecond // progress is written, the lease prolonged
	look      = 5 * time.Second        // for tasks that a crash left, or that another process did not get to
	maxTries  = 3
	atOnce    = 2 // tasks of one process; each needs memory and two connections
	stopAfter = 20 * time.Second
)

var errLost = errors.New("task: the lease is somebody else's")

// Runner does tasks in this process.
type Runner struct {
	db    *db.DB
	log   *slog.Logger
	now   func() time.Time
	kinds map[string]Func

	ctx     context.Context // ends with Stop
	stop    context.CancelFunc
	running sync.WaitGroup
	slots   chan struct{}
	mu      sync.Mutex
	ended   map[uuid.UUID]chan struct{} // of tasks begun here
}

// New makes a runner that is idle until Start or Run is called.
func New(d *db.DB, log *slog.Logger, now func() time.Time, kinds map[string]Func) *Runner {
	r := &Runner{db: d, log: log, now: now, kinds: kinds, slots: make(chan struct{}, atOnce), ended: map[uuid.UUID]chan struct{}{}}
	r.ctx, r.stop = context.WithCancel(context.Background())
	return r
}

// Start stores the task and begins it in this process as soon as it has room.
func (r *Runner) Start(ctx context.Context, q Request, now time.Time) (uuid.UUID, error) {
	if r.kinds[q.Kind] == nil {
		return uuid.Nil, fmt.Errorf("task: nobody does %q", q.Kind)
	}
	var id int64
	uid := uuid.New()
	if err := r.db.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = store(ctx, tx, uid, q, now)
		return err
	}); err != nil {
		return uuid.Nil, err
	}
	ended := make(chan struct{})
	r.mu.Lock()
	r.ended[uid] = ended
	r.mu.Unlock()
	r.running.Go(func() {
		defer func() {
			r.mu.Lock()
			delete(r.ended, uid)
			r.mu.Unlock()
			close(ended)
		}()
		if _, err := r.one(r.ctx, id); err != nil && r.ctx.Err() == nil {
			r.log.ErrorContext(r.ctx, "task", "task", id, "error", err)
		}
	})
	return uid, nil
}

// Wait is the owner's task once it has ended, or as it is after that time.
func (r *Runner) Wait(ctx context.Context, uid uuid.UUID, owner int64, atMost time.Duration) (Task, error) {
	r.mu.Lock()
	ended := r.ended[uid]
	r.mu.Unlock()
	if ended != nil {
		limit := time.NewTimer(atMost)
		defer limit.Stop()
		select {
		case <-ended:
		case <-limit.C:
		case <-ctx.Done():
		}
	}
	return Load(ctx, r.db, uid.String(), owner)
}

// Run looks for tasks that nobody works on until ctx or Stop ends it.
func (r *Runner) Run(ctx context.Context) {
	r.running.Add(1)
	defer r.running.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(r.ctx, cancel)()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		for ctx.Err() == nil {
			if did, err := r.RunOne(ctx); err != nil && ctx.Err() == nil {
				r.log.ErrorContext(ctx, "look for tasks", "error", err)
				break
			} else if !did {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// RunOne does the oldest task that nobody works on; false where there is none.
func (r *Runner) RunOne(ctx context.Context) (bool, error) { return r.one(ctx, 0) }

// Stop ends what is running, which is taken up again by whoever comes next, and
// waits for it up to 20 s.
func (r *Runner) Stop() error {
	r.stop()
	done := make(chan struct{})
	go func() { r.running.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-time.After(stopAfter):
		return errors.New("task: something is still running")
	}
}

// one does the task with that id, or any where it is 0.
func (r *Runner) one(ctx context.Context, id int64) (bool, error) {
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	t, err := claim(ctx, r.db, id, r.now())
	if err != nil || t.ID == 0 {
		return false, err
	}
	working, lost := context.WithCancelCause(ctx)
	defer lost(nil)
	p := &Progress{}
	alive := make(chan struct{})
	over := make(chan struct{})
	go func() { defer close(over); r.prove(working, t, p, alive, lost) }()
	value, failed := r.call(working, t, p)
	close(alive)
	<-over
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	switch {
	case errors.Is(context.Cause(working), errLost):
		return true, errLost
	case ctx.Err() != nil && failed != nil: // told to stop: somebody else goes on
		return true, release(keep, r.db, t)
	}
	if failed != nil && apperr.KindOf(failed) == apperr.Internal {
		r.log.ErrorContext(ctx, "task failed", "kind", t.Kind, "task", t.ID, "error", failed)
	}
	return true, finish(keep, r.db, t, value, failed, r.now())
}

// prove prolongs the lease and writes the progress until alive is closed.
func (r *Runner) prove(ctx context.Context, t Task, p *Progress, alive <-chan struct{}, lost context.CancelCauseFunc) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	quiet := 0
	for {
		select {
		case <-alive:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		stage, done, total, changed := p.read()
		if quiet++; !changed && quiet < 10 {
			continue
		}
		quiet = 0
		mine, err := prolong(ctx, r.db, t, stage, done, total)
		if err == nil && !mine {
			lost(errLost)
			return
		}
	}
}

// call turns a panic into the task's error.
func (r *Runner) call(ctx context.Context, t Task, p *Progress) (value any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("task: %s panicked: %v\n%s", t.Kind, cause, debug.Stack())
		}
	}()
	work := r.kinds[t.Kind]
	if work == nil {
		return nil, fmt.Errorf("task: nobody does %q", t.Kind)
	}
	return work(ctx, t, r.now(), p)
}
