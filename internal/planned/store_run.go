package planned

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/db"
)

const runColumns = `n.id, n.uid::text as uid, n.plan_id, n.as_of, n.known_at, n.due_on, n.made_at, n.missed, n.rhythm, n.day, n.variant,
	coalesce(n.department_id, 0) as department_id, n.language, n.brief, n.management`

// lastRun is the plan's run that was due last, the zero Run without one.
func lastRun(ctx context.Context, c db.Conn, plan int64) (r Run, err error) {
	err = db.One(c.Query(ctx), &r, `select `+runColumns+` from report_runs n where n.plan_id = ? order by n.due_on desc, n.id desc limit 1`, plan)
	if db.IsNotFound(err) {
		return Run{}, nil
	}
	if err != nil {
		return r, fmt.Errorf("planned: last run: %w", err)
	}
	return r, nil
}

// insertRun writes the run; fresh is false where the as-of day has had its run.
func insertRun(ctx context.Context, tx *db.Tx, r *Run) (fresh bool, err error) {
	var made struct {
		ID  int64
		UID string
	}
	err = db.One(tx.Query(ctx), &made, `
		insert into report_runs (plan_id, as_of, known_at, due_on, made_at, missed, rhythm, day, variant, department_id, language, brief, management)
		values (@plan, @as_of, @known, @due, @made, @missed, @rhythm, @day, @variant, nullif(@department, 0), @language, @brief, @management)
		on conflict (plan_id, as_of) do nothing returning id, uid::text as uid`, map[string]any{
		"plan": r.PlanID, "as_of": r.AsOf, "known": r.KnownAt, "due": r.DueOn, "made": r.MadeAt, "missed": r.Missed, "rhythm": string(r.Rhythm), "day": r.Day, "variant": string(r.Variant),
		"department": r.DepartmentID, "language": r.Language, "brief": r.Brief, "management": r.Management,
	})
	if db.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("planned: keep a run of plan %d: %w", r.PlanID, err)
	}
	r.ID, r.UID = made.ID, made.UID
	return true, nil
}

func insertReader(ctx context.Context, tx *db.Tx, run, person int64, why Reason) error {
	if err := tx.Query(ctx).Exec(`insert into report_run_people (run_id, person_id, reason) values (?, ?, ?)`, run, person, string(why)).Error; err != nil {
		return fmt.Errorf("planned: reader of run %d: %w", run, err)
	}
	return nil
}

// leaveOut notes why somebody gets nothing after all.
func leaveOut(ctx context.Context, tx *db.Tx, run, person int64, why Reason) error {
	if err := tx.Query(ctx).Exec(`update report_run_people set reason = ? where run_id = ? and person_id = ?`, string(why), run, person).Error; err != nil {
		return fmt.Errorf("planned: leave out of run %d: %w", run, err)
	}
	return nil
}

// attach notes that the files leave with the mail.
func attach(ctx context.Context, tx *db.Tx, run, person int64) error {
	if err := tx.Query(ctx).Exec(`update report_run_people set attached = true where run_id = ? and person_id = ?`, run, person).Error; err != nil {
		return fmt.Errorf("planned: attach to run %d: %w", run, err)
	}
	return nil
}

func runByID(ctx context.Context, c db.Conn, id int64) (r Run, err error) {
	if err := db.One(c.Query(ctx), &r, `select `+runColumns+` from report_runs n where n.id = ?`, id); err != nil {
		return r, fmt.Errorf("planned: run %d: %w", id, err)
	}
	return r, nil
}

// runFor is the run if it went to the person; else NotFound.
func runFor(ctx context.Context, c db.Conn, uid string, person int64) (r Run, err error) {
	id, err := uuid.Parse(uid)
	if err != nil {
		return r, notFound()
	}
	err = db.One(c.Query(ctx), &r, `
		select `+runColumns+` from report_runs n join report_run_people p on p.run_id = n.id and p.person_id = @person and p.reason = ''
		where n.uid = cast(@uid as uuid)`, map[string]any{"person": person, "uid": id.String()})
	if db.IsNotFound(err) {
		return r, notFound()
	}
	if err != nil {
		return r, fmt.Errorf("planned: run: %w", err)
	}
	return r, nil
}

