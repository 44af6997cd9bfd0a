package schedule

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/calendar"
)

// Clock is a time of day in Europe/Zurich.
type Clock struct{ Hour, Minute int }

// Func is the body of a job: it does everything that is due until now, may be
// called again with the same now without harm, and names what it did.
type Func func(ctx context.Context, now time.Time) (counts map[string]int, err error)

// Job is a named piece of work: either Every or At is set.
type Job struct {
	Name string
	// Every is the pause of a sweep, at least a second.
	Every time.Duration
	// At is the time of a daily job, nil for a sweep.
	At *Clock
	// On restricts a daily job to days of the week; empty means every day.
	On []time.Weekday
	// Timeout ends the job's context, 10 minutes if zero.
	Timeout time.Duration
	Run     Func
}

// Daily is a Job.At.
func Daily(hour, minute int) *Clock { return &Clock{Hour: hour, Minute: minute} }

func (j Job) check() error {
	switch {
	case j.Name == "":
		return errors.New("schedule: a job has no name")
	case j.Run == nil:
		return fmt.Errorf("schedule: %s does nothing", j.Name)
	case (j.At == nil) == (j.Every == 0):
		return fmt.Errorf("schedule: %s needs either a time of day or a pause", j.Name)
	case j.At == nil && (j.Every < time.Second || len(j.On) > 0):
		return fmt.Errorf("schedule: %s cannot run every %s", j.Name, j.Every)
	case j.At != nil && (j.At.Hour < 0 || j.At.Hour > 23 || j.At.Minute < 0 || j.At.Minute > 59):
		return fmt.Errorf("schedule: %s has no time of day", j.Name)
	case j.At != nil && (j.At.Hour == 2 || j.At.Hour == 3):
		return fmt.Errorf("schedule: %s would run between 02:00 and 03:59, which one night has twice and another has not", j.Name)
	}
	return nil
}

func (j Job) timeout() time.Duration {
	if j.Timeout == 0 {
		return 10 * time.Minute
	}
	return j.Timeout
}

// Slot is the last moment at or before now at which the job was to run.
func (j Job) Slot(now time.Time) time.Time {
	if j.At == nil {
		return now.UTC().Truncate(j.Every)
	}
	for day := calendar.DateOf(now); ; day = day.AddDays(-1) {
		if at := j.on(day); j.runsOn(day) && !at.After(now) {
			return at
		}
	}
}

// Next is the first moment after now at which the job is to run.
func (j Job) Next(now time.Time) time.Time {
	if j.At == nil {
		return j.Slot(now).Add(j.Every)
	}
	for day := calendar.DateOf(now); ; day = day.AddDays(1) {
		if at := j.on(day); j.runsOn(day) && at.After(now) {
			return at
		}
	}
}

func (j Job) runsOn(day calendar.Date) bool {
	return len(j.On) == 0 || slices.Contains(j.On, day.Weekday())
}

// on is the job's time of day; UTC, as it is stored.
func (j Job) on(day calendar.Date) time.Time {
	year, month, d := day.YMD()
	return time.Date(year, month, d, j.At.Hour, j.At.Minute, 0, 0, calendar.Zurich).UTC()
}
