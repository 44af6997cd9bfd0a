package schedule

import (
	"testing"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/jonboulle/clockwork"

	"zaemme/internal/calendar"
)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Zurich)
	if err != nil {
		panic(err)
	}
	return t
}

func TestSlotAndNext(t *testing.T) {
	t.Parallel()
	daily := Job{Name: "d", At: Daily(7, 0)}
	weekly := Job{Name: "w", At: Daily(7, 0), On: []time.Weekday{time.Monday}}
	early := Job{Name: "e", At: Daily(1, 30)}
	for name, c := range map[string]struct {
		job             Job
		now, slot, next string
	}{
		"before":             {daily, "2027-03-01 06:59", "2027-02-28 07:00", "2027-03-01 07:00"},
		"on the minute":      {daily, "2027-03-01 07:00", "2027-03-01 07:00", "2027-03-02 07:00"},
		"year end":           {daily, "2027-12-31 23:59", "2027-12-31 07:00", "2028-01-01 07:00"},
		"29 February":        {daily, "2028-02-29 08:00", "2028-02-29 07:00", "2028-03-01 07:00"},
		"forward in 2026":    {daily, "2026-03-29 06:00", "2026-03-28 07:00", "2026-03-29 07:00"},
		"clock goes forward": {daily, "2027-03-28 06:00", "2027-03-27 07:00", "2027-03-28 07:00"},
		"clock goes back":    {daily, "2026-10-25 06:00", "2026-10-24 07:00", "2026-10-25 07:00"},
		"night forward":      {early, "2027-03-28 04:00", "2027-03-28 01:30", "2027-03-29 01:30"},
		"night back":         {early, "2026-10-25 04:00", "2026-10-25 01:30", "2026-10-26 01:30"},
		"weekly":             {weekly, "2027-03-07 12:00", "2027-03-01 07:00", "2027-03-08 07:00"},
	} {
		if got := c.job.Slot(at(c.now)); !got.Equal(at(c.slot)) {
			t.Errorf("%s: slot %s, want %s", name, got.In(calendar.Zurich), c.slot)
		}
		if got := c.job.Next(at(c.now)); !got.Equal(at(c.next)) {
			t.Errorf("%s: next %s, want %s", name, got.In(calendar.Zurich), c.next)
		}
	}
	sweep := Job{Name: "s", Every: time.Minute}
	now := time.Date(2027, 3, 1, 7, 0, 30, 0, time.UTC)
	if got := sweep.Next(now).Sub(sweep.Slot(now)); got != time.Minute {
		t.Errorf("a sweep's slots are %s apart", got)
	}
}

// gocron, the clock, must name the same moments as Next, on both nights too.
func TestTheClockAgrees(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"2026-03-27 12:00", "2027-03-26 12:00", "2026-10-23 12:00", "2027-12-30 12:00", "2028-02-27 12:00"} {
		j := Job{Name: "d", At: Daily(7, 0)}
		cron, err := gocron.NewScheduler(gocron.WithLocation(calendar.Zurich), gocron.WithClock(clockwork.NewFakeClockAt(at(from))))
		if err != nil {
			t.Fatal(err)
		}
		job, err := cron.NewJob(gocron.DailyJob(1, gocron.NewAtTimes(gocron.NewAtTime(7, 0, 0))), gocron.NewTask(func() {}))
		if err != nil {
			t.Fatal(err)
		}
		cron.Start()
		runs, err := job.NextRuns(5)
		if err != nil {
			t.Fatal(err)
		}
		want := at(from)
		for _, run := range runs {
			if want = j.Next(want); !run.Equal(want) {
				t.Errorf("from %s: the clock says %s, Next %s", from, run, want.In(calendar.Zurich))
			}
		}
		if err := cron.Shutdown(); err != nil {
			t.Error(err)
		}
	}
}
