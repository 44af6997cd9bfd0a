package people

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// Revert takes back what the batch has written, as facts of the batch undo: what
// it touched and nobody has touched since is held to be true again as it was
// known just before; the batch stays in what was known in between. What has been
// changed since stays, and what that needs. needed are persons who stay whatever
// the facts say. Take Lock and the stamp before.
func Revert(ctx context.Context, tx *db.Tx, batch, undo, actor int64, needed []int64) (Reverted, error) {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return Reverted{}, err
	}
	r := &reverter{writer: writer{tx: tx, batch: undo, actor: actor, stamp: stamp}, undone: batch, needed: needed}
	if err := db.One(tx.Query(ctx), &r.at, `select applied_at from batches where id = ?`, batch); err != nil {
		if db.IsNotFound(err) {
			err = apperr.Wrap(apperr.NotFound, "error.change.not_found", err)
		}
		return Reverted{}, err
	}
	if err := r.identities(ctx); err != nil {
		return Reverted{}, err
	}
	for _, t := range revertables {
		restore := r.timelines
		if t.what == KeptDepartment {
			restore = r.departments
		}
		if err := restore(ctx, t); err != nil {
			return Reverted{}, err
		}
	}
	if err := r.withdraw(ctx); err != nil {
		return Reverted{}, err
	}
	return r.done, r.recordAll(ctx)
}

// reverter takes one batch back.
type reverter struct {
	writer
	undone int64
	at     time.Time // its moment
	needed []int64
	done   Reverted
	seen   []int64 // persons concerned
}

func (r *reverter) args() map[string]any {
	return map[string]any{"undone": r.undone, "at": r.at, "stamp": r.stamp, "batch": r.batch}
}

// touched is one thing that the batch has changed.
type touched struct {
	ID                         int64
	PersonID, DepartmentID     int64
	Before, AfterBatch, Lately string // rows as JSON
}

// list reads what the batch has touched of a table.
func (r *reverter) list(ctx context.Context, t revertable) ([]touched, error) {
	row := `jsonb_build_array(f.` + strings.Join(t.columns, `, f.`) + `)`
	rows := func(name, condition string) string {
		return `coalesce(jsonb_agg(` + row + ` order by ` + row + `) filter (where ` + condition + `), '[]')::text as ` + name
	}
	person, department := "max(f.person_id)", "0"
	if t.what == KeptDepartment {
		person, department = "0", "max(f.department_id)"
	}
	var list []touched
	if err := r.tx.Query(ctx).Raw(`
		with touched as (
			select distinct `+t.key+` as id from `+t.table+` where batch_id = @undone or known_to = @at
		)
		select t.id, `+person+` as person_id, `+department+` as department_id,
			`+rows("before", `f.known_from < @at and f.known_to >= @at`)+`,
			`+rows("after_batch", `f.known_from <= @at and f.known_to > @at`)+`,
			`+rows("lately", `f.known_to = '9999-12-31 00:00:00+00'`)+`
		from touched t join `+t.table+` f on f.`+t.key+` = t.id
		group by t.id order by t.id`, r.args()).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("people: revert %s: %w", t.table, err)
	}
	return list, nil
}

// free is what of the table nobody has touched since; the rest is kept.
func (r *reverter) free(ctx context.Context, t revertable) (back []touched, err error) {
	list, err := r.list(ctx, t)
	for _, one := range list {
		switch {
		case one.Lately != one.AfterBatch:
			r.keep(KeptFact{What: t.what, PersonID: one.PersonID, DepartmentID: one.DepartmentID, Why: KeptChanged})
		case one.Before != one.AfterBatch:
			back = append(back, one)
		}
	}
	return back, err
}

// timelines restores a table.
func (r *reverter) timelines(ctx context.Context, t revertable) error {
	back, err := r.free(ctx, t)
	if err != nil {
		return err
	}
	return r.restore(ctx, t, back)
}

// restore writes timelines as they were before the batch.
func (r *reverter) restore(ctx context.Context, t revertable, list []touched) error {
	ids := make([]int64, len(list))
	for i, one := range list {
		ids[i] = one.ID
		if one.PersonID != 0 {
			r.seen = append(r.seen, one.PersonID)
		}
		r.done.Timelines = append(r.done.Timelines,
			Timeline{Table: t.table, ID: one.ID, Before: []byte(one.Lately), After: []byte(one.Before)})
	}
	if len(ids) == 0 {
		return nil
	}
	args := r.args()
	args["ids"] = db.Numbers(ids)
	columns := t.key + ", " + strings.Join(t.columns, ", ")
	for _, sql := range []string{
		`update ` + t.table + ` set known_to = @stamp
		where ` + t.key + ` = any (cast(@ids as bigint[])) and known_to = '9999-12-31 00:00:00+00'`,
		`insert into ` + t.table + ` (` + columns + `, known_from, batch_id)
		select ` + columns + `, @stamp, @batch from ` + t.table + `
		where ` + t.key + ` = any (cast(@ids as bigint[])) and known_from < @at and known_to >= @at`,
	} {
		if err := r.tx.Query(ctx).Exec(sql, args).Error; err != nil {
			return fmt.Errorf("people: restore %s: %w", t.table, err)
		}
	}
	return nil
}

func (r *reverter) keep(k KeptFact) { r.done.Kept = append(r.done.Kept, k) }
