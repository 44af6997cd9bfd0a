package reminder

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/settings"
)

// Alarm says that mails were expected to leave and did not.
type Alarm struct {
	Waiting int           // reminders and digests that should have left an hour ago or more
	Since   time.Time     // of the oldest of them
	NoRound calendar.Date // a working day on which the job has not looked; 0: none
}

// Raised reports that somebody should look at the server.
func (a Alarm) Raised() bool { return a.Waiting > 0 || a.NoRound != 0 }

// patience is how long the job and the mail server may take.
const patience = time.Hour

// Alarm looks whether, on a working day within the send window, mails wait and
// none has left for an hour, or the job of the day has not run. Before go-live
// nothing is expected.
func (s *Service) Alarm(ctx context.Context, now time.Time) (Alarm, error) {
	var a Alarm
	day := calendar.DateOf(now)
	current, err := settings.Load(ctx, s.DB, day)
	if err != nil {
		return a, err
	}
	live, trial := phase(current, day)
	window := Default().Window
	if from := at(day, window.From); (!live && !trial) || !s.Calendars("").IsWorkingDay(day) || now.Before(from.Add(patience)) {
		return a, nil
	}
	a, err = readAlarm(ctx, s.DB, trial, now.Add(-patience))
	if err != nil {
		return a, err
	}
	looked, err := readRounds(ctx, s.DB, day, trial)
	if err == nil && !looked[day] {
		a.NoRound = day
	}
	return a, err
}

// Watch is Alarm as a job: it fails where one is raised, so that it shows among
// the jobs and in the log.
func (s *Service) Watch(ctx context.Context, now time.Time) (map[string]int, error) {
	a, err := s.Alarm(ctx, now)
	switch {
	case err != nil:
		return nil, err
	case a.Waiting > 0:
		return map[string]int{"waiting": a.Waiting}, fmt.Errorf("reminder: %d mails wait since %s and none has left for an hour",
			a.Waiting, a.Since.In(calendar.Zurich).Format("2.1.2006 15:04"))
	case a.NoRound != 0:
		return nil, fmt.Errorf("reminder: nobody has been looked at today: the job «reminders» has not run")
	}
	return map[string]int{"waiting": 0}, nil
}
