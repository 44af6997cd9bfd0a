package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-co-op/gocron/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

const (
	sweepEvery  = time.Minute // looks for slots nobody ran
	stopTimeout = 20 * time.Second
)

// Options of a scheduler.
type Options struct {
	Log *slog.Logger
	Now func() time.Time
}

// Scheduler runs jobs by the clock and by hand.
type Scheduler struct {
	db      *db.DB
	log     *slog.Logger
	now     func() time.Time
	jobs    []Job
	elector *elector
	cron    gocron.Scheduler
}

// New checks the jobs and starts nothing. It fails on a job without a body, two
// of one name, and a time of day between 02:00 and 03:59.
func New(d *db.DB, o Options, jobs ...Job) (*Scheduler, error) {
	if o.Log == nil || o.Now == nil {
		return nil, errors.New("schedule: no log or no clock")
	}
	seen := map[string]bool{}
	for _, j := range jobs {
		if err := j.check(); err != nil {
			return nil, err
		}
		if seen[j.Name] {
			return nil, fmt.Errorf("schedule: two jobs are named %s", j.Name)
		}
		seen[j.Name] = true
	}
	return &Scheduler{db: d, log: o.Log, now: o.Now, jobs: jobs, elector: &elector{db: d}}, nil
}

// Start ticks until Stop, in this process if it leads the cluster.
func (s *Scheduler) Start(ctx context.Context) error {
	cron, err := gocron.NewScheduler(
		gocron.WithLocation(calendar.Zurich), gocron.WithStopTimeout(stopTimeout),
		gocron.WithDistributedElector(s.elector), gocron.WithLogger(s.log))
	if err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	s.cron = cron
	s.elector.start(ctx)
	for _, j := range s.jobs {
		if err := s.register(ctx, j); err != nil {
			return errors.Join(err, s.Stop())
		}
	}
	if err := s.tick(ctx, Job{Name: "catch-up", Every: sweepEvery}, func(ctx context.Context) {
		if err := s.CatchUp(ctx, s.now()); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "jobs that were missed", "error", err)
		}
	}); err != nil {
		return errors.Join(err, s.Stop())
	}
	cron.Start()
	return nil
}

// Stop ends the clock: it waits up to 20 s for what is running, whose context
// ends at once.
func (s *Scheduler) Stop() error {
	var err error
	if s.cron != nil {
		err = s.cron.Shutdown()
	}
	s.elector.end()
	if err != nil {
		return fmt.Errorf("schedule: stop: %w", err)
	}
	return nil
}

// register is the only way in which a job reaches the clock.
func (s *Scheduler) register(ctx context.Context, j Job) error {
	return s.tick(ctx, j, func(ctx context.Context) {
		if err := s.slot(ctx, j, s.now()); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "job failed", "job", j.Name, "error", err)
		}
	})
}

func (s *Scheduler) tick(ctx context.Context, j Job, fn func(ctx context.Context)) error {
	options := []gocron.JobOption{
		gocron.WithName(j.Name), gocron.WithContext(ctx), gocron.WithSingletonMode(gocron.LimitModeReschedule),
	}
	var when gocron.JobDefinition
	if j.At == nil {
		when = gocron.DurationJob(j.Every)
		options = append(options, gocron.WithStartAt(gocron.WithStartImmediately()))
	} else {
		at := gocron.NewAtTimes(gocron.NewAtTime(uint(j.At.Hour), uint(j.At.Minute), 0))
		when = gocron.DailyJob(1, at)
		if len(j.On) > 0 {
			when = gocron.WeeklyJob(1, gocron.NewWeekdays(j.On[0], j.On[1:]...), at)
		}
	}
	if _, err := s.cron.NewJob(when, gocron.NewTask(fn), options...); err != nil {
		return fmt.Errorf("schedule: register %s: %w", j.Name, err)
	}
	return nil
}

// find is the job of a name.
func (s *Scheduler) find(name string) (Job, error) {
	for _, j := range s.jobs {
		if j.Name == name {
			return j, nil
		}
	}
	return Job{}, apperr.New(apperr.NotFound, "error.job.unknown", map[string]any{"job": name})
}

// Names lists the jobs as they were given.
func (s *Scheduler) Names() []string {
	names := make([]string, len(s.jobs))
	for i, j := range s.jobs {
		names[i] = j.Name
	}
	return names
}

// Status is a job with its last run, nil if it never ran, and its next one.
type Status struct {
	Job  Job
	Last *Run
	Next time.Time
}

// List is all jobs as they were given.
func (s *Scheduler) List(ctx context.Context, c db.Conn, now time.Time) ([]Status, error) {
	last, err := lastRuns(ctx, c)
	if err != nil {
		return nil, err
	}
	list := make([]Status, len(s.jobs))
	for i, j := range s.jobs {
		list[i] = Status{Job: j, Next: j.Next(now)}
		if run, ran := last[j.Name]; ran {
			list[i].Last = &run
		}
	}
	return list, nil
}
