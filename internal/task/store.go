package task

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

func store(ctx context.Context, tx *db.Tx, uid uuid.UUID, q Request, now time.Time) (int64, error) {
	input, err := json.Marshal(q.Input)
	if err != nil {
		return 0, fmt.Errorf("task: encode: %w", err)
	}
	var about any
	if d, ok := q.Input.(Described); ok {
		text, err := json.Marshal(map[string]any{"About": d.About()})
		if err != nil {
			return 0, fmt.Errorf("task: encode: %w", err)
		}
		about = string(text)
	}
	var id int64
	if err := tx.Query(ctx).Raw(`
		insert into tasks (uid, kind, title, owner_id, input, result, created_at, expires_at)
		values (cast(@uid as uuid), @kind, @title, nullif(@owner, 0), cast(@input as jsonb), cast(@about as jsonb), @now, @expires) returning id`, map[string]any{
		"uid": uid.String(), "kind": q.Kind, "title": q.Title, "owner": q.Owner, "input": string(input), "about": about, "now": now, "expires": now.Add(Term),
	}).Scan(&id).Error; err != nil {
		return 0, fmt.Errorf("task: store: %w", err)
	}
	return id, nil
}

// columns of a task but for its input, which is long and only for whoever works.
const columns = `id, uid::text as uid, kind, title, coalesce(owner_id, 0) as owner_id, created_at, state, stage, done, total, tries,
	coalesce(result::text, '') as result`

type row struct {
	ID                 int64
	UID, Kind, Title   string
	OwnerID            int64
	Input              string
	CreatedAt          time.Time
	State              State
	Stage              string
	Done, Total, Tries int
	Result             string
}

// stored is the column result, which has About from the beginning. Dismissed is set
// by Dismiss and read by whoever lists what has failed.
type stored struct {
	About   json.RawMessage `json:",omitempty"`
	Value   json.RawMessage `json:",omitempty"`
	Failure *Failure        `json:",omitempty"`
}

func (r row) task() (Task, error) {
	uid, err := uuid.Parse(r.UID)
	if err != nil {
		return Task{}, fmt.Errorf("task: %d: %w", r.ID, err)
	}
	t := Task{ID: r.ID, UID: uid, Kind: r.Kind, Title: r.Title, OwnerID: r.OwnerID, Input: json.RawMessage(r.Input), CreatedAt: r.CreatedAt.UTC(),
		State: r.State, Stage: r.Stage, Done: r.Done, Total: r.Total, Tries: r.Tries}
	if r.Result != "" {
		var s stored
		if err := json.Unmarshal([]byte(r.Result), &s); err != nil {
			return Task{}, fmt.Errorf("task: result of %d: %w", r.ID, err)
		}
		t.About, t.Result, t.Failure = s.About, s.Value, s.Failure
	}
	return t, nil
}

// claim takes the task, or the oldest where id is 0, if nobody works on it; no ID
// where there is none. One that has been begun too often is given up.
func claim(ctx context.Context, d *db.DB, id int64, now time.Time) (Task, error) {
	if err := d.Query(ctx).Exec(`
		update tasks set state = 'failed', finished_at = ?, input = '{}', result = coalesce(result, '{}') || jsonb_build_object('Failure', jsonb_build_object('Kind', 'internal', 'Key', 'error.task.given_up'))
		where state = 'running' and lease_until < clock_timestamp() and tries >= ?`, now, maxTries).Error; err != nil {
		return Task{}, fmt.Errorf("task: give up: %w", err)
	}
	var found row
	err := db.One(d.Query(ctx), &found, `
		update tasks set state = 'running', tries = tries + 1, lease_until = clock_timestamp() + make_interval(secs => @lease)
		where id = (
			select id from tasks
			where (@id = 0 or id = @id) and expires_at > @now
				and (state = 'waiting' or (state = 'running' and lease_until < clock_timestamp()))
			order by id limit 1 for update skip locked)
		returning `+columns+`, input::text as input`, map[string]any{"id": id, "now": now, "lease": lease.Seconds()})
	if db.IsNotFound(err) {
		return Task{}, nil
	}
	if err != nil {
		return Task{}, fmt.Errorf("task: claim: %w", err)
	}
	return found.task()
}

