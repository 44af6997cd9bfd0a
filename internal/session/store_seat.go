package session

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// enlist puts persons on the list in their order, seated as long as there are seats,
// and returns who is new on it. The session is locked.
func enlist(ctx context.Context, tx *db.Tx, one Session, persons []int64, by int64, now time.Time) ([]Attendee, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	var taken struct {
		Seated int
		Listed string
	}
	if err := db.One(tx.Query(ctx), &taken, `
		select count(*) filter (where state = 'seated') as seated, coalesce(string_agg(person_id::text, ',') filter (where state <> 'withdrawn'), '') as listed
		from training_people where session_id = ?`, one.ID); err != nil {
		return nil, fmt.Errorf("session: seats: %w", err)
	}
	listed := map[string]bool{}
	for id := range strings.SplitSeq(taken.Listed, ",") {
		listed[id] = true
	}
	var added []Attendee
	var ids []int64
	waits := make([]int64, 0, len(persons)) // 0: seated, 1: waits
	for _, id := range persons {
		if listed[fmt.Sprint(id)] {
			continue
		}
		listed[fmt.Sprint(id)] = true
		a := Attendee{PersonID: id, State: stateFor(one.Seats, taken.Seated), Since: now}
		wait := int64(1)
		if a.State == Seated {
			taken.Seated++
			wait = 0
		}
		added, ids, waits = append(added, a), append(ids, id), append(waits, wait)
	}
	if err := tx.Query(ctx).Exec(`
		insert into training_people (session_id, person_id, state, since, by_id)
		select @session, p.id, case p.waits when 0 then 'seated' else 'waiting' end, cast(@now as timestamptz) + p.n * interval '1 microsecond', @by
		from unnest(cast(@persons as bigint[]), cast(@waits as bigint[])) with ordinality p(id, waits, n)
		on conflict (session_id, person_id) do update set state = excluded.state, since = excluded.since, by_id = excluded.by_id`,
		map[string]any{"session": one.ID, "now": now, "by": by, "persons": db.Numbers(ids), "waits": db.Numbers(waits)}).Error; err != nil {
		return nil, fmt.Errorf("session: seats: %w", err)
	}
	return added, nil
}

// withdraw takes the person off the list and returns how they stood; no state where
// they were not on it.
func withdraw(ctx context.Context, tx *db.Tx, session, person, by int64, now time.Time) (Attendee, error) {
	a := Attendee{PersonID: person}
	var state string
	if err := tx.Query(ctx).Raw(`select state from training_people where session_id = ? and person_id = ? and state <> 'withdrawn' for update`,
		session, person).Scan(&state).Error; err != nil {
		return a, fmt.Errorf("session: withdraw: %w", err)
	}
	if a.State = SeatState(state); state == "" {
		return a, nil
	}
	if err := tx.Query(ctx).Exec(`update training_people set state = 'withdrawn', since = ?, by_id = ?, present = null, passed = null
		where session_id = ? and person_id = ?`, now, by, session, person).Error; err != nil {
		return a, fmt.Errorf("session: withdraw: %w", err)
	}
	return a, nil
}

// promote seats who has waited longest, as many as there are seats for, and returns
// them.
func promote(ctx context.Context, tx *db.Tx, one Session, now time.Time) ([]Attendee, error) {
	var ids []int64
	if err := tx.Query(ctx).Raw(`
		update training_people t set state = 'seated', since = @now from (
			select person_id from training_people where session_id = @session and state = 'waiting' order by since, person_id
			limit case when @seats = 0 then null else greatest(0, @seats - (
				select count(*) from training_people where session_id = @session and state = 'seated')) end) w
		where t.session_id = @session and t.person_id = w.person_id returning t.person_id`,
		map[string]any{"session": one.ID, "seats": one.Seats, "now": now}).Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("session: waiting list: %w", err)
	}
	up := make([]Attendee, len(ids))
	for i, id := range ids {
		up[i] = Attendee{PersonID: id, State: Seated, Since: now}
	}
	return up, nil
}

// openTo is a condition on a session s under which the person @viewer may sign up for
// it on the day @today.
const openTo = `s.state = 'planned' and s.held_on >= @today and s.owner_id <> @viewer and s.trainer_id is distinct from @viewer and (
	s.circle = 'all' and exists (
		select from employment_facts f where f.person_id = @viewer and f.known_to = '9999-12-31 00:00:00+00' and f.valid_from <= @today
			and f.valid_to > @today and f.entry_on <= @today and f.exit_on >= @today)
	or s.circle = 'line' and exists (
		select from people_line(array[s.owner_id], cast(@today as date)) l where l.person_id = @viewer))`

// joinable reports that the session is open to the person.
func joinable(ctx context.Context, c db.Conn, session, person int64, today calendar.Date) (open bool, err error) {
	if err := c.Query(ctx).Raw(`select exists (select from training_sessions s where s.id = @session and `+openTo+`)`,
		map[string]any{"session": session, "viewer": person, "today": today}).Scan(&open).Error; err != nil {
		return false, fmt.Errorf("session: open to a person: %w", err)
	}
	return open, nil
}

func byID(ctx context.Context, c db.Conn, id int64) (Session, error) {
	var one Session
	if err := db.One(c.Query(ctx), &one, `select `+columns+` from training_sessions s where s.id = ?`, id); err != nil {
		return one, fmt.Errorf("session: session %d: %w", id, err)
	}
	return one, nil
}

// Coming is a session that is yet to come, as somebody on its list, or who may sign
// up, sees it.
type Coming struct {
	Session
	Mine  SeatState // empty: not on the list
	Taken int       // seats
}

// Coming are the sessions that the person is on the list of or may sign up for, the
// next first; of one course, or of all where course is 0. At most 20.
func (s *Service) Coming(ctx context.Context, c db.Conn, person, course int64, today calendar.Date) (list []Coming, err error) {
	var batch db.Batch
	s.QueueComing(&batch, person, course, today, &list)
	return list, c.Together(ctx, &batch)
}

// QueueComing puts into list what Coming returns.
func (s *Service) QueueComing(batch *db.Batch, person, course int64, today calendar.Date, list *[]Coming) {
	batch.Queue(`
		select `+columns+`, coalesce(t.state, '') as mine, (
			select count(*) from training_people n where n.session_id = s.id and n.state = 'seated') as taken
		from training_sessions s
		left join training_people t on t.session_id = s.id and t.person_id = @viewer and t.state <> 'withdrawn'
		where s.state = 'planned' and s.held_on >= @today and (cast(@course as bigint) = 0 or s.course_id = @course) and (t.state is not null or `+openTo+`)
		order by s.held_on, s.starts_at, s.id limit 20`,
		pgx.NamedArgs{"viewer": person, "today": today.Time(), "course": course}).Query(func(rows pgx.Rows) (err error) {
		if *list, err = pgx.CollectRows(rows, pgx.RowToStructByName[Coming]); err != nil {
			return fmt.Errorf("session: coming: %w", err)
		}
		return nil
	})
}

// tick notes of one person on the list whether they are there; found is false where
// they are not on it.
func tick(ctx context.Context, tx *db.Tx, session int64, person string, here bool) (found bool, err error) {
	result := tx.Query(ctx).Exec(`
		update training_people t set present = ? from persons p
		where p.id = t.person_id and t.session_id = ? and p.uid::text = lower(?) and t.state <> 'withdrawn'`, here, session, person)
	if result.Error != nil {
		return false, fmt.Errorf("session: tick off: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}
