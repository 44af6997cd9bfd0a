package session

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

const columns = `s.id, s.uid::text as uid, s.course_id, coalesce(s.version_id, 0) as version_id, s.owner_id, coalesce(s.trainer_id, 0) as trainer_id,
	s.trainer, s.held_on, s.starts_at, s.minutes, s.place, s.state, s.circle, coalesce(s.seats, 0) as seats, s.quiz, s.sequence, s.scan, s.created_at,
	coalesce(s.recorded_by, 0) as recorded_by, coalesce(s.recorded_at, '0001-01-01 00:00:00+00') as recorded_at`

func notFound() error { return apperr.New(apperr.NotFound, "error.session.not_found", nil) }

func insert(ctx context.Context, tx *db.Tx, one *Session) error {
	var row struct {
		ID  int64
		UID string
	}
	if err := db.One(tx.Query(ctx), &row, `
		insert into training_sessions (course_id, version_id, owner_id, trainer_id, trainer, held_on, starts_at, minutes, place, state, circle, seats, quiz, created_at)
		values (?, nullif(?, 0), ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?) returning id, uid::text as uid`,
		one.CourseID, one.VersionID, one.OwnerID, one.TrainerID, one.Trainer, one.HeldOn, one.StartsAt, one.Minutes, one.Place, one.State, one.Circle, one.Seats,
		one.Quiz, one.CreatedAt); err != nil {
		return fmt.Errorf("session: plan: %w", err)
	}
	one.ID, one.UID = row.ID, row.UID
	return nil
}

func lock(ctx context.Context, tx *db.Tx, uid string) (Session, error) {
	var one Session
	err := db.One(tx.Query(ctx), &one, `select `+columns+` from training_sessions s where s.uid::text = lower(?) for update`, uid)
	if db.IsNotFound(err) {
		return one, notFound()
	}
	if err != nil {
		return one, fmt.Errorf("session: lock: %w", err)
	}
	return one, nil
}

// rewrite writes what can change of a planned session.
func rewrite(ctx context.Context, tx *db.Tx, one Session) error {
	if err := tx.Query(ctx).Exec(`
		update training_sessions set trainer_id = nullif(?, 0), trainer = ?, held_on = ?, starts_at = ?, minutes = ?, place = ?, state = ?, circle = ?,
			seats = nullif(?, 0), quiz = ?, version_id = nullif(?, 0), sequence = ? where id = ?`,
		one.TrainerID, one.Trainer, one.HeldOn, one.StartsAt, one.Minutes, one.Place, one.State, one.Circle, one.Seats, one.Quiz, one.VersionID, one.Sequence,
		one.ID).Error; err != nil {
		return fmt.Errorf("session: change: %w", err)
	}
	return nil
}

func setScan(ctx context.Context, tx *db.Tx, session int64, hash []byte) error {
	if err := tx.Query(ctx).Exec(`update training_sessions set scan = ? where id = ?`, db.Bytes(hash), session).Error; err != nil {
		return fmt.Errorf("session: scan: %w", err)
	}
	return nil
}

// find is a session with the name of its owner.
func find(ctx context.Context, c db.Conn, uid string) (Session, string, error) {
	var row struct {
		Session
		Owner string
	}
	err := db.One(c.Query(ctx), &row, `select `+columns+`, trim(o.first_name || ' ' || o.last_name) as owner
		from training_sessions s join persons o on o.id = s.owner_id where s.uid::text = lower(?)`, uid)
	if db.IsNotFound(err) {
		return row.Session, "", notFound()
	}
	if err != nil {
		return row.Session, "", fmt.Errorf("session: find: %w", err)
	}
	return row.Session, row.Owner, nil
}

// record writes state, version and who recorded it.
func record(ctx context.Context, tx *db.Tx, one Session) error {
	var at *time.Time
	if one.RecordedBy != 0 {
		at = &one.RecordedAt
	}
	if err := tx.Query(ctx).Exec(`
		update training_sessions set state = ?, version_id = nullif(?, 0), recorded_by = nullif(?, 0), recorded_at = ? where id = ?`,
		one.State, one.VersionID, one.RecordedBy, at, one.ID).Error; err != nil {
		return fmt.Errorf("session: record: %w", err)
	}
	return nil
}

// named are the IDs of those of the persons whom the scope contains, by Kennung.
func named(ctx context.Context, c db.Conn, scope people.Scope, uids []string) (map[string]int64, error) {
	where, args := scope.Where("p.id")
	keys, err := keysOf(uids)
	if err != nil {
		return nil, err
	}
	args["uids"] = keys
	var rows []struct {
		ID  int64
		UID string
	}
	if err := c.Query(ctx).Raw(`
		select p.id, p.uid::text as uid from persons p
		where p.uid::text in (select jsonb_array_elements_text(cast(@uids as jsonb))) and p.forgotten_at is null and `+where, args).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("session: persons: %w", err)
	}
	ids := make(map[string]int64, len(rows))
	for _, r := range rows {
		ids[r.UID] = r.ID
	}
	return ids, nil
}

func keysOf(uids []string) (string, error) {
	if uids == nil {
		uids = []string{}
	}
	keys, err := json.Marshal(uids)
	if err != nil {
		return "", fmt.Errorf("session: persons: %w", err)
	}
	return string(keys), nil
}

// onList are the Kennungen of who is on the list, whatever their state.
func onList(ctx context.Context, tx *db.Tx, session int64) (map[string]bool, error) {
	var uids []string
	if err := tx.Query(ctx).Raw(`select p.uid::text from training_people t join persons p on p.id = t.person_id where t.session_id = ?`,
		session).Scan(&uids).Error; err != nil {
		return nil, fmt.Errorf("session: list: %w", err)
	}
	list := make(map[string]bool, len(uids))
	for _, uid := range uids {
		list[uid] = true
	}
	return list, nil
}

// attend states for everybody on the list whether they were there and passed.
func attend(ctx context.Context, tx *db.Tx, one Session, a Attendance) error {
	present, err := keysOf(a.Present)
	if err != nil {
		return err
	}
	passed, err := keysOf(a.Passed)
	if err != nil {
		return err
	}
	if err := tx.Query(ctx).Exec(`
		update training_people t set
			present = p.uid::text in (select jsonb_array_elements_text(cast(@present as jsonb))),
			passed = case when @quiz then p.uid::text in (select jsonb_array_elements_text(cast(@passed as jsonb))) end,
			state = case when p.uid::text in (select jsonb_array_elements_text(cast(@present as jsonb))) then 'seated' else t.state end
		from persons p where p.id = t.person_id and t.session_id = @session`,
		map[string]any{"present": present, "passed": passed, "quiz": one.Quiz, "session": one.ID}).Error; err != nil {
		return fmt.Errorf("session: attendance: %w", err)
	}
	return nil
}
