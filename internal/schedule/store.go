package schedule

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/db"
)

const (
	maxTries   = 3                // of a slot of a daily job that failed
	retryAfter = 10 * time.Minute // between them
	keepSweeps = 7 * 24 * time.Hour
	keepRuns   = 400 * 24 * time.Hour
)

// claim takes the slot for this process and reports whether it got it: a new
// slot, one whose process died, or one that failed and is to be tried again.
func claim(ctx context.Context, c db.Conn, j Job, slot, now time.Time) (bool, error) {
	tries := 1
	if j.At != nil {
		tries = maxTries
	}
	result := c.Query(ctx).Exec(`
		insert into job_runs as r (job, slot, started_at) values (@job, @slot, @now)
		on conflict (job, slot) do update set started_at = @now, finished_at = null, outcome = 'running', tries = r.tries + 1
		where r.tries < @tries and (
			(r.outcome = 'running' and r.started_at < @dead)
			or (r.outcome = 'failed' and r.finished_at < @retry))`,
		map[string]any{
			"job": j.Name, "slot": slot, "now": now, "tries": tries,
			"dead": now.Add(-j.timeout() - time.Minute), "retry": now.Add(-retryAfter),
		})
	if result.Error != nil {
		return false, fmt.Errorf("schedule: slot of %s: %w", j.Name, result.Error)
	}
	return result.RowsAffected == 1, nil
}

// claimByHand opens a row for a run that somebody asked for.
func claimByHand(ctx context.Context, c db.Conn, name string, now time.Time) error {
	if err := c.Query(ctx).Exec(`
		insert into job_runs as r (job, slot, started_at, by_hand) values (@job, @now, @now, true)
		on conflict (job, slot) do update set tries = r.tries + 1`,
		map[string]any{"job": name, "now": now}).Error; err != nil {
		return fmt.Errorf("schedule: run of %s: %w", name, err)
	}
	return nil
}

// finish keeps the result of a run.
func finish(ctx context.Context, c db.Conn, name string, slot, at time.Time, counts map[string]int, failed error) error {
	if counts == nil {
		counts = map[string]int{}
	}
	encoded, err := json.Marshal(counts)
	if err != nil {
		return fmt.Errorf("schedule: counts of %s: %w", name, err)
	}
	outcome, message := "done", ""
	if failed != nil {
		outcome, message = "failed", failed.Error()
		if len(message) > 1000 {
			message = message[:1000]
		}
	}
	if err := c.Query(ctx).Exec(`
		update job_runs set finished_at = @at, outcome = @outcome, message = @message, counts = cast(@counts as jsonb)
		where job = @job and slot = @slot`,
		map[string]any{"at": at, "outcome": outcome, "message": message, "counts": string(encoded), "job": name, "slot": slot}).
		Error; err != nil {
		return fmt.Errorf("schedule: result of %s: %w", name, err)
	}
	return nil
}

// prune drops old rows; the newest of each job stays.
func prune(ctx context.Context, c db.Conn, sweeps []string, now time.Time) error {
	if len(sweeps) == 0 {
		sweeps = []string{""}
	}
	if err := c.Query(ctx).Exec(`
		delete from job_runs r
		where (r.slot < @runs or (r.slot < @sweeps_before and r.job in @sweeps))
			and exists (select from job_runs n where n.job = r.job and n.slot > r.slot)`,
		map[string]any{"runs": now.Add(-keepRuns), "sweeps_before": now.Add(-keepSweeps), "sweeps": sweeps}).Error; err != nil {
		return fmt.Errorf("schedule: prune: %w", err)
	}
	return nil
}

// Run is one run of a job.
type Run struct {
	Job        string
	Slot       time.Time
	StartedAt  time.Time
	FinishedAt *time.Time // nil: still running, or its process died
	Outcome    string     // running, done, failed
	Tries      int
	ByHand     bool
	Message    string         // why it failed
	Counts     map[string]int `gorm:"-"` // decoded from its JSON
}

type runRow struct {
	Run
	Raw string
}

const runColumns = `job, slot, started_at, finished_at, outcome, tries, by_hand, message, counts::text as raw`

func decode(rows []runRow) ([]Run, error) {
	runs := make([]Run, len(rows))
	for i, r := range rows {
		runs[i] = r.Run
		if err := json.Unmarshal([]byte(r.Raw), &runs[i].Counts); err != nil {
			return nil, fmt.Errorf("schedule: counts of %s: %w", r.Job, err)
		}
	}
	return runs, nil
}

// lastRuns is the newest run of every job.
func lastRuns(ctx context.Context, c db.Conn) (map[string]Run, error) {
	var rows []runRow
	if err := c.Query(ctx).Raw(`select distinct on (job) ` + runColumns + ` from job_runs order by job, slot desc`).
		Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("schedule: last runs: %w", err)
	}
	runs, err := decode(rows)
	byJob := make(map[string]Run, len(runs))
	for _, r := range runs {
		byJob[r.Job] = r
	}
	return byJob, err
}

// History lists the runs of one job, newest first.
func History(ctx context.Context, c db.Conn, job string, limit, offset int) ([]Run, error) {
	var rows []runRow
	if err := c.Query(ctx).Raw(`select `+runColumns+` from job_runs where job = ? order by slot desc limit ? offset ?`, job, limit, offset).
		Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("schedule: history of %s: %w", job, err)
	}
	return decode(rows)
}