// prolong writes the progress; false where the task is somebody else's by now.
func prolong(ctx context.Context, d *db.DB, t Task, stage string, done, total int) (bool, error) {
	result := d.Query(ctx).Exec(`
		update tasks set stage = @stage, done = @done, total = @total, lease_until = clock_timestamp() + make_interval(secs => @lease)
		where id = @id and tries = @tries and state = 'running'`,
		map[string]any{"stage": stage, "done": done, "total": total, "lease": lease.Seconds(), "id": t.ID, "tries": t.Tries})
	if result.Error != nil {
		return false, fmt.Errorf("task: prolong: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// release gives the task back unfinished; the try does not count.
func release(ctx context.Context, d *db.DB, t Task) error {
	if err := d.Query(ctx).Exec(`
		update tasks set state = 'waiting', tries = tries - 1, lease_until = null, stage = '', done = 0, total = 0
		where id = ? and tries = ? and state = 'running'`, t.ID, t.Tries).Error; err != nil {
		return fmt.Errorf("task: release: %w", err)
	}
	return nil
}

// finish keeps the result with what the task is about, and forgets the input.
func finish(ctx context.Context, d *db.DB, t Task, value any, failed error, now time.Time) error {
	s, state := stored{About: t.About}, Done
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("task: result of %s: %w", t.Kind, err)
	}
	s.Value = text
	if failed != nil {
		state = Failed
		s.Value, s.Failure = nil, &Failure{Kind: apperr.KindOf(failed), Key: "error.task.failed", Value: text}
		var known *apperr.Error
		if errors.As(failed, &known) && s.Failure.Kind != apperr.Internal {
			s.Failure.Key, s.Failure.Args, s.Failure.Field = known.Key, known.Args, known.Field
		}
	}
	if text, err = json.Marshal(s); err != nil {
		return fmt.Errorf("task: result of %s: %w", t.Kind, err)
	}
	result := d.Query(ctx).Exec(`
		update tasks set state = @state, result = cast(@result as jsonb), input = '{}', finished_at = @now, lease_until = null, done = total
		where id = @id and tries = @tries and state = 'running'`,
		map[string]any{"state": state, "result": string(text), "now": now, "id": t.ID, "tries": t.Tries})
	if result.Error != nil {
		return fmt.Errorf("task: finish: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return errLost
	}
	return nil
}

// Load is the owner's task without its input; anybody else's, an unknown or a
// malformed uid is NotFound.
func Load(ctx context.Context, c db.Conn, uid string, owner int64) (Task, error) {
	notFound := apperr.New(apperr.NotFound, "error.task.not_found", nil)
	parsed, err := uuid.Parse(uid)
	if err != nil {
		return Task{}, notFound
	}
	var found row
	err = db.One(c.Query(ctx), &found, `select `+columns+` from tasks where uid = cast(? as uuid) and coalesce(owner_id, 0) = ?`, parsed.String(), owner)
	if db.IsNotFound(err) {
		return Task{}, notFound
	}
	if err != nil {
		return Task{}, fmt.Errorf("task: load: %w", err)
	}
	return found.task()
}

// Open lists the owner's tasks of these kinds that have not ended, newest first.
func Open(ctx context.Context, c db.Conn, owner int64, kinds ...string) ([]Task, error) {
	var rows []row
	if err := c.Query(ctx).Raw(`
		select `+columns+` from tasks where owner_id = ? and state in ('waiting', 'running') and kind in ? order by id desc`,
		owner, kinds).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("task: open: %w", err)
	}
	list := make([]Task, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.task(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Dismiss says of a task of these kinds that has failed that nobody need do anything
// about it any more; anything else is NotFound.
func Dismiss(ctx context.Context, d *db.DB, uid string, kinds ...string) error {
	notFound := apperr.New(apperr.NotFound, "error.task.not_found", nil)
	parsed, err := uuid.Parse(uid)
	if err != nil {
		return notFound
	}
	result := d.Query(ctx).Exec(`
		update tasks set result = coalesce(result, '{}') || '{"Dismissed": true}' where uid = cast(? as uuid) and state = 'failed' and kind in ?`,
		parsed.String(), kinds)
	if result.Error != nil {
		return fmt.Errorf("task: dismiss: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return notFound
	}
	return nil
}

// Sweep deletes what is past its term, and returns how many.
func Sweep(ctx context.Context, tx *db.Tx, now time.Time) (int, error) {
	result := tx.Query(ctx).Exec(`delete from tasks where expires_at <= ?`, now)
	if result.Error != nil {
		return 0, fmt.Errorf("task: sweep: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}
