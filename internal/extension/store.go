package extension

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

const columns = `r.id, r.uid::text as uid, r.person_id, r.course_id, r.asked_at, r.due_on, r.wanted_on, r.reason, r.state,
	coalesce(r.decided_at, '0001-01-01 00:00:00+00') as decided_at, coalesce(r.decided_by, 0) as decided_by, r.granted_on,
	coalesce(r.event_id, 0) as event_id`

func notFound() error { return apperr.New(apperr.NotFound, "error.extension.not_found", nil) }

func insert(ctx context.Context, tx *db.Tx, r Request) error {
	err := tx.Query(ctx).Exec(`
		insert into extension_requests (person_id, course_id, asked_at, due_on, wanted_on, reason) values (?, ?, ?, ?, ?, ?)`,
		r.PersonID, r.CourseID, r.AskedAt, r.DueOn, r.WantedOn, r.Reason).Error
	if db.Constraint(err) == "extension_requests_waiting" {
		return apperr.Wrap(apperr.Conflict, "error.extension.waits", err)
	}
	if err != nil {
		return fmt.Errorf("extension: ask: %w", err)
	}
	return nil
}

func takeBack(ctx context.Context, tx *db.Tx, person, course int64, now time.Time) error {
	result := tx.Query(ctx).Exec(`
		update extension_requests set state = 'withdrawn', decided_at = ?
		where person_id = ? and course_id = ? and state = 'waiting'`, now, person, course)
	if result.Error != nil {
		return fmt.Errorf("extension: take back: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return notFound()
	}
	return nil
}

// lock is a request for the one who decides, with the Kennung of its person.
func lock(ctx context.Context, tx *db.Tx, uid string) (Request, string, error) {
	var row struct {
		Request
		PersonUID string
	}
	err := db.One(tx.Query(ctx), &row, `select `+columns+`, p.uid::text as person_uid
		from extension_requests r join persons p on p.id = r.person_id
		where r.uid::text = lower(?) for update of r`, uid)
	if db.IsNotFound(err) {
		return Request{}, "", notFound()
	}
	if err != nil {
		return Request{}, "", fmt.Errorf("extension: lock: %w", err)
	}
	return row.Request, row.PersonUID, nil
}

func byID(ctx context.Context, c db.Conn, id int64) (Request, error) {
	var r Request
	if err := db.One(c.Query(ctx), &r, `select `+columns+` from extension_requests r where r.id = ?`, id); err != nil {
		return r, fmt.Errorf("extension: request %d: %w", id, err)
	}
	return r, nil
}

func decide(ctx context.Context, tx *db.Tx, r Request) error {
	if err := tx.Query(ctx).Exec(`
		update extension_requests set state = ?, decided_at = ?, decided_by = ?, granted_on = ?, event_id = nullif(?, 0) where id = ?`,
		r.State, r.DecidedAt, r.DecidedBy, r.GrantedOn, r.EventID, r.ID).Error; err != nil {
		return fmt.Errorf("extension: decide: %w", err)
	}
	return nil
}

// Of are the requests of a person, the newest first.
func Of(ctx context.Context, c db.Conn, person int64) ([]Request, error) {
	var list []Request
	if err := c.Query(ctx).Raw(`select `+columns+` from extension_requests r where r.person_id = ? order by r.id desc`, person).
		Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("extension: of a person: %w", err)
	}
	return list, nil
}

// ToDecide are the requests that wait for the viewer of the scope, the earliest
// due date first; the viewer's own is not among them.
func ToDecide(ctx context.Context, c db.Conn, scope people.Scope) ([]Asking, error) {
	where, args := scope.Where("r.person_id")
	args["viewer"], args["today"] = scope.Viewer, scope.Day
	var list []Asking
	if err := c.Query(ctx).Raw(`
		select `+columns+`, p.uid::text as person_uid, p.last_name, p.first_name, coalesce(d.name, '') as department
		from extension_requests r
		join persons p on p.id = r.person_id
		left join `+people.MainDepartment("r.person_id")+` d on true
		where r.state = 'waiting' and r.person_id <> @viewer and `+where+`
		order by r.due_on, r.id`, args).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("extension: to decide: %w", err)
	}
	return list, nil
}

// ToDecideSQL counts the requests that wait for the viewer of the scope, as part of
// another statement.
func ToDecideSQL(scope people.Scope) db.Part {
	where, args := scope.Where("r.person_id")
	args["viewer"] = scope.Viewer
	return db.Part{Args: args,
		SQL: `(select count(*) from extension_requests r where r.state = 'waiting' and r.person_id <> @viewer and ` + where + `)`}
}

// Sweep ends the requests whose duty has ended or is fulfilled, and deletes those
// decided before the day. It returns how many it ended.
func Sweep(ctx context.Context, tx *db.Tx, now time.Time, decidedBefore calendar.Date) (int, error) {
	ended := tx.Query(ctx).Exec(`
		update extension_requests r set state = 'lapsed', decided_at = @now
		where state = 'waiting' and not exists (
			select from assignments a where a.person_id = r.person_id and a.course_id = r.course_id and a.withdrawn_on is null
				and (a.completed_on is null or a.valid_until < @today))`,
		map[string]any{"now": now, "today": calendar.DateOf(now)})
	if ended.Error != nil {
		return 0, fmt.Errorf("extension: sweep: %w", ended.Error)
	}
	if err := tx.Query(ctx).Exec(`delete from extension_requests where decided_at < ?`, decidedBefore.Time()).Error; err != nil {
		return 0, fmt.Errorf("extension: sweep: %w", err)
	}
	return int(ended.RowsAffected), nil
}
