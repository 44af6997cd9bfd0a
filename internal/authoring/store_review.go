package authoring

import (
	"context"
	"fmt"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// reviewLock is the advisory lock under which reviews are reminded of.
const reviewLock = 0x72657669

func lockReviews(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(?, 0)`, reviewLock).Error; err != nil {
		return fmt.Errorf("authoring: lock reviews: %w", err)
	}
	return nil
}

// Writer is somebody who may write courses on a day, and is employed then.
type Writer struct {
	ID                  int64
	FirstName, LastName string
	Email               string // "": none
	Author              bool   // else HR for the whole organisation
	Absent              bool   // on the day
}

// Name is first and last name.
func (w Writer) Name() string { return strings.TrimSpace(w.FirstName + " " + w.LastName) }

// Writers are those who may write courses on the day, by name.
func Writers(ctx context.Context, c db.Conn, day calendar.Date) ([]Writer, error) {
	var list []Writer
	if err := c.Query(ctx).Raw(`
		select p.id, p.first_name, p.last_name, coalesce(p.email, '') as email, bool_or(g.role = @author) as author,
			exists (select from absences a where a.person_id = p.id and a.from_on <= @day and a.until_on >= @day
				and a.known_to = '9999-12-31 00:00:00+00') as absent
		from role_grants g join persons p on p.id = g.person_id
		where (g.role = @author or g.role = @hr and g.department_id is null)
			and g.valid_from <= @day and g.valid_to > @day and g.known_to = '9999-12-31 00:00:00+00'
			and p.forgotten_at is null and p.withdrawn_at is null
			and exists (select from employment_facts e where e.person_id = p.id and e.valid_from <= @day and e.valid_to > @day and e.exit_on >= @day
				and e.known_to = '9999-12-31 00:00:00+00')
		group by p.id order by lower(p.last_name), p.first_name, p.id`,
		map[string]any{"author": people.RoleAuthor, "hr": people.RoleHR, "day": day}).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("authoring: who writes courses: %w", err)
	}
	return list, nil
}

// keepersOf are who looks after courses, by course.
func keepersOf(ctx context.Context, c db.Conn) (map[int64]int64, error) {
	var rows []struct{ CourseID, PersonID int64 }
	if err := c.Query(ctx).Raw(`select course_id, person_id from course_keepers`).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("authoring: keepers: %w", err)
	}
	keepers := map[int64]int64{}
	for _, r := range rows {
		keepers[r.CourseID] = r.PersonID
	}
	return keepers, nil
}

func writeKeeper(ctx context.Context, tx *db.Tx, act Act, course, person int64) error {
	sql := `delete from course_keepers where course_id = @course`
	if person != 0 {
		sql = `insert into course_keepers (course_id, person_id, since, set_by) values (@course, @person, @today, @by)
			on conflict (course_id) do update set person_id = excluded.person_id, since = excluded.since, set_by = excluded.set_by`
	}
	if err := tx.Query(ctx).Exec(sql, map[string]any{"course": course, "person": person, "today": act.Today, "by": act.PersonID}).Error; err != nil {
		return fmt.Errorf("authoring: keeper: %w", err)
	}
	return nil
}

// remindersSent are the reviews of which somebody was told.
func remindersSent(ctx context.Context, c db.Conn) (map[dueReview]bool, error) {
	var rows []struct {
		CourseID  int64
		ReviewDue calendar.Date
		Stage     Stage
	}
	if err := c.Query(ctx).Raw(`select distinct course_id, review_due, stage from course_review_reminders`).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("authoring: reminders of reviews: %w", err)
	}
	sent := map[dueReview]bool{}
	for _, r := range rows {
		sent[dueReview{Course: r.CourseID, Due: r.ReviewDue, Stage: r.Stage}] = true
	}
	return sent, nil
}

func insertReminders(ctx context.Context, tx *db.Tx, recipient, outboxID int64, list []dueReview, today calendar.Date) error {
	for _, one := range list {
		if err := tx.Query(ctx).Exec(`insert into course_review_reminders (course_id, review_due, stage, recipient_id, outbox_id, sent_on) values (?, ?, ?, ?, ?, ?)`,
			one.Course, one.Due, one.Stage, recipient, outboxID, today).Error; err != nil {
			return fmt.Errorf("authoring: note a reminder: %w", err)
		}
	}
	return nil
}

// Reminded is a message that somebody was or will be sent about the review of a course.
type Reminded struct {
	Recipient int64
	On        calendar.Date
	State     string // of the message (outbox.State), "" once that is gone
}

// Care is who looks after a course, 0: nobody in particular, and who was reminded of
// its review, the latest first.
type Care struct {
	Keeper   int64
	Reminded []Reminded
}

// CareOf reads it.
func CareOf(ctx context.Context, c db.Conn, course int64) (Care, error) {
	var care Care
	err := db.One(c.Query(ctx), &care.Keeper, `select person_id from course_keepers where course_id = ?`, course)
	if err != nil && !db.IsNotFound(err) && !apperr.Is(err, apperr.NotFound) {
		return care, fmt.Errorf("authoring: keeper: %w", err)
	}
	if err := c.Query(ctx).Raw(`
		select r.recipient_id as recipient, r.sent_on as "on", coalesce(o.state, '') as state
		from course_review_reminders r left join outbox o on o.id = r.outbox_id
		where r.course_id = ? order by r.sent_on desc, r.recipient_id limit 6`, course).Scan(&care.Reminded).Error; err != nil {
		return care, fmt.Errorf("authoring: reminders of a review: %w", err)
	}
	return care, nil
}
