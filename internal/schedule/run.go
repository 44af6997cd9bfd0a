package schedule

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// RunOnce runs a job now, whatever its slots: for `zaemme job NAME` and «jetzt
// ausführen». It needs no Start and is kept among the job's runs. An unknown
// name is NotFound.
func (s *Scheduler) RunOnce(ctx context.Context, name string, now time.Time) (map[string]int, error) {
	j, err := s.find(name)
	if err != nil {
		return nil, err
	}
	now = now.UTC().Truncate(time.Microsecond) // as the database keeps it
	if err := claimByHand(ctx, s.db, name, now); err != nil {
		return nil, err
	}
	return s.run(ctx, j, now, now)
}

// CatchUp runs the last slot of each daily job that nobody ran, or whose run
// failed or died; earlier ones are left, since a job does everything due until
// now.
func (s *Scheduler) CatchUp(ctx context.Context, now time.Time) error {
	var failures []error
	var sweeps []string
	for _, j := range s.jobs {
		if j.At == nil {
			sweeps = append(sweeps, j.Name)
			continue
		}
		if err := s.slot(ctx, j, now); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", j.Name, err))
		}
	}
	return errors.Join(append(failures, prune(ctx, s.db, sweeps, now))...)
}

// slot runs the job's last slot if this process gets it.
func (s *Scheduler) slot(ctx context.Context, j Job, now time.Time) error {
	slot := j.Slot(now)
	mine, err := claim(ctx, s.db, j, slot, now)
	if err != nil || !mine {
		return err
	}
	_, err = s.run(ctx, j, slot, now)
	return err
}

// run calls the body and keeps its result, also when the process is told to stop.
func (s *Scheduler) run(ctx context.Context, j Job, slot, now time.Time) (map[string]int, error) {
	limited, cancel := context.WithTimeout(ctx, j.timeout())
	counts, err := s.call(limited, j, now)
	cancel()
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return counts, errors.Join(err, finish(keep, s.db, j.Name, slot, s.now(), counts, err))
}

// call turns a panic into the job's error; the stack goes to the log, since the
// error is shown to people.
func (s *Scheduler) call(ctx context.Context, j Job, now time.Time) (counts map[string]int, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.ErrorContext(ctx, "job panicked", "job", j.Name, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("schedule: %s panicked: %v", j.Name, p)
		}
	}()
	return j.Run(ctx, now)
}
