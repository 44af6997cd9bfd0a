package evidence

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// insertAttended stores a case for each of the persons that has none waiting for the
// same day, and returns whose it stored.
func insertAttended(ctx context.Context, tx *db.Tx, t Taught, persons []int64, now time.Time) ([]int64, error) {
	var list []int64
	if err := tx.Query(ctx).Raw(`
		insert into evidence_cases (kind, person_id, course_id, proposed_by, proposed_at, day, session_id)
		select 'recognition', p.id, @course, @actor, @now, @day, @session
		from unnest(cast(@persons as bigint[])) p(id)
		on conflict (person_id, course_id, day) where state = 'waiting' and kind = 'recognition' do nothing
		returning person_id`, map[string]any{"course": t.Course, "actor": t.Actor, "now": now, "day": t.Day, "session": t.Session,
		"persons": db.Numbers(persons)}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("evidence: propose a session: %w", err)
	}
	return list, nil
}

// lockAttended are the cases of a session that wait, by person.
func lockAttended(ctx context.Context, tx *db.Tx, session int64) ([]Case, error) {
	var list []Case
	if err := tx.Query(ctx).Raw(`select `+columns+cases+`
		where c.session_id = ? and c.state = 'waiting' order by c.person_id for update of c`, session).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("evidence: cases of a session: %w", err)
	}
	return list, nil
}

// decidedAttended reports that a case of the session was decided by somebody.
func decidedAttended(ctx context.Context, tx *db.Tx, session int64) (yes bool, err error) {
	if err := tx.Query(ctx).Raw(`select exists (select from evidence_cases where session_id = ? and state in ('confirmed', 'refused', 'lapsed'))`,
		session).Scan(&yes).Error; err != nil {
		return false, fmt.Errorf("evidence: cases of a session: %w", err)
	}
	return yes, nil
}

// verdict is how cases end without an event.
type verdict struct {
	state  State
	reason string
	actor  int64
}

// decideAttended ends the cases of the persons that still wait.
func decideAttended(ctx context.Context, tx *db.Tx, session int64, persons []int64, v verdict, now time.Time) error {
	if err := tx.Query(ctx).Exec(`
		update evidence_cases set state = ?, decided_by = ?, decided_at = ?, reason = ?
		where session_id = ? and state = 'waiting' and person_id = any (cast(? as bigint[]))`,
		v.state, v.actor, now, v.reason, session, db.Numbers(persons)).Error; err != nil {
		return fmt.Errorf("evidence: decide a session: %w", err)
	}
	return nil
}

// confirmAttended confirms the cases of the persons with events.
func confirmAttended(ctx context.Context, tx *db.Tx, session int64, events []ledger.Event, actor int64, now time.Time) error {
	persons, ids := make([]int64, len(events)), make([]int64, len(events))
	for i, e := range events {
		persons[i], ids[i] = e.PersonID, e.ID
	}
	if err := tx.Query(ctx).Exec(`
		update evidence_cases c set state = 'confirmed', decided_by = @actor, decided_at = @now, event_id = e.event
		from unnest(cast(@persons as bigint[]), cast(@events as bigint[])) e(person, event)
		where c.session_id = @session and c.state = 'waiting' and c.person_id = e.person`,
		map[string]any{"actor": actor, "now": now, "session": session, "persons": db.Numbers(persons), "events": db.Numbers(ids)}).Error; err != nil {
		return fmt.Errorf("evidence: confirm a session: %w", err)
	}
	return nil
}
