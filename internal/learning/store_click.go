package learning

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"zaemme/internal/db"
)

// click is what a save is judged by.
type click struct {
	ID, VersionID, Seed int64
	Drawn               []string
	Open                bool
	Begun               bool   // something is answered
	Stored              Answer // to the question, the zero value without one
}

// readClick reads it, in one statement; NotFound where the attempt is not the
// person's.
func readClick(ctx context.Context, c db.Conn, person int64, save Save) (click, error) {
	var r click
	uid, err := uuid.Parse(save.Attempt)
	if err != nil {
		return r, notFound()
	}
	var drawn, chosen sql.NullString
	err = c.Query(ctx).Raw(`
		select a.id, a.version_id, a.seed, to_json(a.questions)::text, a.handed_in_at is null, exists (select from attempt_answers y where y.attempt_id = a.id),
			to_json(x.chosen)::text, coalesce(x.typed, ''), coalesce(x.version, 0)
		from attempts a
		left join attempt_answers x on x.attempt_id = a.id and x.question = ?
		where a.uid = ? and a.person_id = ?`, save.Question, uid, person).Row().
		Scan(&r.ID, &r.VersionID, &r.Seed, &drawn, &r.Open, &r.Begun, &chosen, &r.Stored.Typed, &r.Stored.Version)
	if errors.Is(err, sql.ErrNoRows) {
		return r, notFound()
	}
	if err == nil && drawn.Valid {
		err = json.Unmarshal([]byte(drawn.String), &r.Drawn)
	}
	if err == nil && chosen.Valid {
		err = json.Unmarshal([]byte(chosen.String), &r.Stored.Chosen)
	}
	if err != nil {
		return r, fmt.Errorf("learning: read for a save: %w", err)
	}
	return r, nil
}

// writeClick stores the answer where the attempt is open, has an answer already, and
// has none to the question that this one does not come after; else done is false.
// Who hands in holds the row of the attempt (lockRow) and so comes before or after.
func writeClick(ctx context.Context, c db.Conn, act Act, attempt int64, question string, a Answer) (done bool, err error) {
	// past GORM: a thousand people click at once
	result, err := c.Query(ctx).Statement.ConnPool.ExecContext(ctx, `
		with a as (select id from attempts t where id = $1 and handed_in_at is null and exists (select from attempt_answers y where y.attempt_id = t.id) for key share)
		insert into attempt_answers as x (attempt_id, question, chosen, typed, saved_at, version)
		select a.id, $2, cast($3 as smallint[]), $4, $5, $6 from a
		on conflict (attempt_id, question) do update
		set chosen = excluded.chosen, typed = excluded.typed, saved_at = excluded.saved_at, version = excluded.version
		where x.version < excluded.version and excluded.version <= x.version + $7`,
		attempt, question, smallints(a.Chosen), a.Typed, act.Now, a.Version, mostSkipped)
	if err != nil {
		return false, fmt.Errorf("learning: save an answer: %w", err)
	}
	stored, err := result.RowsAffected()
	return stored == 1, err
}

// courseOfAttempt is the course of the person's attempt; NotFound if it is not theirs.
func courseOfAttempt(ctx context.Context, c db.Conn, person int64, uid uuid.UUID) (int64, error) {
	var id int64
	err := db.One(c.Query(ctx), &id, `select course_id from attempts where uid = ? and person_id = ?`, uid, person)
	if db.IsNotFound(err) {
		return 0, notFound()
	}
	if err != nil {
		return 0, fmt.Errorf("learning: course of an attempt: %w", err)
	}
	return id, nil
}

// lockRow waits for answers that are being written to the attempt, and lets none in
// until tx ends. What is read in later statements has them.
func lockRow(ctx context.Context, tx *db.Tx, uid uuid.UUID) error {
	if err := tx.Query(ctx).Exec(`select from attempts where uid = ? for update`, uid).Error; err != nil {
		return fmt.Errorf("learning: lock an attempt: %w", err)
	}
	return nil
}