// named is a department as it is called, and was last called if it has ended.
type named struct{ Code, Name string }

func departmentOf(ctx context.Context, c db.Conn, id int64) (d named, err error) {
	if id == 0 {
		return d, nil
	}
	if err := db.One(c.Query(ctx), &d, `
		select d.code, f.name from departments d join department_facts f on f.department_id = d.id and f.known_to = '9999-12-31 00:00:00+00'
		where d.id = ? order by f.valid_from desc limit 1`, id); err != nil {
		return d, fmt.Errorf("planned: department %d: %w", id, err)
	}
	return d, nil
}

// readRuns are the newest runs of a plan, and of how many.
func readRuns(ctx context.Context, c db.Conn, plan int64, limit, offset int) (list []Run, total int, err error) {
	var rows []struct {
		Run
		Total int
	}
	if err := c.Query(ctx).Raw(`
		select `+runColumns+`, count(*) over () as total from report_runs n where n.plan_id = @plan
		order by n.due_on desc, n.id desc limit @limit offset @offset`, map[string]any{"plan": plan, "limit": limit, "offset": offset}).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("planned: runs: %w", err)
	}
	for _, r := range rows {
		list, total = append(list, r.Run), r.Total
	}
	return list, total, nil
}

// Reader is what became of a run for one person.
type Reader struct {
	RunID    int64
	PersonID int64
	Reason   Reason // why nothing was sent, "" if nothing spoke against it
	Attached bool   // the files left with the mail
	State    string // of the message, an outbox.State; "" once that is gone
	At       *time.Time
	Wait     string     // why the message waits or was given up, a code
	Report   string     // ID of the report that the person made of it, "" without one
	Opened   *time.Time // when
}

// readReaders are the readers of runs. A report of somebody's own line or of HR's is
// made when it is opened; it is found in the register by its as-of day and moment.
func readReaders(ctx context.Context, c db.Conn, runs []int64) (list []Reader, err error) {
	if err := c.Query(ctx).Raw(`
		select p.run_id, p.person_id, p.reason, p.attached, coalesce(o.state, '') as state, o.done_at as at, coalesce(o.reason, '') as wait,
			coalesce(r.uid::text, '') as report, r.created_at as opened
		from report_run_people p
		join report_runs n on n.id = p.run_id
		left join outbox o on o.dedupe_key = @kind || ':' || p.run_id || ':' || p.person_id
		left join lateral (
			select r.uid, r.created_at from reports r
			where r.created_by = p.person_id and r.as_of = n.as_of and r.variant = n.variant and r.created_at >= n.made_at
				and (n.variant <> 'hr' or r.known_at = n.known_at)
			order by r.id limit 1
		) r on n.variant in ('hr', 'line')
		where p.run_id = any (cast(@runs as bigint[]))
		order by p.run_id, p.person_id`, map[string]any{"kind": Kind, "runs": db.Numbers(runs)}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("planned: readers: %w", err)
	}
	return list, nil
}

// monthIDs are the report IDs of month ends.
func monthIDs(ctx context.Context, c db.Conn) (map[string]string, error) {
	var rows []struct{ AsOf, UID string }
	if err := c.Query(ctx).Raw(`select as_of::text as as_of, uid::text as uid from month_ends`).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("planned: month ends: %w", err)
	}
	ids := make(map[string]string, len(rows))
	for _, r := range rows {
		ids[r.AsOf] = r.UID
	}
	return ids, nil
}

// leftOut counts who got nothing of each plan's last run, but for who waits.
func leftOut(ctx context.Context, c db.Conn, plans []int64) (map[int64]int, error) {
	var rows []struct {
		PlanID int64
		N      int
	}
	if err := c.Query(ctx).Raw(`
		select n.plan_id, count(*) as n
		from (select distinct on (plan_id) id, plan_id from report_runs where plan_id = any (cast(? as bigint[])) order by plan_id, due_on desc, id desc) n
		join report_run_people p on p.run_id = n.id and p.reason <> ''
		group by n.plan_id`, db.Numbers(plans)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("planned: left out: %w", err)
	}
	counts := make(map[int64]int, len(rows))
	for _, r := range rows {
		counts[r.PlanID] = r.N
	}
	return counts, nil
}
