package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/feedback"
	"zaemme/internal/learning"
	"zaemme/internal/planned"
	"zaemme/internal/report"
	"zaemme/internal/schedule"
	"zaemme/internal/task"
)

// Jobs are the named jobs; each is also «zaemme job NAME».
func (a *App) Jobs() (*schedule.Scheduler, error) {
	return schedule.New(a.DB, schedule.Options{Log: a.Log, Now: a.Clock},
		schedule.Job{Name: "nightly", At: schedule.Daily(0, 20), Run: a.runNightly},
		schedule.Job{Name: "reminders", At: schedule.Daily(6, 30), Run: a.Reminder.Run},
		schedule.Job{Name: "reviews", At: schedule.Daily(6, 40), Run: a.Reviews.Run},
		schedule.Job{Name: "dispatch", Every: time.Minute, Run: func(ctx context.Context, now time.Time) (map[string]int, error) {
			counts, err := a.Outbox.Dispatch(ctx, now)
			return counts.Map(), err
		}},
		schedule.Job{Name: "watch", At: schedule.Daily(14, 0), Run: a.Reminder.Watch},
		schedule.Job{Name: "seal", Every: 10 * time.Minute, Run: a.runSeal},
		schedule.Job{Name: "marks", Every: 10 * time.Minute, Run: a.runMarks},
		schedule.Job{Name: "sweep", At: schedule.Daily(1, 10), Run: a.runSweep},
		schedule.Job{Name: "month_ends", At: schedule.Daily(1, 40), Timeout: time.Hour, Run: a.MonthEnds.Run},
		schedule.Job{Name: "planned_reports", At: schedule.Daily(6, 50), Run: a.Planned.Run}, // after the month ends that it sends
	)
}

// runNightly does what a new day brings: entries, exits, renewal windows.
func (a *App) runNightly(ctx context.Context, now time.Time) (map[string]int, error) {
	batch, err := a.Change.RunDay(ctx, calendar.DateOf(now))
	counts := map[string]int{"batches": 0}
	if batch != 0 {
		counts["batches"] = 1
	}
	return counts, errors.Join(err, a.DB.Write(ctx, func(tx *db.Tx) (err error) { // also where the day's plan failed
		counts["feedback"], err = feedback.Mix(ctx, tx, calendar.DateOf(now))
		return err
	}))
}

func (a *App) runSeal(ctx context.Context, now time.Time) (map[string]int, error) {
	seal, err := a.Ledger.Seal(ctx, a.DB, now)
	return map[string]int{"rows": int(seal.Rows)}, err
}

// runMarks keeps the marks of each person few, so that every page reads them quickly.
func (a *App) runMarks(ctx context.Context, _ time.Time) (map[string]int, error) {
	counts := map[string]int{}
	err := a.DB.Write(ctx, func(tx *db.Tx) (err error) {
		counts["marks"], err = auth.MergeMarks(ctx, tx)
		return err
	})
	return counts, err
}

// extensionMonths is how long a decided request for more time is kept; what was
// granted stays in the ledger.
const extensionMonths = 12

// scanMonths is how long the scan of evidence is kept once that is over, or its
// person has left.
const scanMonths = 24

// feedbackMonths is how long feedback on courses is kept, answered or not.
const feedbackMonths = 36

// reportRunMonths is how long it is kept which planned report went to whom, as the
// access log is, and a plan that has ended.
const reportRunMonths = 24

// runSweep ends what has had its term: sessions, answers, runs, plans; and makes the
// next months' partitions.
func (a *App) runSweep(ctx context.Context, now time.Time) (map[string]int, error) {
	counts := map[string]int{}
	err := a.DB.Write(ctx, func(tx *db.Tx) (err error) {
		if counts["sessions"], err = auth.Sweep(ctx, tx, now); err != nil {
			return err
		}
		if counts["answers"], err = learning.Sweep(ctx, tx, now); err != nil {
			return err
		}
		if counts["tasks"], err = task.Sweep(ctx, tx, now); err != nil {
			return err
		}
		if counts["files"], err = report.SweepFiles(ctx, tx, now); err != nil {
			return err
		}
		if counts["extensions"], err = extension.Sweep(ctx, tx, now, calendar.DateOf(now).AddMonths(-extensionMonths)); err != nil {
			return err
		}
		if counts["scans"], err = evidence.DropScans(ctx, tx, calendar.DateOf(now).AddMonths(-scanMonths)); err != nil {
			return err
		}
		if counts["feedback"], err = feedback.Sweep(ctx, tx, calendar.DateOf(now).AddMonths(-feedbackMonths)); err != nil {
			return err
		}
		if counts["report_runs"], err = planned.Sweep(ctx, tx, calendar.DateOf(now).AddMonths(-reportRunMonths)); err != nil {
			return err
		}
		return db.EnsureMonths(ctx, tx, calendar.DateOf(now).Time())
	})
	if err != nil {
		return counts, err
	}
	expired, err := a.Change.Expire(ctx, now)
	counts["plans"] = int(expired)
	return counts, err
}

// RunJob runs one job now, or lists them where the name is empty.
func (a *App) RunJob(ctx context.Context, out io.Writer, name string) error {
	jobs, err := a.Jobs()
	if err != nil {
		return err
	}
	if name == "" {
		for _, known := range jobs.Names() {
			fmt.Fprintln(out, known)
		}
		return nil
	}
	counts, err := jobs.RunOnce(ctx, name, a.Clock())
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(out, "%s: %d\n", what, counts[what])
	}
	return translated(a.Texts.Printer("de"), err)
}
